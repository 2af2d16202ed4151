"""Reads from the lake or the warehouse the columns that a suite needs, as dataframes. Checks nothing.

Derived columns of the lake: `text_characters` of articles; `text_at_offsets` of mentions; `content_at_offsets`,
`cue_at_offsets` and `source_at_offsets` of quotes: what the article itself prints there (null where the article is not
to be found). Beside the columns, a frame has one that is true or false for each condition (`condition_column`).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.checks.conditions import sql_of_condition
from pipelines.commits import Commit
from pipelines.lake import Lake

FRAME_ROWS = 250_000  # one commit has a few thousand rows, and an expectation costs most per frame
DERIVED = {
    "text_characters": "length(text)",
    "text_at_offsets": "substring(found.text, start_char + 1, end_char - start_char)",
    "content_at_offsets": "content_spans",
    "cue_at_offsets": "cue_spans",
    "source_at_offsets": "source_spans",
}
AT_SPAN = "lambda span: substring(found.text, span.start_char + 1, span.end_char - span.start_char)"
AT_SPANS = f"""
    case when len({{spans}}) > 0 and found.text is not null
        then array_to_string(list_transform({{spans}}, {AT_SPAN}), ' ')
    end
"""
ROWS = "select {columns} from read_parquet($files, union_by_name = true) as row"
ROWS_WITH_TEXT = """
    select {columns} from read_parquet($files, union_by_name = true) as row
    left join (
        select article_id, revision, any_value(text) as text from read_parquet($texts)
        semi join (select distinct article_id, revision from read_parquet($files)) as wanted
            using (article_id, revision)
        group by article_id, revision
    ) as found on row.article_id = found.article_id and row.revision = found.revision
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a suite needs of its table: columns, and which rows are as each of its conditions says."""

    table: str
    columns: Sequence[str]
    conditions: Sequence[str] = ()

    def query(self, rows: str) -> str:
        """Return the query of `rows` with a column for each condition."""
        if not self.conditions:
            return rows
        tests = (f'{sql_of_condition(one)} as "{condition_column(one)}"' for one in self.conditions)
        return f"select *, {', '.join(tests)} from ({rows})"  # noqa: S608 - parsed, names and values quoted


def condition_column(condition: str) -> str:
    """Return the name of the column that says which rows are as `condition` says; no table has such a name."""
    return f"where {condition}".replace('"', "'")


def lake_frames(lake: Lake, commits: Sequence[Commit], wanted: Wanted) -> Iterator[pd.DataFrame]:
    """Yield dataframes of what `commits` made visible of the table."""
    table, columns = wanted.table, wanted.columns
    needs_text = any(name.endswith("_at_offsets") for name in columns)
    with duckdb.connect() as connection:
        for group in _groups(commits, table):
            given = {"files": [str(lake.folder / name) for commit in group for name in commit.files[table]]}
            texts = sorted({str(lake.folder / name) for commit in group for name in commit.covers})
            chosen = ", ".join(_selected(name, has_text=bool(texts)) for name in columns)
            is_joined = needs_text and bool(texts)
            query = (ROWS_WITH_TEXT if is_joined else ROWS).format(columns=chosen)
            asked = {**given, "texts": texts} if is_joined else given
            yield connection.sql(wanted.query(query), params=asked).to_arrow_table().to_pandas()


def warehouse_frames(path: Path, wanted: Wanted, batch_ids: Collection[str]) -> Iterator[pd.DataFrame]:
    """Yield dataframes of a table of the warehouse: rows of `batch_ids` where it tells batches apart."""
    table = wanted.table
    with duckdb.connect(str(path), read_only=True) as connection:
        described = connection.execute(f"describe main.{table}").fetchall()
        tells = any(name == "batch_id" and null == "NO" for name, _, null, *_ in described)
        where, given = ("where batch_id in (select unnest($ids))", {"ids": sorted(batch_ids)}) if tells else ("", {})
        chosen = ", ".join(f'"{name}"' for name in wanted.columns) or "1 as whole"
        query = f"select {chosen} from main.{table} {where}"  # noqa: S608 - names that the suites were held against
        for part in connection.sql(wanted.query(query), params=given).to_arrow_reader(FRAME_ROWS):
            yield part.to_pandas()


def _groups(commits: Sequence[Commit], table: str) -> Iterator[list[Commit]]:
    group: list[Commit] = []
    for commit in commits:
        if commit.files.get(table):
            group.append(commit)
            if sum(one.rows.get(table, 0) for one in group) >= FRAME_ROWS:
                yield group
                group = []
    if group:
        yield group


def _selected(name: str, *, has_text: bool) -> str:
    if name.endswith("_at_offsets") and not has_text:
        return f"cast(null as varchar) as {name}"
    if name not in DERIVED:
        return f'row."{name}"'
    spans = DERIVED[name]
    return f"{AT_SPANS.format(spans=spans) if spans.endswith('_spans') else spans} as {name}"
