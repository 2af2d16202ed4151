"""Batch health as Dagster asset checks on `batch_health`: one check for each measure, with a chart of its history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, multi_asset_check

from pipelines.checks.news import to_check
from pipelines.display import Point, ranges, table
from pipelines.resources.pipeline_run import PipelineRun

MEASURES = {
    "unattributed_share": "Quotes without a speaker",
    "lost_speaker_share": "Quotes whose source is a name or a pronoun, without a speaker",
    "unresolved_pronoun_share": "Quotes whose source is a pronoun that stands for nobody",
    "quotes_per_thousand_words": "Quotes per thousand words",
    "missing_outlet_share": "Articles without an outlet",
    "missing_byline_share": "Articles without a byline",
    "missing_date_share": "Articles without a date",
    "missing_link_share": "Articles without a link",
    "incomplete_share": "Articles that are not whole",
    "rejected_share": "Inputs rejected",
}
BATCHES_SHOWN = 30
CHARTS_SHOWN = 3  # of the whole batch, and of outlets that are out of range
NEW = """
    select coalesce(outlet, outlet_id, '(whole batch)') as outlet, outlet_id, batch_id, measure, value, expected_low,
        expected_high, is_out_of_range, n, n_history
    from batch_health where batch_id in (select unnest($ids))
    order by outlet_id is not null, is_out_of_range desc, n desc
"""
HISTORY = """
    select batch_id, value, expected_low, expected_high, is_out_of_range from batch_health
    where measure = $measure and outlet_id is not distinct from $outlet_id
    order by batch_id desc limit $batches
"""


@multi_asset_check(
    specs=[
        AssetCheckSpec(
            f"{measure}_as_usual",
            asset="batch_health",
            description=f"{title}: no more and no less than this outlet's own history lets expect (docs/checks.md).",
        )
        for measure, title in MEASURES.items()
    ]
)
def health_checks(run: PipelineRun) -> Iterator[AssetCheckResult]:
    """Compare the batches that the published warehouse does not hold yet with those before them."""
    ids = to_check(run.folder).batch_ids
    with duckdb.connect(str(run.folder.build_warehouse), read_only=True) as connection:
        rows = _rows(connection, NEW, {"ids": ids})
        for measure, title in MEASURES.items():
            yield _of_measure(connection, measure, title, [row for row in rows if row["measure"] == measure])


def _of_measure(
    connection: duckdb.DuckDBPyConnection, measure: str, title: str, rows: Sequence[Mapping[str, Any]]
) -> AssetCheckResult:
    out = [row for row in rows if row["is_out_of_range"]]
    whole = [row for row in rows if row["outlet_id"] is None][:1]
    drawn = {row["outlet"]: row["outlet_id"] for row in [*whole, *out][:CHARTS_SHOWN]}
    shown = ["outlet", "batch_id", "value", "expected_low", "expected_high", "n", "n_history"]
    return AssetCheckResult(
        asset_key="batch_health",
        check_name=f"{measure}_as_usual",
        passed=not out,
        severity=AssetCheckSeverity.WARN,
        metadata={
            "compared with their history": sum(row["expected_low"] is not None for row in rows),
            "too little to compare": sum(row["expected_low"] is None for row in rows),
            "out of range": table([{name: _short(row[name]) for name in shown} for row in out]),
            "values": table([{name: _short(row[name]) for name in shown} for row in rows[:BATCHES_SHOWN]]),
            **{
                f"history: {outlet}": ranges(f"{title}, {outlet}", _history(connection, measure, outlet_id))
                for outlet, outlet_id in drawn.items()
            },
        },
    )


def _history(connection: duckdb.DuckDBPyConnection, measure: str, outlet_id: str | None) -> list[Point]:
    given = {"measure": measure, "outlet_id": outlet_id, "batches": BATCHES_SHOWN}
    rows = reversed(_rows(connection, HISTORY, given))
    return [
        Point(row["batch_id"][4:13], row["value"], row["expected_low"], row["expected_high"], row["is_out_of_range"])
        for row in rows
    ]


def _rows(connection: duckdb.DuckDBPyConnection, query: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = connection.execute(query, given)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _short(value: Any) -> Any:
    return f"{value:.3g}" if isinstance(value, float) else value
