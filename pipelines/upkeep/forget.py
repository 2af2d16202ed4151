"""Takes an article out of everything that whosaid keeps, for good: rows, caches, pages, Dagster's history.

One checkpoint holds the lake without the article and the tombstone that keeps it out, so there is never one without the
other. All else that may hold a word of it is removed before, and made again by the next run.
"""

import shutil
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.commits import Checkpoint
from pipelines.forgotten import Tombstone
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.caches import drop_caches
from pipelines.upkeep.erase import Erased, erase
from pipelines.upkeep.merged import write_merged
from pipelines.upkeep.repair import QUARANTINE

STAGE = "forget"
HELD = ["article_id", "source_path", "record_no", "text_sha256"]


class UnknownArticleError(LookupError):
    """The lake has no article of that id or file."""


def forget(
    folder: DataFolder, named: str, *, by: str, why: str, batch_id: str, now: datetime | None = None
) -> list[Tombstone]:
    """Take the article with id `named`, or all of the raw file `named`, out of the data folder; return the tombstones.

    The caller holds the writer's lock, has erased Dagster's history, and runs the pipeline afterwards: until a run has
    published, the old warehouse stands. Where all of them are forgotten already, nothing is done and their tombstones
    are returned. Raises `UnknownArticleError`.
    """
    lake, now = Lake(folder.lake), now or datetime.now(UTC)
    tombstones = [_tombstone(rows, by, why, now) for rows in _articles(lake, folder, named).values()]
    if not tombstones:
        return _forgotten(lake, folder, named)
    drop_caches(folder)
    for place in (folder.reports, folder.lake / QUARANTINE):
        shutil.rmtree(place, ignore_errors=True)
    commits, checkpoint = lake.commits(), lake.checkpoint()
    name = lake.next_checkpoint(STAGE, batch_id)
    what = Erased([one.article_id for one in tombstones], {path for one in tombstones for path in one.paths})
    after = erase(lake, commits, what, name=name)
    lake.put_checkpoint(
        Checkpoint(
            name=name,
            made_at=now,
            grace_seconds=0,
            commits=after,
            merged=write_merged(lake, after, checkpoint, commits, name=name),
            forgotten=[*(checkpoint.forgotten if checkpoint else ()), *(one.to_json() for one in tombstones)],
        )
    )
    lake.sweep(now=now)
    return tombstones


def _articles(lake: Lake, folder: DataFolder, named: str) -> Mapping[str, list[dict[str, Any]]]:
    """Return the revisions of each article that is meant."""
    path = path_in(folder, named)
    is_meant = (pc.field("article_id") == named) | (pc.field("source_path") == path)
    is_meant |= pc.starts_with(pc.field("source_path"), f"{path}!")
    ids = {row["article_id"] for row in _rows(lake, is_meant)}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(lake, pc.field("article_id").isin(pa.array(sorted(ids), pa.string()))):
        found.setdefault(row["article_id"], []).append(row)
    return found


def _rows(lake: Lake, condition: pc.Expression) -> list[dict[str, Any]]:
    files = lake.files("articles")
    return [row for path in files for row in pq.read_table(path, columns=HELD, filters=condition).to_pylist()]


def path_in(folder: DataFolder, named: str) -> str:
    """Return a raw file's path as the tables have it: relative to the raw folder where it lies below it."""
    path, raw = Path(named), folder.raw.absolute()
    below = path if path.is_absolute() else path.absolute()
    return below.relative_to(raw).as_posix() if below.is_relative_to(raw) else path.as_posix()


def _tombstone(rows: Collection[Mapping[str, Any]], by: str, why: str, now: datetime) -> Tombstone:
    paths = {row["source_path"] for row in rows if row["record_no"] is None and "!" not in row["source_path"]}
    texts = {row["text_sha256"] for row in rows}
    article_id = next(iter(rows))["article_id"]
    return Tombstone(article_id, tuple(sorted(paths)), tuple(sorted(texts)), by, why, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def _forgotten(lake: Lake, folder: DataFolder, named: str) -> list[Tombstone]:
    path = path_in(folder, named)
    found = [one for one in lake.forgotten().tombstones if named == one.article_id or path in one.paths]
    if not found:
        raise UnknownArticleError(f"no article {named} in the lake, and none of a file of that name")
    return found
