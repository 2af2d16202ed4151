"""The suites as data: ours, and what is said of a user's that means nothing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from great_expectations.expectations.registry import get_expectation_impl

from pipelines.checks.refusals import SuiteError
from pipelines.checks.suites import Suite, read_suites
from pipelines.checks.tables import expectation_types, known_tables
from pipelines.resources.data_folder import DataFolder

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "checks.md"
NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "speaker"}}
MATCHES = {"type": "expect_column_values_to_match_json_schema"}


def write(folder: Path, name: str, **fields: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({"expectations": [NOT_NULL], **fields}), encoding="utf-8")
    return folder


def read(folder: Path) -> list[Suite]:
    return read_suites(folder, tables=known_tables(DataFolder(folder)))


@pytest.mark.parametrize("suite", read_suites(), ids=lambda suite: ".".join(suite.id))
def test_every_suite_speaks_of_columns_and_expectations_that_exist(suite: Suite, tmp_path: Path) -> None:
    assert set(suite.columns) <= set(known_tables(DataFolder(tmp_path))[suite.layer, suite.table])
    assert suite.description and suite.key
    for expectation in suite.expectations:
        assert get_expectation_impl(expectation.type)
        assert expectation.type in expectation_types()


def test_every_table_that_is_handed_over_or_published_to_analysts_has_a_blocking_promise() -> None:
    promised = {suite.id[:2] for suite in read_suites() if suite.name == "promise" and suite.blocking}
    lake = {("lake", name) for name in ("ingest_outcomes", "articles", "sentences", "mentions", "quotes")}
    marts = ("quotes", "speakers", "entities", "attribution_findings", "utterances")
    assert promised >= lake | {("warehouse", name) for name in marts}


def test_a_users_suite_is_read_beside_ours(tmp_path: Path) -> None:
    write(tmp_path, "warehouse.quotes.own.json", severity="ERROR", blocking=True)
    (own,) = [suite for suite in read(tmp_path) if suite.name == "own"]
    assert (own.severity, own.blocking, own.key) == ("ERROR", True, ["quote_id"])
    assert [one.name for one in own.expectations] == ["speaker_not_null"]


def test_the_example_in_the_guide_is_a_suite(tmp_path: Path) -> None:
    name, body = re.findall(r"`(warehouse\.\w+\.\w+\.json)`.*?```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[
        0
    ]
    (tmp_path / name).write_text(body, encoding="utf-8")
    (own,) = [suite for suite in read(tmp_path) if f"{'.'.join(suite.id)}.json" == name]
    assert len(own.expectations) >= 2


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("quotes.own.json", {}, "quotes.own.json: a suite's file is named"),
        ("warehouse.quotations.own.json", {}, "warehouse.quotations.own.json: no table 'quotations' in the warehouse"),
        ("warehouse.quotes.own.json", {"severity": "BAD"}, "warehouse.quotes.own.json: severity is ERROR or WARN"),
        (
            "warehouse.quotes.own.json",
            {"blocking": True},
            "blocking is true or false, and true only with severity ERROR",
        ),
        ("warehouse.quotes.own.json", {"sevrity": "WARN"}, "no field 'sevrity'"),
        ("warehouse.quotes.own.json", {"key": ["no"]}, "warehouse.quotes.own.json, key: no column 'no' in quotes"),
        ("warehouse.quotes.promise.json", {}, "there is a suite of this name already"),
        ("warehouse.quotes.own.json", {"expectations": []}, "a suite is an object with a list of expectations"),
        (
            "warehouse.quotes.own.json",
            {"expectations": [NOT_NULL, NOT_NULL]},
            "2 expectations are named speaker_not_null",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{"type": "expect_no_such_thing", "kwargs": {"column": "speaker"}}]},
            "warehouse.quotes.own.json, speaker_no_such_thing: no expectation 'expect_no_such_thing'",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "speeker"}}]},
            "warehouse.quotes.own.json, speeker_not_null: no column 'speeker' in quotes",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "speaker", "mostley": 0.9}}]},
            "speaker_not_null: no keyword 'mostley' in expect_column_values_to_not_be_null; did you mean mostly?",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{"name": "rows", "type": "expect_table_row_count_to_equal", "kwargs": {}}]},
            "warehouse.quotes.own.json, rows: expect_table_row_count_to_equal needs the keyword 'value'",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "speaker", "row_condition": 'kynd == "direct"'}}]},
            "warehouse.quotes.own.json, speaker_not_null: no column 'kynd' in quotes",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "speaker", "row_condition": 'col("kynd").notnull()'}}]},
            "warehouse.quotes.own.json, speaker_not_null: no column 'kynd' in quotes",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "kind", "row_condition": "kind.to_csv('x') == 1"}}]},
            """own.json, expectation 1, row_condition: "kind.to_csv('x')" is neither a column nor a value""",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "kind", "row_condition": {"type": "pass_through"}}}]},
            "warehouse.quotes.own.json, expectation 1: row_condition is a string",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{**NOT_NULL, "kwargs": {"column": "kind", "condition_parser": "python"}}]},
            "expectation 1: condition_parser is pandas or great_expectations, not 'python'",
        ),
        (
            "warehouse.quotes.own.json",
            {
                "expectations": [
                    {**MATCHES, "kwargs": {"column": "kind", "json_schema": {"$ref": "https://a.example/s"}}}
                ]
            },
            "expectation 1: a $ref leads to a place in the same schema (#/...), not to 'https://a.example/s'",
        ),
        ("warehouse.quotes.own.json", {"key": 5}, "warehouse.quotes.own.json: key is a list of columns, not 5"),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": "kind"}}]},
            "warehouse.quotes.own.json, expectation 1: column_list is a list of columns, not 'kind'",
        ),
        (
            "warehouse.quotes.own.json",
            {"expectations": [{"type": "expect_table_column_count_to_equal", "kwargs": {"value": 5}}]},
            "table_column_count_to_equal: expect_table_column_count_to_equal asks for more than rows of one table",
        ),
    ],
)
def test_what_means_nothing_is_one_line_with_the_file_and_the_place(
    tmp_path: Path, name: str, fields: dict[str, Any], said: str
) -> None:
    write(tmp_path, name, **fields)
    with pytest.raises(SuiteError) as raised:
        read(tmp_path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "lake.quotes.own.json").write_text("{", encoding="utf-8")
    with pytest.raises(SuiteError, match=r"lake\.quotes\.own\.json: not JSON"):
        read(tmp_path)


def test_a_folder_of_suites_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    (tmp_path / "expectations").write_text("a file where the folder should be")
    with pytest.raises(SuiteError, match=r"expectations: the folder cannot be read \("):
        read(tmp_path / "expectations")


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "lake.quotes.own.json").mkdir()
    with pytest.raises(SuiteError, match=r"^lake\.quotes\.own\.json: the file cannot be read \("):
        read(tmp_path)
