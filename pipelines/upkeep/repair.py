"""Puts damaged files of the lake aside, so that the rest runs on, and lets the next run make them again where it can.

A lost article is erased with all that was made of it: its raw file is then unknown and read again, if it is still
there. Lost annotations and resolutions are made again from the articles.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Checkpoint, Commit, files_of
from pipelines.durable import write_whole
from pipelines.ingest.identity import paths_on_disk
from pipelines.lake import Lake
from pipelines.manifests import copy_of
from pipelines.resolved import RESOLVED_TABLES
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.batch import name_batch
from pipelines.upkeep.caches import drop_caches
from pipelines.upkeep.check import Damage, check_lake
from pipelines.upkeep.erase import Erased, erase, uncovered
from pipelines.upkeep.merged import write_merged

STAGE = "repair"
QUARANTINE = "_quarantine"  # below the lake; nothing reads it
ANNOTATIONS = ("sentences", "mentions", "quotes", "stances")


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What was put aside, and which articles it held."""

    damages: list[Damage] = field(default_factory=list)
    read_again: list[str] = field(default_factory=list)  # raw files
    lost: list[str] = field(default_factory=list)  # articles whose raw file is gone


def repair_lake(folder: DataFolder, *, now: datetime | None = None) -> RepairReport:
    """Put every damaged file aside in one checkpoint; a run after it makes again what can be made.

    The caller holds the writer's lock. A crash at any point leaves damage that the next repair finds.
    """
    lake = Lake(folder.lake)
    damages = _put_manifests_aside(lake)
    found = check_lake(lake)
    if not found.damages:
        return RepairReport(damages)
    batch_id = name_batch(folder)
    drop_caches(folder)
    commits, checkpoint = lake.commits(), lake.checkpoint()
    bad = frozenset(damage.file for damage in found.damages)
    lost = _lost_articles(lake, commits, bad)
    name = lake.next_checkpoint(STAGE, batch_id)
    after = [_without(lake, commit, bad) for commit in _reset(commits, bad)]
    after = erase(
        lake, after, Erased(lost.keys(), frozenset(path for paths in lost.values() for path in paths)), name=name
    )
    listed = None if checkpoint is None or checkpoint.merged in bad else checkpoint
    lake.put_checkpoint(
        Checkpoint(
            name=name,
            made_at=now or datetime.now(UTC),
            grace_seconds=0,
            commits=after,
            merged=write_merged(lake, after, listed, commits, name=name),
            forgotten=checkpoint.forgotten if checkpoint else (),
        )
    )
    for file in sorted(bad):
        _put_aside(lake, lake.folder / file)
    there = {name: [path for path in paths if (folder.raw / path).is_file()] for name, paths in lost.items()}
    again = sorted({path for paths in there.values() for path in paths})
    return RepairReport([*damages, *found.damages], again, sorted(name for name, paths in there.items() if not paths))


def _put_manifests_aside(lake: Lake) -> list[Damage]:
    """Put broken manifests aside; a checkpoint comes back from its copy, and a commit's work is done again."""
    damages = [damage for damage in check_lake(lake).damages if damage.table == "manifest"]
    for damage in damages:
        path = lake.folder / damage.file
        copy = copy_of(path)
        _put_aside(lake, path)
        if copy.is_file():
            write_whole(path, copy.read_bytes())
    return damages


def _put_aside(lake: Lake, path: Path) -> None:
    place = lake.folder / QUARANTINE / path.parent.name / path.name
    if path.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _lost_articles(lake: Lake, commits: Sequence[Commit], bad: Collection[str]) -> dict[str, list[str]]:
    """Return the articles whose current revision only a bad file held, and the raw files that they came from."""
    files = {name for name in bad if name.startswith("articles/")}
    there = _revisions(lake, commits, bad, "articles")
    made = [commit for commit in commits if not files.isdisjoint(commit.files.get("articles", []))]
    covering = [commit for commit in commits if not files.isdisjoint(commit.covers)]
    read = [commit for commit in covering if "reader" in commit.versions]
    held = [_revisions(lake, made, bad, "ingest_outcomes"), _revisions(lake, read, bad, "sentences")]
    held.append(dict.fromkeys(_column(lake, covering, bad, "article_fingerprints", "article_id"), 1))
    lost: dict[str, list[str]] = {
        name: [] for one in held for name, revision in one.items() if there.get(name, 0) < revision
    }
    for path, name in [*_paths(lake, commits, bad), *_paths_in(lake, files.difference(files_of(commits)))]:
        if name in lost:
            lost[name] = list(dict.fromkeys([*lost[name], *paths_on_disk(path)]))
    return lost


def _column(lake: Lake, commits: Sequence[Commit], bad: Collection[str], table: str, column: str) -> list[str]:
    names = [name for commit in commits for name in commit.files.get(table, []) if name not in bad]
    columns = (pq.read_table(lake.folder / name, columns=[column])[column] for name in names)
    return [str(value) for values in columns for value in values.to_pylist()]


def _revisions(lake: Lake, commits: Sequence[Commit], bad: Collection[str], table: str) -> dict[str, int]:
    """Return the latest revision of each article in the rows of a table that can be read."""
    found: dict[str, int] = {}
    for name in (name for commit in commits for name in commit.files.get(table, []) if name not in bad):
        rows = pq.read_table(lake.folder / name, columns=["article_id", "revision"]).to_pydict()
        for article_id, revision in zip(rows["article_id"], rows["revision"], strict=True):
            if article_id is not None and revision is not None:
                found[article_id] = max(revision, found.get(article_id, 0))
    return found


def _paths(lake: Lake, commits: Sequence[Commit], bad: Collection[str]) -> list[tuple[str, str]]:
    names = [name for commit in commits for name in commit.files.get("ingest_outcomes", []) if name not in bad]
    rows = [pq.read_table(lake.folder / name, columns=["path", "article_id"]).to_pydict() for name in names]
    return [(path, name) for one in rows for path, name in zip(one["path"], one["article_id"], strict=True) if name]


def _paths_in(lake: Lake, files: Collection[str]) -> list[tuple[str, str]]:
    """Return what article files say whose manifest is gone, as far as they are there."""
    found: list[tuple[str, str]] = []
    for name in files:
        with suppress(OSError, pa.ArrowException):
            rows = pq.read_table(lake.folder / name, columns=["source_path", "article_id"]).to_pydict()
            found += zip(rows["source_path"], rows["article_id"], strict=True)
    return found


def _reset(commits: Sequence[Commit], bad: Collection[str]) -> list[Commit]:
    """Return commits of which those cover nothing whose work is to be done again."""
    tables = {name: table for commit in commits for table, name in commit.named_files}
    found = [_read_again(commit, bad) for commit in commits]
    return uncovered(found) if any(tables.get(name) in RESOLVED_TABLES for name in bad) else found


def _read_again(commit: Commit, bad: Collection[str]) -> Commit:
    """Return an annotation without any of its files where one is damaged; corrections with a stamp that is nobody's."""
    damaged = [table for table, names in commit.files.items() if not set(names).isdisjoint(bad)]
    if "corrections" in damaged:
        return replace(commit, versions={"corrections": "damaged"})
    return replace(commit, files={}, rows={}, covers=[]) if set(damaged) & set(ANNOTATIONS) else commit


def _without(lake: Lake, commit: Commit, bad: Collection[str]) -> Commit:
    """Return a commit without its damaged files, and with the number of rows that the others have."""
    files = {table: [name for name in names if name not in bad] for table, names in commit.files.items()}
    rows = {
        table: sum(pq.read_metadata(lake.folder / name).num_rows for name in names) for table, names in files.items()
    }
    kept = {table: names for table, names in files.items() if names}
    digests = {name: digest for name, digest in commit.digests.items() if name in set(chain(*kept.values()))}
    covers = [name for name in commit.covers if name not in bad]
    return replace(commit, files=kept, rows={table: rows[table] for table in kept}, digests=digests, covers=covers)
