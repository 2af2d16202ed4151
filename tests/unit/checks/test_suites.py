"""The suites as data."""

import pytest
from great_expectations.expectations.registry import get_expectation_impl

from pipelines.checks.suites import Suite, read_suites
from pipelines.records import TABLES

DERIVED = {"text_characters", "text_at_offsets", "content_at_offsets", "cue_at_offsets", "source_at_offsets"}


@pytest.mark.parametrize("suite", read_suites(), ids=lambda suite: f"{suite.table}.{suite.name}")
def test_every_suite_speaks_of_columns_and_expectations_that_exist(suite: Suite) -> None:
    assert set(suite.columns) <= set(TABLES[suite.table].names) | DERIVED
    for expectation in suite.expectations:
        assert get_expectation_impl(expectation["type"])


def test_every_table_of_the_lake_that_ingest_or_annotation_writes_has_a_promise() -> None:
    promised = {suite.table for suite in read_suites() if suite.name == "promise" and suite.blocking}
    assert promised >= {"ingest_outcomes", "articles", "sentences", "mentions", "quotes"}
