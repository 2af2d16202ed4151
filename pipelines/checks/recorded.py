"""Results of checks as rows of the lake's `check_results`, in one commit for each place of a run where checks run."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipelines.checks.results import Check, SuiteResult
from pipelines.checks.suites import Suite
from pipelines.lake import Lake

STAGE = "check"
VERSION = "1"


def checks_of(suites: Sequence[Suite], found: Sequence[SuiteResult]) -> Iterator[Check]:
    """Yield one check for each expectation. One that could not be evaluated is an ERROR, whatever its suite says."""
    of = {suite.id: suite for suite in suites}
    for result in found:
        suite = of[result.layer, result.table, result.suite]
        for one in result.results:
            yield Check(
                layer=result.layer,
                table_name=result.table,
                suite=result.suite,
                rule=one.name,
                description=one.words,
                severity="ERROR" if one.error else suite.severity,
                is_blocking=suite.blocking,
                passed=one.passed,
                n_rows=one.rows,
                n_failed=one.broken if one.is_kept and not one.error else max(one.broken, 1),
                error=one.error,
            )


def record(lake: Lake, checks: Sequence[Check], *, batch_id: str, part: int, checked_at: datetime) -> None:
    """Commit the checks as part `part` of the batch's check results. Without checks, commit nothing."""
    with lake.commit(stage=STAGE, batch_id=batch_id, part=part, versions={"checks": VERSION}) as writer:
        writer.add("check_results", [check.row(batch_id, checked_at) for check in checks])
