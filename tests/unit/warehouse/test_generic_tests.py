"""dbt's generic tests in a few queries: what dbt itself would say of each, under its own name."""

import shutil
from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pytest

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.dbt import run_dbt
from pipelines.warehouse.generic_tests import generic_tests, run_generic_tests
from pipelines.warehouse.manifest import ensure_manifest
from pipelines.warehouse.results import NodeResult

BUILT = NodeResult("", "", "model", "success", 0, "", None, "ERROR", None)


@pytest.fixture
def build_file(published: DataFolder) -> DataFolder:
    """A build file as a run leaves it, which a test may break."""
    shutil.copyfile(published.warehouse, published.build_warehouse)
    return published


def models(data: DataFolder) -> list[NodeResult]:
    """Return a result for each model that a test reads."""
    read = {model for test in generic_tests(ensure_manifest(data)) for model in test["depends_on"]["nodes"]}
    return [replace(BUILT, unique_id=model) for model in sorted(read)]


def execute(data: DataFolder, statement: str) -> None:
    with duckdb.connect(str(data.build_warehouse)) as connection:
        connection.execute(statement)


def said(results: Sequence[NodeResult]) -> dict[str, tuple[object, ...]]:
    return {one.name: (one.status, one.failures, one.severity, one.tested) for one in results}


def test_each_test_says_what_dbt_says_of_it(build_file: DataFolder) -> None:
    execute(build_file, "insert into outlets select * from outlets")
    found = run_generic_tests(build_file, models(build_file))
    by_dbt = run_dbt("test", build_file, select=["test_type:generic"], every_test=True).results
    assert said(found) == said(by_dbt)
    assert [(one.name, one.failures) for one in found if one.is_failure] == [("unique_outlets_outlet_id", 2)]
    assert [one.message for one in found if one.is_failure] == [one.message for one in by_dbt if one.is_failure]


def test_what_reads_a_model_that_was_not_built_is_skipped(build_file: DataFolder) -> None:
    results = [one for one in models(build_file) if one.unique_id != "model.whosaid.outlets"]
    skipped = {one.name for one in run_generic_tests(build_file, results) if one.status == "skipped"}
    assert skipped == {"unique_outlets_outlet_id", "outlets_counts_hold"}


def test_a_test_that_cannot_be_asked_is_an_error_and_its_neighbours_are_asked(build_file: DataFolder) -> None:
    execute(build_file, "alter table outlets rename column outlet_id to gone")
    found = [one for one in run_generic_tests(build_file, models(build_file)) if one.tested == "outlets"]
    assert {one.name: one.status for one in found} == {
        "unique_outlets_outlet_id": "error",
        "outlets_counts_hold": "pass",
    }
    assert ["outlet_id" in one.message for one in found if one.is_failure] == [True]
