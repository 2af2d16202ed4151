"""The history of findings is the lake's: a warehouse that is deleted and built from nothing has it again."""

from datetime import timedelta

import pyarrow.parquet as pq

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish
from pipelines.warehouse.recorded import record_findings, record_tests
from tests.lake_samples import PUBLISHED
from tests.published import make, rows
from tests.unit.warehouse.finding_cases import OPENS, of, quote, said
from tests.unit.warehouse.test_findings import commit

CUT = quote(OPENS, '"We open at ni', "said", "Odo Fenn")
HISTORY = "select finding_id, first_seen, resolved_at, changed_at from attribution_findings order by all"


def run(data: DataFolder, batch_id: str) -> int:
    """Build, keep what the build found as a run does, and publish; return how many findings changed."""
    assert not build.build(data).failures
    changed = record_findings(data, batch_id=batch_id)
    publish.publish(data)
    return changed


def test_a_warehouse_built_from_nothing_knows_when_its_findings_were_first_seen_and_resolved(
    data: DataFolder, lake: Lake
) -> None:
    commit(lake, "b1", {"a": of(OPENS, CUT), "b": of(OPENS, CUT, byline=None)})
    assert run(data, "b1") > 2
    commit(lake, "b2", {"a": of(OPENS, said())}, revision=2)
    assert run(data, "b2") >= 1
    before = rows(data.warehouse, HISTORY)
    assert {resolved_at is None for _, _, resolved_at, _ in before} == {True, False}
    data.warehouse.unlink()
    assert run(data, "b3") == 0
    assert rows(data.warehouse, HISTORY) == before


def test_a_finding_that_came_back_is_found_again_from_nothing_too(data: DataFolder, lake: Lake) -> None:
    for number, cut in enumerate([CUT, said(), CUT], start=1):
        commit(lake, f"b{number}", {"a": of(OPENS, cut)}, revision=number)
        assert run(data, f"b{number}") >= 1
    before = rows(data.warehouse, HISTORY)
    make(data, full_refresh=True)
    assert rows(data.warehouse, HISTORY) == before


def test_what_a_build_recorded_last_counts_and_not_what_a_clock_that_was_ahead_dated_latest(
    data: DataFolder, lake: Lake
) -> None:
    commit(lake, "b1", {"a": of(OPENS, CUT)})
    run(data, "b1")
    (first,) = lake.files("finding_history")
    history = pq.read_table(first).to_pylist()
    ahead = [{**row, "changed_at": row["changed_at"] + timedelta(days=365)} for row in history]
    pq.write_table(pq.read_table(first).from_pylist(ahead, schema=pq.read_schema(first)), first)
    commit(lake, "b2", {"a": of(OPENS, said())}, revision=2)
    run(data, "b2")
    resolved = "select finding_id, resolved_at from attribution_findings where resolved_at is not null order by all"
    before = rows(data.warehouse, resolved)
    assert before
    make(data, full_refresh=True)
    assert rows(data.warehouse, resolved) == before


def test_results_of_dbts_tests_are_rows_with_the_table_they_are_about(data: DataFolder, lake: Lake) -> None:
    commit(lake, "b1", {"a": of(OPENS, said())})
    built = build.build(data)
    assert record_tests(data, built, batch_id="b1", checked_at=PUBLISHED) > 50
    build.take_in_checks(data)
    found = rows(
        data.build_warehouse, "select * exclude (checked_at) from check_results where rule = 'unique_quotes_quote_id'"
    )
    description = "unique quotes quote id"
    assert found == [
        ("b1", "warehouse", "quotes", "dbt", "unique_quotes_quote_id", description, "ERROR", True, True, 1, 0, None)
    ]
    assert build.holds_the_lake(data)
