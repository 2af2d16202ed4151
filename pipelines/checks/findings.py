"""What a check found, in a form that travels between processes as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

EXAMPLES = 10


@dataclass(slots=True)
class Finding:
    """One expectation over all that is new: how many rows it looked at, how many break it, and some of these."""

    expectation: str  # e.g. "values to not be null: outlet"
    rows: int = 0
    broken: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None  # the expectation itself could not be evaluated

    @property
    def passed(self) -> bool:
        """True where every row keeps the expectation and it could be evaluated."""
        return not self.broken and self.error is None

    def add(self, other: "Finding") -> None:
        """Count another part's rows in."""
        self.rows += other.rows
        self.broken += other.broken
        self.examples = (self.examples + other.examples)[:EXAMPLES]
        self.error = self.error or other.error


@dataclass(slots=True)
class CheckFindings:
    """All findings of one suite."""

    table: str
    name: str
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """True where every expectation passed."""
        return all(finding.passed for finding in self.findings)


def to_json(checks: list[CheckFindings]) -> bytes:
    """Return one line of JSON."""
    return orjson.dumps([asdict(check) for check in checks], default=str)


def from_json(data: bytes) -> list[CheckFindings]:
    """Read what `to_json` wrote."""
    return [_check(raw) for raw in orjson.loads(data)]


def _check(raw: Mapping[str, Any]) -> CheckFindings:
    findings = [Finding(**finding) for finding in raw["findings"]]
    return CheckFindings(raw["table"], raw["name"], raw["rows"], findings)
