"""Cuts what a suite needs out of the lake: one dataframe per committed file, with derived columns. No judging.

Derived columns: `text_characters` of articles; `text_at_offsets` of mentions; `content_at_offsets`, `cue_at_offsets`
and `source_at_offsets` of quotes: what the article itself prints there (null where the article is not to be found).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake import Commit, Lake
from pipelines.records import TABLES

Texts = Mapping[tuple[str, int], str]
SPANS_OF = {"content_at_offsets": "content_spans", "cue_at_offsets": "cue_spans", "source_at_offsets": "source_spans"}


def frames(lake: Lake, commits: Sequence[Commit], table: str, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield one dataframe with `columns` per file of `table` that `commits` made visible."""
    stored = [name for name in columns if name in TABLES[table].names]
    derived = [name for name in columns if name not in stored]
    for commit in commits:
        texts: Texts | None = None
        for name in commit.files.get(table, []):
            if texts is None and any(column.endswith("_at_offsets") for column in derived):
                texts = _texts(lake, commit)
            rows = pq.read_table(lake.folder / name, columns=[*stored, *_sources_of(table, derived)])
            found = {column: _derive(column, rows, texts or {}) for column in derived}
            yield rows.select(stored).to_pandas().assign(**found)


def _sources_of(table: str, derived: Sequence[str]) -> list[str]:
    if not derived:
        return []
    if table == "articles":
        return ["text"]
    located = {"article_id", "revision"}
    spans = [SPANS_OF[name] for name in derived if name in SPANS_OF]
    return sorted(located) + (spans or ["start_char", "end_char"])


def _texts(lake: Lake, commit: Commit) -> Texts:
    """Return the text of every article that the commit was made from."""
    found: dict[tuple[str, int], str] = {}
    for part in commit.covers:
        rows = pq.read_table(lake.folder / part, columns=["article_id", "revision", "text"]).to_pydict()
        found.update(zip(zip(rows["article_id"], rows["revision"], strict=True), rows["text"], strict=True))
    return found


def _derive(column: str, rows: pa.Table, texts: Texts) -> list[Any]:
    values: dict[str, list[Any]] = rows.to_pydict()
    if column == "text_characters":
        return [len(text) for text in values["text"]]
    keys = zip(values["article_id"], values["revision"], strict=True)
    if column in SPANS_OF:
        spans = values[SPANS_OF[column]]
    else:
        ends = zip(values["start_char"], values["end_char"], strict=True)
        spans = [[{"start_char": start, "end_char": end}] for start, end in ends]
    return [_at(texts.get(key), cut) for key, cut in zip(keys, spans, strict=True)]


def _at(text: str | None, spans: Sequence[Mapping[str, Any]]) -> str | None:
    if text is None or not spans:
        return None
    return " ".join(text[span["start_char"] : span["end_char"]] for span in spans)
