"""Where the lake holds the current revision of each article: a cache that follows the lake file by file."""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.arrow_types import required
from pipelines.lake import Lake
from pipelines.records import TABLES
from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.increments.cache import load_tables, save_tables

INDEX = pa.schema(
    [
        required("article_id", pa.string()),
        required("revision", pa.int32()),
        required("part", pa.string()),  # the lake file that holds it
    ]
)
LATEST = """
    select article_id, max(revision) as revision, arg_max(part, (revision, part)) as part
    from rows group by article_id order by article_id
"""


class ArticleIndex:
    """Current revisions by article; what it does not know of the lake it reads: two columns of the new files."""

    def __init__(self, lake: Lake, rows: pa.Table) -> None:
        """Use `open_article_index`."""
        self._lake = lake
        self._rows = rows

    def only_current(self, rows: pa.Table) -> pa.Table:
        """Return those of `rows` (with `article_id` and `revision`) that are of a current revision."""
        places = pc.index_in(rows["article_id"], self._rows["article_id"].combine_chunks())
        current = self._rows["revision"].take(places)
        is_current = pc.equal(rows["revision"], current).fill_null(False)
        return keep_rows(rows, np.asarray(is_current.to_numpy(), dtype=np.bool_))

    def read(self, article_ids: Collection[str], columns: list[str]) -> pa.Table:
        """Return columns of the current revisions of some articles; `columns` hold id and revision."""
        found = keep_rows(self._rows, is_any(self._rows["article_id"], set(article_ids)))
        tables = [pa.schema([TABLES["articles"].field(name) for name in columns]).empty_table()]
        for part in sorted(names_of(found["part"])):
            ids = names_of(keep_rows(found, is_any(found["part"], {part}))["article_id"])
            rows = pq.read_table(self._lake.folder / part, columns=columns, filters=[("article_id", "in", ids)])
            tables.append(self.only_current(rows))
        return pa.concat_tables(tables)


def open_article_index(lake: Lake, parts: Sequence[str], folder: Path) -> ArticleIndex:
    """Return the index of the article files `parts` (all of the lake's); `folder` keeps it for the next run."""
    held = load_tables(folder, {"articles": INDEX})
    rows, known = (held.tables["articles"], held.sources) if held else (INDEX.empty_table(), [])
    if not set(known) <= set(parts):
        rows, known = INDEX.empty_table(), []
    new = [part for part in parts if part not in set(known)]
    if new:
        rows = query(LATEST, INDEX, rows=pa.concat_tables([rows, *(_rows_of(lake, part) for part in new)]))
        save_tables(folder, {"articles": rows}, sources=parts)
    return ArticleIndex(lake, rows)


def _rows_of(lake: Lake, part: str) -> pa.Table:
    rows = pq.read_table(lake.folder / part, columns=["article_id", "revision"])
    return rows.append_column(INDEX.field("part"), pa.array([part] * rows.num_rows, pa.string())).cast(INDEX)
