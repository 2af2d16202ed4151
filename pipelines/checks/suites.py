"""Reads the suites: `<layer>.<table>.<suite>.json`, expectations in Great Expectations' own words. Imports none of it.

The layer is `lake` (what Python hands to dbt) or `warehouse` (what dbt built and nobody reads yet). A suite says what
it checks (`description`), how bad a failure is (`severity`: ERROR or WARN), whether one keeps the build from being
published (`blocking`), and which columns name a row that is at fault (`key`). Ours lie beside this module, a user's
own in the data folder's `expectations`; both are held against the tables there are before anything runs.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson

from pipelines.checks.conditions import ConditionError, columns_of_condition
from pipelines.checks.tables import KEYS, Tables, expectation_types, keywords_of

FOLDER = Path(__file__).parent / "suites"
FIELDS = frozenset({"description", "severity", "blocking", "key", "expectations"})
EXPECTATION_FIELDS = frozenset({"name", "type", "kwargs"})
COLUMN_FIELDS = ("column", "column_A", "column_B")
GENERAL = frozenset(["id", "meta", "notes", "rendered_content", "windows", "batch_id", "metadata", "result_format"])
UNASKABLE = ("expect_table_column", "expect_query", "expect_table_row_count_to_equal_other_table")
NAME = re.compile(r"[A-Za-z0-9_]+")
CONDITION_PARSERS = (
    "pandas",
    "great_expectations",
)  # what Great Expectations has; `conditions` reads the words of both


class SuiteError(ValueError):
    """A suite cannot mean anything: its file, its place in the file, and what is unknown, in one line."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One promise about a table."""

    name: str
    type: str
    kwargs: Mapping[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns that it speaks of, those of its condition last."""
        names = [str(self.kwargs[field]) for field in COLUMN_FIELDS if field in self.kwargs]
        conditional = columns_of_condition(self.condition) if self.condition else []
        return [*names, *self.kwargs.get("column_list", []), *conditional]

    @property
    def condition(self) -> str | None:
        """Which rows it is asked about, in the grammar of `conditions`; None for all."""
        return self.kwargs.get("row_condition") or None

    @property
    def words(self) -> str:
        """Return e.g. `values to not be null: speaker, where kind == "direct"`."""
        columns = [str(self.kwargs[field]) for field in COLUMN_FIELDS if field in self.kwargs]
        what = self.type.removeprefix("expect_").removeprefix("column_").replace("_", " ")
        where = f", where {self.condition}" if self.condition else ""
        return f"{what}: {', '.join([*columns, *self.kwargs.get('column_list', [])])}{where}"


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations on one table."""

    layer: str
    table: str
    name: str
    description: str
    severity: str
    blocking: bool
    key: Sequence[str]
    expectations: Sequence[Expectation]

    @property
    def id(self) -> tuple[str, str, str]:
        """What tells it from all others: layer, table and name."""
        return self.layer, self.table, self.name

    @property
    def conditions(self) -> list[str]:
        """The conditions of its expectations, each once."""
        return list(dict.fromkeys(one.condition for one in self.expectations if one.condition))

    @property
    def columns(self) -> list[str]:
        """All columns that the suite needs, key first."""
        return list(dict.fromkeys([*self.key, *(name for one in self.expectations for name in one.columns)]))


def read_suites(own: Path | None = None, *, tables: Tables | None = None) -> list[Suite]:
    """Return our suites and those in the folder `own`, by file name.

    Raises `SuiteError` for the first that is no suite or, where `tables` are given, speaks of what they do not have.
    """
    paths = [path for folder in (FOLDER, own) if folder is not None for path in sorted(folder.glob("*"))]
    suites = [_read(path) for path in paths if path.suffix.lower() == ".json"]
    for found, count in Counter(suite.id for suite in suites).items():
        if count > 1:
            raise SuiteError(f"{'.'.join(found)}.json: there is a suite of this name already; choose another")
    if tables is not None:
        for suite in suites:
            _refuse_unknown(suite, tables)
    return suites


def _read(path: Path) -> Suite:
    layer, table, name = _named(path)
    try:
        raw = orjson.loads(path.read_bytes())
    except OSError as error:
        raise SuiteError(f"{path.name}: the file cannot be read ({error.strerror})") from error
    except orjson.JSONDecodeError as error:
        raise SuiteError(f"{path.name}: not JSON ({error})") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("expectations"), list) or not raw["expectations"]:
        raise SuiteError(f"{path.name}: a suite is an object with a list of expectations")
    _refuse_others(path.name, raw, FIELDS)
    severity, blocking = raw.get("severity", "WARN"), raw.get("blocking", False)
    if severity not in ("ERROR", "WARN"):
        raise SuiteError(f"{path.name}: severity is ERROR or WARN, not {severity!r}")
    if not isinstance(blocking, bool) or (blocking and severity != "ERROR"):
        raise SuiteError(f"{path.name}: blocking is true or false, and true only with severity ERROR")
    expectations = [_expectation(f"{path.name}, expectation {n}", one) for n, one in enumerate(raw["expectations"], 1)]
    for expectation, count in Counter(one.name for one in expectations).items():
        if count > 1:
            raise SuiteError(f'{path.name}: {count} expectations are named {expectation}; give one a "name" of its own')
    key = _columns(path.name, "key", raw.get("key", [*KEYS.get((layer, table), ())]))
    return Suite(layer, table, name, str(raw.get("description", "")), severity, blocking, key, expectations)


def _columns(place: str, field: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise SuiteError(f"{place}: {field} is a list of columns, not {value!r}")
    return value


def _named(path: Path) -> tuple[str, str, str]:
    parts = path.stem.split(".")
    if len(parts) != 3 or parts[0] not in ("lake", "warehouse") or not all(map(NAME.fullmatch, parts)):
        raise SuiteError(f"{path.name}: a suite's file is named lake.TABLE.NAME.json or warehouse.TABLE.NAME.json")
    return parts[0], parts[1], parts[2]


def _expectation(place: str, raw: Any) -> Expectation:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or not isinstance(raw.get("kwargs"), dict):
        raise SuiteError(f"{place}: an expectation is an object with type and kwargs")
    _refuse_others(place, raw, EXPECTATION_FIELDS)
    _columns(place, "column_list", raw["kwargs"].get("column_list", []))
    _refuse_condition(place, raw["kwargs"])
    _refuse_references(place, raw["kwargs"])
    made = Expectation("", raw["type"], raw["kwargs"])
    name = str(raw.get("name", _usual_name(made)))
    if not NAME.fullmatch(name):
        raise SuiteError(f"{place}: the name {name!r} is not made of letters, digits and _ alone")
    return Expectation(name, raw["type"], raw["kwargs"])


def _refuse_condition(place: str, kwargs: Mapping[str, Any]) -> None:
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


def _refuse_references(place: str, value: Any) -> None:
    """Refuse a JSON schema that refers to another document: it would be fetched."""
    if isinstance(value, Mapping):
        reference = value.get("$ref", "#")
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SuiteError(f"{place}: a $ref leads to a place in the same schema (#/...), not to {reference!r}")
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        _refuse_references(place, inner)


def _usual_name(expectation: Expectation) -> str:
    """Return e.g. `speaker_not_null`, `end_char_greater_than_start_char`, `article_id_revision_unique`."""
    what = expectation.type.removeprefix("expect_")
    for start in ("column_values_to_", "column_pair_values_a_to_", "column_pair_values_to_", "compound_columns_to_"):
        what = what.removeprefix(start)
    what = what.removeprefix("be_").replace("not_be_", "not_")
    kwargs = expectation.kwargs
    if "column_A" in kwargs and "column_B" in kwargs:
        return f"{kwargs['column_A']}_{what.removesuffix('_b')}_{kwargs['column_B']}"
    columns = [kwargs["column"]] if "column" in kwargs else kwargs.get("column_list", [])
    return "_".join([*map(str, columns), what])


def _refuse_others(place: str, raw: Mapping[str, Any], fields: Collection[str]) -> None:
    for field in raw.keys() - fields:
        raise SuiteError(f"{place}: no field {field!r}; there are {', '.join(sorted(fields))}")


def _refuse_unknown(suite: Suite, tables: Tables) -> None:
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


def _refuse_keywords(expectation: Expectation, place: str) -> None:
    """Refuse a keyword that the expectation does not have, and one that it lacks and needs."""
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
