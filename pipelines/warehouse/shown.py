"""What Dagster shows of the marts: row counts, samples, charts, read from the build file. Decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from pipelines.display import COLOURS, bars, stacks, table
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import row_counts

OUTCOMES = dict(zip(("accepted", "revised", "duplicate", "unchanged", "rejected"), COLOURS, strict=True))
QUOTES_PER_OUTLET = """
    select coalesce(articles.outlet, '(not stated)') as outlet, count(*) as quotes
    from quotes inner join articles using (article_id)
    group by all order by quotes desc, outlet limit 15
"""
OUTCOMES_OVER_BATCHES = """
    select batch_id, outcome, count(*) as inputs from ingest_outcomes
    where batch_id in (select distinct batch_id from ingest_outcomes order by batch_id desc limit 20)
    group by all order by batch_id
"""
CHECKS = {"passed": COLOURS[0], "worth a look": COLOURS[3], "failed": COLOURS[4]}
CHECKS_OVER_RUNS = """
    select batch_id, case when passed then 'passed' when severity = 'WARN' then 'worth a look' else 'failed' end,
        count(*)
    from check_results
    where batch_id in (select distinct batch_id from check_results order by batch_id desc limit 20)
    group by all order by batch_id
"""
FAILING_OVER_RUNS = """
    select table_name || ': ' || rule as expectation, count(*) as runs, count(*) filter (where not passed) as failed,
        sum(n_failed) as rows_that_failed, round(sum(n_failed) / greatest(sum(n_rows), 1), 4) as share,
        arg_max(n_failed, checked_at) as failed_last
    from check_results
    where batch_id in (select distinct batch_id from check_results order by batch_id desc limit 20)
    group by all having failed > 0 order by failed desc, rows_that_failed desc limit 30
"""
SEVERITIES = {"errors": COLOURS[4], "warnings": COLOURS[3], "notes": COLOURS[2]}
FINDINGS_OVER_RUNS = """
    select batch_id, finding_rules.severity || 's', cast(sum(n_failed) as bigint)
    from check_results inner join finding_rules using (rule)
    where suite = 'rules'
        and batch_id in (
            select distinct batch_id from check_results where suite = 'rules' order by batch_id desc limit 20
        )
    group by all order by batch_id
"""


def shown_of_marts(data: DataFolder) -> dict[str, dict[str, Any]]:
    """Return the metadata of every mart, by its name."""
    with duckdb.connect(str(data.build_warehouse), read_only=True) as connection:
        found = {name: _of_mart(connection, name, rows) for name, rows in row_counts(data).items()}
        if "quotes" in found and "articles" in found:
            counts = dict(connection.execute(QUOTES_PER_OUTLET).fetchall())
            found["quotes"]["quotes per outlet"] = bars("Quotes per outlet", counts, unit="quotes")
        if "ingest_outcomes" in found:
            rows = connection.execute(OUTCOMES_OVER_BATCHES).fetchall()
            found["ingest_outcomes"]["outcomes over batches"] = _over_time(
                "Outcomes over batches", OUTCOMES, rows, "inputs"
            )
        if "check_results" in found:
            rows = connection.execute(CHECKS_OVER_RUNS).fetchall()
            found["check_results"]["quality over time"] = _over_time("Checks over runs", CHECKS, rows, "checks")
            failing = connection.sql(FAILING_OVER_RUNS).to_arrow_table().to_pylist()
            found["check_results"]["failing in the last 20 runs"] = table(failing)
        if "attribution_findings" in found and "check_results" in found:
            rows = connection.execute(FINDINGS_OVER_RUNS).fetchall()
            found["attribution_findings"]["findings over runs"] = _over_time(
                "Findings in new articles over runs", SEVERITIES, rows, "findings"
            )
    return found


def _of_mart(connection: duckdb.DuckDBPyConnection, name: str, rows: int) -> dict[str, Any]:
    sample = connection.sql(f"select * from main.{name} limit 5").to_arrow_table().to_pylist()  # noqa: S608
    return {"dagster/row_count": rows, "sample": table([_narrow(row) for row in sample])}


def _narrow(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(list(row.items())[:12])


def _over_time(title: str, states: Mapping[str, str], rows: Sequence[tuple[str, str, int]], unit: str) -> Any:
    """Return a chart of one column per batch, with a part for each state in the colour given."""
    counts = {(batch, state): count for batch, state, count in rows}
    batches = sorted({batch for batch, _, _ in rows})
    parts = {state: [counts.get((batch, state), 0) for batch in batches] for state in states}
    return stacks(title, [batch[4:13] for batch in batches], parts, unit=unit, colours=list(states.values()))
