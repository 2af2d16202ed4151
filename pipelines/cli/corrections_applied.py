"""What a run made of corrections: which are new, which were taken back, and what each changed."""

from collections.abc import Sequence

import duckdb
import pyarrow.parquet as pq

from pipelines.cli.terminal import console, table
from pipelines.commits import Commit
from pipelines.lake import Lake

SHOWN = 10
STAGE = "corrections"
CHANGED = """
    select corrections.quote_id, corrections.wrong,
        case corrections.wrong when 'speaker' then coalesce(quotes.reader_speaker, 'nobody')
            when 'source' then quotes.reader_source when 'kind' then quotes.reader_kind
            when 'span' then quotes.reader_content end as was,
        case corrections.wrong when 'speaker' then coalesce(quotes.speaker, 'nobody')
            when 'source' then quotes.source when 'kind' then quotes.kind when 'nothing' then 'right as it was'
            when 'not_a_quote' then 'no quote' else quotes.content end as now
    from corrections
    left join (select *, unnest(correction_ids) as correction_id from quotes) as quotes using (correction_id)
    where correction_id in (select unnest(?)) order by corrections.corrected_at, corrections.line_no
"""


def print_corrections(lake: Lake, new: Sequence[Commit], warehouse: duckdb.DuckDBPyConnection) -> None:
    """Print what the corrections among the commits `new` changed; nothing where there are none."""
    made = [commit for commit in new if commit.stage == STAGE]
    if not made:
        return
    names = {commit.commit_id for commit in new}
    earlier = [commit for commit in lake.commits() if commit.stage == STAGE and commit.commit_id not in names]
    before, after = _ids(lake, earlier[-1:]), _ids(lake, made[-1:])
    added, gone = sorted(after - before), before - after
    out = console()
    out.print(f"\nCorrections: {len(added):,} new, {len(gone):,} taken back, {len(after):,} in all")
    found = warehouse.execute(CHANGED, [added])
    columns = [column[0] for column in found.description or []]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchmany(SHOWN)]
    lost = "not applied: whosaid findings --rule correction_lost"
    rows = [{**row, "now": row["now"] or lost} for row in rows]
    if rows:
        out.print(table("", rows))
    if len(added) > SHOWN:
        out.print(f'{len(added) - SHOWN:,} more: whosaid sql "from corrections"')


def _ids(lake: Lake, commits: Sequence[Commit]) -> set[str]:
    files = [lake.folder / name for commit in commits for name in commit.files.get(STAGE, [])]
    columns = (pq.read_table(file, columns=["correction_id"])["correction_id"] for file in files)
    return {str(one) for column in columns for one in column.to_pylist()}
