"""What Dagster shows of the marts: row counts, samples, charts, read from the build file. Decides nothing."""

from collections.abc import Mapping
from typing import Any

import duckdb

from pipelines.display import bars, stacks, table
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import row_counts

OUTCOMES = ("accepted", "revised", "duplicate", "unchanged", "rejected")
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


def shown_of_marts(data: DataFolder) -> dict[str, dict[str, Any]]:
    """Return the metadata of every mart, by its name."""
    with duckdb.connect(str(data.build_warehouse), read_only=True) as connection:
        found = {name: _of_mart(connection, name, rows) for name, rows in row_counts(data).items()}
        if "quotes" in found and "articles" in found:
            counts = dict(connection.execute(QUOTES_PER_OUTLET).fetchall())
            found["quotes"]["quotes per outlet"] = bars("Quotes per outlet", counts, unit="quotes")
        if "ingest_outcomes" in found:
            found["ingest_outcomes"]["outcomes over batches"] = _outcomes(connection)
    return found


def _of_mart(connection: duckdb.DuckDBPyConnection, name: str, rows: int) -> dict[str, Any]:
    sample = connection.sql(f"select * from main.{name} limit 5").to_arrow_table().to_pylist()  # noqa: S608
    return {"dagster/row_count": rows, "sample": table([_narrow(row) for row in sample])}


def _narrow(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(list(row.items())[:12])


def _outcomes(connection: duckdb.DuckDBPyConnection) -> Any:
    rows = connection.execute(OUTCOMES_OVER_BATCHES).fetchall()
    counts = {(batch, outcome): inputs for batch, outcome, inputs in rows}
    batches = sorted({batch for batch, _, _ in rows})
    parts = {outcome: [counts.get((batch, outcome), 0) for batch in batches] for outcome in OUTCOMES}
    return stacks("Outcomes over batches", [batch[4:13] for batch in batches], parts, unit="inputs")
