"""Refuses what a suite cannot mean: unknown tables, columns, expectations and keywords, conditions that are none.

The message is one line with the file, the place in it and what is wrong.
"""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pipelines.checks.conditions import ConditionError, columns_of_condition
from pipelines.checks.tables import Tables, expectation_types, keywords_of

if TYPE_CHECKING:
    from pipelines.checks.suites import Expectation, Suite

GENERAL = frozenset(["id", "meta", "notes", "rendered_content", "windows", "batch_id", "metadata", "result_format"])
UNASKABLE = ("expect_table_column", "expect_query", "expect_table_row_count_to_equal_other_table")
CONDITION_PARSERS = ("pandas", "great_expectations")  # both are read by `conditions`


class SuiteError(ValueError):
    """A suite is wrong; the message is one line with the file, the place in it and what is unknown."""


def refuse_others(place: str, raw: Mapping[str, Any], fields: Collection[str]) -> None:
    """Refuse fields of the file that are not among `fields`."""
    for field in raw.keys() - fields:
        raise SuiteError(f"{place}: no field {field!r}; there are {', '.join(sorted(fields))}")


def refuse_unknown(suite: "Suite", tables: Tables) -> None:
    """Refuse tables, columns, expectations and keywords that do not exist."""
    place = f"{suite.layer}.{suite.table}.{suite.name}.json"
    known = tables.get((suite.layer, suite.table))
    if known is None:
        there = ", ".join(sorted(table for layer, table in tables if layer == suite.layer))
        raise SuiteError(f"{place}: no table {suite.table!r} in the {suite.layer}; there are {there}")
    for name in suite.key:
        if name not in known:
            raise SuiteError(f"{place}, key: no column {name!r} in {suite.table}")
    for expectation in suite.expectations:
        if expectation.type not in expectation_types():
            raise SuiteError(f"{place}, {expectation.name}: no expectation {expectation.type!r} in Great Expectations")
        if expectation.type.startswith(UNASKABLE):
            raise SuiteError(f"{place}, {expectation.name}: {expectation.type} asks for more than rows of one table")
        _refuse_keywords(expectation, f"{place}, {expectation.name}")
        for name in expectation.columns:
            if name not in known:
                raise SuiteError(f"{place}, {expectation.name}: no column {name!r} in {suite.table}")


def _refuse_keywords(expectation: "Expectation", place: str) -> None:
    """Refuse an unknown keyword and a missing one that the expectation requires."""
    keywords = keywords_of(expectation.type)
    if keywords is None:
        return
    for name in expectation.kwargs:
        if name not in keywords.known:
            near = get_close_matches(name, keywords.known, n=1)
            meant = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(sorted(keywords.known - GENERAL))}"
            raise SuiteError(f"{place}: no keyword {name!r} in {expectation.type}{meant}")
    for name in sorted(set(keywords.required) - set(expectation.kwargs)):
        raise SuiteError(f"{place}: {expectation.type} needs the keyword {name!r}")


def refuse_condition(place: str, kwargs: Mapping[str, Any]) -> None:
    """Refuse a condition that is not of our grammar: Great Expectations would run it as Python."""
    condition, parser = kwargs.get("row_condition"), kwargs.get("condition_parser", "pandas")
    if parser not in CONDITION_PARSERS:
        raise SuiteError(f"{place}: condition_parser is {' or '.join(CONDITION_PARSERS)}, not {parser!r}")
    if condition is None:
        return
    if not isinstance(condition, str):
        raise SuiteError(f'{place}: row_condition is a string, such as kind == "direct"')
    try:
        columns_of_condition(condition)
    except ConditionError as error:
        raise SuiteError(f"{place}, row_condition: {error} (docs/checks.md says what a condition can say)") from error


def refuse_references(place: str, value: Any) -> None:
    """Refuse a JSON schema that refers to another document: it would be fetched."""
    if isinstance(value, Mapping):
        reference = value.get("$ref", "#")
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SuiteError(f"{place}: a $ref leads to a place in the same schema (#/...), not to {reference!r}")
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        refuse_references(place, inner)
