"""Reads the suites: `suites/<table>.<check>.json`, expectations in Great Expectations' own words. Imports none of it.

A suite says what it checks (`description`), how bad a finding is (`severity`: ERROR or WARN), whether one stops the run
before the warehouse is built (`blocking`), and which columns name a row that is at fault (`key`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent / "suites"
_CONDITION_COLUMN = re.compile(r"^(\w+)(?: [!=]=|\.)")  # 'kind == "direct"', 'outlet.notnull()'


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations on one table of the lake."""

    table: str
    name: str
    description: str
    severity: str
    blocking: bool
    key: Sequence[str]
    expectations: Sequence[Mapping[str, Any]]

    @property
    def columns(self) -> list[str]:
        """All columns that the suite needs, key first."""
        needed = dict.fromkeys(self.key)
        for expectation in self.expectations:
            needed.update(dict.fromkeys(_columns_of(expectation["kwargs"])))
        return list(needed)


def read_suites(folder: Path = FOLDER) -> list[Suite]:
    """Return all suites, by file name."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Suite:
    table, _, name = path.stem.partition(".")
    return Suite(table=table, name=name, **orjson.loads(path.read_bytes()))


def _columns_of(kwargs: Mapping[str, Any]) -> list[str]:
    names = [str(kwargs[key]) for key in ("column", "column_A", "column_B") if key in kwargs]
    names += kwargs.get("column_list", [])
    condition = _CONDITION_COLUMN.match(kwargs.get("row_condition", ""))
    return names + ([condition.group(1)] if condition else [])
