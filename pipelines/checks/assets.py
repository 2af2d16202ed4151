"""The expectations as Dagster asset checks: each check runs right after its table was made."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
from dagster import (
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetChecksDefinition,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetKey,
    ResourceParam,
    multi_asset_check,
)

from pipelines.checks.checker import Checker, CheckerError, Request
from pipelines.checks.news import ToCheck, to_check
from pipelines.checks.recorded import checks_of, record
from pipelines.checks.rejections import rejected_rows
from pipelines.checks.results import SuiteResult, could_not_run
from pipelines.checks.rules import count_rules
from pipelines.checks.shown import metadata_of
from pipelines.checks.suites import Suite
from pipelines.display import table
from pipelines.records import TABLES
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress
from pipelines.warehouse.build import holds_the_lake, take_in_checks
from pipelines.warehouse.recorded import record_findings

INGESTED = ("ingest_outcomes", "articles")
ANNOTATED = ("sentences", "mentions", "quotes", "stances")
ROWS_SHOWN = 50
REJECTED_INPUTS = AssetCheckSpec(
    "rejected_inputs",
    asset=["lake", "ingest_outcomes"],
    description="Every input was an article. One that was not keeps a row with its reason; the run goes on.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a run at which suites are checked; `part` is the number of the commit that keeps their results."""

    name: str
    part: int
    suites: Sequence[Suite]

    def specs(self) -> list[AssetCheckSpec]:
        """Return one check for each expectation."""
        return [
            AssetCheckSpec(
                f"{suite.name}__{one.name}",
                asset=_asset(suite.layer, suite.table),
                description=f"{one.words}. {suite.description}",
                blocking=suite.blocking,
            )
            for suite in self.suites
            for one in suite.expectations
        ]


def places(suites: Sequence[Suite]) -> list[Place]:
    """Sort the suites by the point at which they are checked: after ingest, annotation, resolution and the build."""
    lake = [suite for suite in suites if suite.layer == "lake"]
    resolved = set(TABLES) - {*INGESTED, *ANNOTATED}
    found = [
        Place("ingest_checks", 0, [suite for suite in lake if suite.table in INGESTED]),
        Place("annotation_checks", 1, [suite for suite in lake if suite.table in ANNOTATED]),
        Place("resolution_checks", 2, [suite for suite in lake if suite.table in resolved]),
        Place("warehouse_checks", 3, [suite for suite in suites if suite.layer == "warehouse"]),
    ]
    return [place for place in found if place.suites]


def expectation_checks(suites: Sequence[Suite]) -> list[AssetChecksDefinition]:
    """Return the asset checks of all suites, and the one of rejected inputs."""
    return [rejected_inputs, *map(_checks_at, places(suites))]


def _checks_at(place: Place) -> AssetChecksDefinition:
    @multi_asset_check(
        name=place.name,
        specs=place.specs(),
        can_subset=True,
        description="Run the suites over what the published warehouse does not hold yet.",
    )
    def run_suites(
        context: AssetCheckExecutionContext,
        run: PipelineRun,
        checker: ResourceParam[Checker],
        progress: ResourceParam[Progress],
    ) -> Iterator[AssetCheckResult]:
        news = to_check(run.folder)
        with progress.stage("check", None):
            found = _run(place, run, news, checker)
        _record(place, run, found, news)
        yield from _selected(context, _results(place, run, found))

    return run_suites


@multi_asset_check(specs=[REJECTED_INPUTS])
def rejected_inputs(run: PipelineRun) -> Iterator[AssetCheckResult]:
    """Show the rejected inputs of what the published warehouse does not hold yet."""
    rows = rejected_rows(run.lake, to_check(run.folder).commits)
    reasons = Counter(row["reason_code"] for row in rows)
    yield AssetCheckResult(
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


def _run(place: Place, run: PipelineRun, news: ToCheck, checker: Checker) -> list[SuiteResult]:
    """Run the suites and return their results. If the checking process fails, every suite counts as failed."""
    request = Request(
        suites=place.suites,
        lake=str(run.folder.lake),
        commit_ids=news.commit_ids,
        warehouse=str(run.folder.build_warehouse),
        batch_ids=news.batch_ids,
        run_id=run.batch_id,
        pages=str(run.folder.data_docs) if news.is_new else None,
    )
    try:
        return checker.check(request)
    except CheckerError as error:
        return [could_not_run(suite, str(error)) for suite in place.suites]


def _record(place: Place, run: PipelineRun, found: Sequence[SuiteResult], news: ToCheck) -> None:
    """Write the results for new rows to the lake. If the build passed, also record its findings and add both to it."""
    checks = list(checks_of(place.suites, found))
    is_stopped = any(check.is_blocking and not check.passed for check in checks)
    is_build = place.name == "warehouse_checks"
    if is_build:
        with duckdb.connect(str(run.folder.build_warehouse), read_only=True) as connection:
            checks += [counted.check() for counted in count_rules(connection, news.batch_ids)]
    if news.is_new:
        record(run.lake, checks, batch_id=run.batch_id, part=place.part, checked_at=datetime.now(UTC))
    if is_build and not is_stopped:
        record_findings(run.folder, batch_id=run.batch_id)
        if not holds_the_lake(run.folder):
            take_in_checks(run.folder)


def _results(place: Place, run: PipelineRun, found: Sequence[SuiteResult]) -> Iterator[AssetCheckResult]:
    suites = {suite.id: suite for suite in place.suites}
    for result in found:
        suite = suites[result.layer, result.table, result.suite]
        page = run.folder.data_docs / run.batch_id / f"{'.'.join(suite.id)}.html"
        for one in result.results:
            yield AssetCheckResult(
                asset_key=_asset(suite.layer, suite.table),
                check_name=f"{suite.name}__{one.name}",
                passed=one.passed,
                severity=AssetCheckSeverity.ERROR if one.error else AssetCheckSeverity[suite.severity],
                metadata=metadata_of(suite, one, page),
            )


def _selected(context: AssetCheckExecutionContext, results: Iterable[AssetCheckResult]) -> Iterator[AssetCheckResult]:
    selected = {(key.asset_key, key.name) for key in context.selected_asset_check_keys}
    return (result for result in results if (result.asset_key, result.check_name) in selected)


def _asset(layer: str, name: str) -> AssetKey:
    return AssetKey(["lake", name] if layer == "lake" else [name])
