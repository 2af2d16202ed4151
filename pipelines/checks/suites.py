"""Reads the suites: `<layer>.<table>.<suite>.json`, expectations in Great Expectations' own words. Imports none of it.

The layer is `lake` (what Python hands to dbt) or `warehouse` (what dbt built and nobody reads yet). A suite says what
it checks (`description`), how bad a failure is (`severity`: ERROR or WARN), whether one keeps the build from being
published (`blocking`), and which columns name a row that is at fault (`key`). Ours lie beside this module, a user's
own in the data folder's `expectations`; both are held against the tables there are before anything runs.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import orjson

from pipelines.checks.conditions import columns_of_condition
from pipelines.checks.refusals import SuiteError, refuse_condition, refuse_others, refuse_references, refuse_unknown
from pipelines.checks.tables import KEYS, Tables

FOLDER = Path(__file__).parent / "suites"
FIELDS = frozenset({"description", "severity", "blocking", "key", "expectations"})
EXPECTATION_FIELDS = frozenset({"name", "type", "kwargs"})
COLUMN_FIELDS = ("column", "column_A", "column_B")
Layer = Literal["lake", "warehouse"]
Severity = Literal["ERROR", "WARN"]
NAME = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One promise about a table."""

    name: str
    type: str
    kwargs: Mapping[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns that the expectation reads; those of its condition come last."""
        names = [str(self.kwargs[field]) for field in COLUMN_FIELDS if field in self.kwargs]
        conditional = columns_of_condition(self.condition) if self.condition else []
        return [*names, *self.kwargs.get("column_list", []), *conditional]

    @property
    def condition(self) -> str | None:
        """The condition on the rows to look at, in the grammar of `conditions`; None for all rows."""
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

    layer: Layer
    table: str
    name: str
    description: str
    severity: Severity
    blocking: bool
    key: Sequence[str]
    expectations: Sequence[Expectation]

    @property
    def id(self) -> tuple[Layer, str, str]:
        """Layer, table and name, which together identify the suite."""
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
    suites = [_read(path) for folder in (FOLDER, own) if folder is not None for path in _files(folder)]
    for found, count in Counter(suite.id for suite in suites).items():
        if count > 1:
            raise SuiteError(f"{'.'.join(found)}.json: there is a suite of this name already; choose another")
    if tables is not None:
        for suite in suites:
            refuse_unknown(suite, tables)
    return suites


def _files(folder: Path) -> list[Path]:
    """Return the files of suites by name. One that cannot be listed is an error: no suite in it would be checked."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SuiteError(f"{folder}: the folder cannot be read ({error.strerror})") from error


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
    refuse_others(path.name, raw, FIELDS)
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


def _named(path: Path) -> tuple[Layer, str, str]:
    parts = path.stem.split(".")
    if len(parts) != 3 or parts[0] not in ("lake", "warehouse") or not all(map(NAME.fullmatch, parts)):
        raise SuiteError(f"{path.name}: a suite's file is named lake.TABLE.NAME.json or warehouse.TABLE.NAME.json")
    return cast(Layer, parts[0]), parts[1], parts[2]


def _expectation(place: str, raw: Any) -> Expectation:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or not isinstance(raw.get("kwargs"), dict):
        raise SuiteError(f"{place}: an expectation is an object with type and kwargs")
    refuse_others(place, raw, EXPECTATION_FIELDS)
    _columns(place, "column_list", raw["kwargs"].get("column_list", []))
    refuse_condition(place, raw["kwargs"])
    refuse_references(place, raw["kwargs"])
    made = Expectation("", raw["type"], raw["kwargs"])
    name = str(raw.get("name", _usual_name(made)))
    if not NAME.fullmatch(name):
        raise SuiteError(f"{place}: the name {name!r} is not made of letters, digits and _ alone")
    return Expectation(name, raw["type"], raw["kwargs"])


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
