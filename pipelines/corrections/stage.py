"""The stage: corrections to one commit that holds them all, where they differ from what the lake holds."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.corrections.read import OF_SPANS, CorrectionError, Place, corrections_stamp, read_corrections
from pipelines.corrections.spans import placed
from pipelines.lake import Lake

STAGE = "corrections"
TEXT = ["revision", "text"]


def held_stamp(commits: Sequence[Commit]) -> str:
    """Return the stamp of the corrections that the lake holds."""
    made = [commit for commit in commits if commit.stage == STAGE]
    return made[-1].versions[STAGE] if made else "none"


def is_committed(lake: Lake, folder: Path) -> bool:
    """Return True where the lake holds the corrections as they are in the folder."""
    return corrections_stamp(folder) == held_stamp(lake.commits())


def commit_corrections(lake: Lake, folder: Path, *, batch_id: str) -> int | None:
    """Commit all corrections where they have changed, and return how many there are; None where nothing has changed.

    Raises `CorrectionError` for a line that means nothing, or that names an article or a quote that the lake never had.
    """
    stamp = corrections_stamp(folder)
    if stamp == held_stamp(lake.commits()):
        return None
    forgotten = lake.forgotten().article_ids
    rows = [row for row in read_corrections(folder) if row["article_id"] not in forgotten]
    _refuse_unknown(lake, rows)
    rows = [_with_spans(lake, row) for row in rows]
    with lake.commit(stage=STAGE, batch_id=batch_id, versions={STAGE: stamp}) as writer:
        writer.add("corrections", ({**row, "batch_id": batch_id} for row in rows))
        if not rows:
            writer.covers.append(f"{STAGE}/{stamp}")  # all were taken back: the commit says so
    return len(rows)


def _refuse_unknown(lake: Lake, rows: Sequence[Mapping[str, Any]]) -> None:
    wanted = {row["article_id"] for row in rows}
    articles = _known(lake.files("articles"), "article_id", wanted)
    quotes = _known(lake.files("quotes"), "quote_id", {row["quote_id"] for row in rows if row["quote_id"]})
    for row in rows:
        place = Place(row["path"], row["line_no"])
        if row["article_id"] not in articles:
            raise place.error(f"no article {row['article_id']}")
        if row["quote_id"] and row["quote_id"] not in quotes:
            raise place.error(f"no quote {row['quote_id']}")


def _with_spans(lake: Lake, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of `records.CORRECTIONS`: what is wrong with spans, or missing, is placed in the article's text."""
    if row["wrong"] not in OF_SPANS:
        return {**row, "content_spans": None}
    place = Place(row["path"], row["line_no"])
    quotes = _rows(lake, "quotes", "quote_id", row["quote_id"], ["revision", "content_spans"])
    texts = {one["revision"]: one["text"] for one in _rows(lake, "articles", "article_id", row["article_id"], TEXT)}
    near = quotes[-1]["content_spans"][0]["start_char"] if quotes else row["start_char"]
    return placed(row, texts[quotes[-1]["revision"] if quotes else max(texts)], near=near, place=place)


def _rows(lake: Lake, table: str, column: str, value: str | None, columns: list[str]) -> list[dict[str, Any]]:
    """Return the rows of a lake table that hold a value, the latest last; none where there is no value."""
    found = [
        pq.read_table(path, columns=columns, filters=pc.field(column) == value).to_pylist()
        for path in (lake.files(table) if value else ())
    ]
    return [row for rows in found for row in rows]


def _known(files: Iterable[Path], column: str, wanted: set[str]) -> set[str]:
    """Return which of the wanted ids the files hold."""
    found: set[str] = set()
    for path in files if wanted else ():
        ids = pq.read_table(path, columns=[column], filters=pc.field(column).isin(sorted(wanted - found)))
        found.update(map(str, ids[column].to_pylist()))
        if found == wanted:
            break
    return found


__all__ = ["CorrectionError", "commit_corrections", "held_stamp", "is_committed"]
