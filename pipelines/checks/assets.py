"""The doorway to the checks: every suite, and the rejected inputs, as asset checks on the lake's tables."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from dagster import (
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    ResourceParam,
    multi_asset_check,
)

from pipelines.checks.checker import Checker
from pipelines.checks.findings import CheckFindings
from pipelines.checks.news import commits_to_check
from pipelines.checks.rejections import rejected_rows
from pipelines.checks.suites import read_suites
from pipelines.display import table
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress

SUITES = {(suite.table, suite.name): suite for suite in read_suites()}
INGESTED = ("ingest_outcomes", "articles")
ANNOTATED = ("sentences", "mentions", "quotes")
ROWS_SHOWN = 50


REJECTED_INPUTS = AssetCheckSpec(
    "rejected_inputs",
    asset=["lake", "ingest_outcomes"],
    description="Every input was an article. One that was not keeps a row with its reason; the run goes on.",
)


def _specs(tables: Collection[str]) -> list[AssetCheckSpec]:
    return [
        AssetCheckSpec(suite.name, asset=["lake", suite.table], description=suite.description, blocking=suite.blocking)
        for suite in SUITES.values()
        if suite.table in tables
    ]


@multi_asset_check(specs=[*_specs(INGESTED), REJECTED_INPUTS], can_subset=True)
def ingest_checks(
    context: AssetCheckExecutionContext,
    run: PipelineRun,
    checker: ResourceParam[Checker],
    progress: ResourceParam[Progress],
) -> Iterator[AssetCheckResult]:
    """Check the articles and outcomes that the published warehouse does not hold yet."""
    commits = commits_to_check(run.folder)
    with progress.stage("check", None):
        found = checker.check(run.lake, commits, INGESTED)
    yield from _selected(context, [_of_rejected(rejected_rows(run.lake, commits)), *map(_of_suite, found)])


@multi_asset_check(specs=_specs(ANNOTATED), can_subset=True)
def annotation_checks(
    context: AssetCheckExecutionContext,
    run: PipelineRun,
    checker: ResourceParam[Checker],
    progress: ResourceParam[Progress],
) -> Iterator[AssetCheckResult]:
    """Check the sentences, mentions and quotes that the published warehouse does not hold yet."""
    with progress.stage("check", None):
        found = checker.check(run.lake, commits_to_check(run.folder), ANNOTATED)
    yield from _selected(context, map(_of_suite, found))


def _selected(context: AssetCheckExecutionContext, results: Iterable[AssetCheckResult]) -> Iterator[AssetCheckResult]:
    selected = {(key.asset_key, key.name) for key in context.selected_asset_check_keys}
    return (result for result in results if (result.asset_key, result.check_name) in selected)


def _of_suite(found: CheckFindings) -> AssetCheckResult:
    suite = SUITES[found.table, found.name]
    examples = [{"expectation": f.expectation, **row} for f in found.findings for row in f.examples]
    errors = [f"{finding.expectation}: {finding.error}" for finding in found.findings if finding.error]
    return AssetCheckResult(
        asset_key=["lake", found.table],
        check_name=found.name,
        passed=found.passed,
        severity=AssetCheckSeverity.ERROR if errors else AssetCheckSeverity[suite.severity],
        metadata={
            "rows checked": found.rows,
            "expectations": table(_summary(found)),
            "rows at fault": table(_even(examples[:ROWS_SHOWN])),
            **({"could not be evaluated": "; ".join(errors)} if errors else {}),
        },
    )


def _summary(found: CheckFindings) -> list[dict[str, Any]]:
    return [
        {"expectation": f.expectation, "rows": f.rows, "at fault": f.broken, "passed": "yes" if f.passed else "no"}
        for f in found.findings
    ]


def _even(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every row the same columns, in order of first appearance."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _of_rejected(rows: Sequence[dict[str, Any]]) -> AssetCheckResult:
    reasons = Counter(row["reason_code"] for row in rows)
    return AssetCheckResult(
        asset_key=REJECTED_INPUTS.asset_key,
        check_name=REJECTED_INPUTS.name,
        passed=not rows,
        severity=AssetCheckSeverity.WARN,
        metadata={
            "rejected": len(rows),
            "by reason": table([{"reason": reason, "inputs": count} for reason, count in reasons.most_common()]),
            "rows": table(rows[:ROWS_SHOWN]),
        },
    )
