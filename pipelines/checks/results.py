"""What checks found, in a form that travels between processes as JSON and into the lake as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import orjson

from pipelines.checks.suites import Layer, Severity, Suite

EXAMPLES = 10
ROUNDING = 1e-9


@dataclass(slots=True)
class ExpectationResult:
    """The result of one expectation: how many rows it looked at, how many break it, and a few of those."""

    name: str
    words: str  # e.g. "values to not be null: outlet"
    rows: int = 0
    judged: int = 0  # rows less those that have no value to judge
    broken: int = 0
    mostly: float = 1.0  # share of judged rows that must keep it
    is_kept: bool = True  # for an expectation of the table as a whole
    examples: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None  # the expectation itself could not be evaluated

    @property
    def passed(self) -> bool:
        """True if the expectation could be evaluated and enough rows keep it."""
        return self.error is None and self.is_kept and self.broken <= (1 - self.mostly) * self.judged + ROUNDING

    def add(self, other: "ExpectationResult") -> None:
        """Add the counts and examples of another part of the table."""
        self.rows += other.rows
        self.judged += other.judged
        self.broken += other.broken
        self.is_kept = self.is_kept and other.is_kept
        self.examples = (self.examples + other.examples)[:EXAMPLES]
        self.error = self.error or other.error


@dataclass(slots=True)
class SuiteResult:
    """All results of one suite."""

    layer: Layer
    table: str
    suite: str
    rows: int = 0
    results: list[ExpectationResult] = field(default_factory=list)


def could_not_run(suite: Suite, error: str) -> SuiteResult:
    """Return results in which every expectation of the suite has failed with `error`, for a suite that did not run."""
    found = [ExpectationResult(one.name, one.words, error=error) for one in suite.expectations]
    return SuiteResult(*suite.id, results=found)


def to_json(suites: Sequence[SuiteResult]) -> bytes:
    """Return one line of JSON."""
    return orjson.dumps([asdict(suite) for suite in suites], default=str)


def from_json(data: bytes) -> list[SuiteResult]:
    """Read what `to_json` wrote."""
    return [_suite(raw) for raw in orjson.loads(data)]


def _suite(raw: Mapping[str, Any]) -> SuiteResult:
    return SuiteResult(**{**raw, "results": [ExpectationResult(**result) for result in raw["results"]]})


@dataclass(frozen=True, slots=True)
class Check:
    """One row of check_results: what one check said of one table in one run."""

    layer: Layer
    table_name: str
    suite: str
    rule: str
    description: str
    severity: Severity
    is_blocking: bool
    passed: bool
    n_rows: int
    n_failed: int
    error: str | None

    def row(self, batch_id: str, checked_at: datetime) -> dict[str, Any]:
        """Return the row of the lake's table."""
        return {"batch_id": batch_id, "checked_at": checked_at, **asdict(self)}
