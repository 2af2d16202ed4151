"""What became of the nodes of a build: models and tests. Light to import; dbt is not."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What became of one model or test."""

    unique_id: str  # "model.whosaid.quotes", "test.whosaid.unique_quotes_quote_id.<hash>"
    name: str
    resource_type: str  # model, test, unit_test
    status: str  # success, error, skipped; for a test pass, warn, fail, error, skipped
    seconds: float
    message: str
    failures: int | None  # rows that a test found
    severity: str  # of a test: ERROR or WARN
    tested: str | None  # name of that model, or of the first that a test reads

    @property
    def is_failure(self) -> bool:
        """True where the warehouse must not be published."""
        return self.status in ("error", "fail", "runtime error", "partial success")


@dataclass(frozen=True, slots=True)
class DbtRun:
    """All nodes of one dbt command, in the order of their ends."""

    results: Sequence[NodeResult]
    seconds: float

    @property
    def failures(self) -> list[NodeResult]:
        """Nodes that forbid publishing."""
        return [result for result in self.results if result.is_failure]
