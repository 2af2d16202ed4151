"""The Dagster assets of the warehouse: dbt builds and tests it, publish replaces the published file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from dagster import AssetCheckResult, AssetExecutionContext, Failure, MaterializeResult, ResourceParam, asset
from dagster_dbt import dbt_assets

from pipelines.display import OWNERS
from pipelines.resources.environment import data_folder
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress
from pipelines.resources.retries import retry_what_can_pass
from pipelines.warehouse.build import build, is_current, why_not_a_base
from pipelines.warehouse.manifest import ensure_manifest
from pipelines.warehouse.publish import publish
from pipelines.warehouse.recorded import record_tests
from pipelines.warehouse.shown import shown_of_marts
from pipelines.warehouse.translation import Nodes, events

NODES = Nodes(ensure_manifest(data_folder()))  # a code location is of one data folder


@dbt_assets(manifest=NODES.manifest, dagster_dbt_translator=NODES.translator, name="dbt_build")
def dbt_build(
    context: AssetExecutionContext, run: PipelineRun, progress: ResourceParam[Progress]
) -> Iterator[MaterializeResult[Any] | AssetCheckResult]:
    """Build and test the warehouse in a file of its own; what fails here is never published."""
    is_new = not is_current(run.folder)
    if (why := why_not_a_base(run.folder)) is not None:
        context.log.warning(why)
    with retry_what_can_pass(), progress.stage("build", None):
        built = build(run.folder)
    if is_new:
        record_tests(run.folder, built, batch_id=run.batch_id, checked_at=datetime.now(UTC))
    yield from events(
        built,
        NODES,
        assets=context.selected_asset_keys,
        checks=context.selected_asset_check_keys,
        metadata={} if built.failures else shown_of_marts(run.folder),
    )
    if built.failures:
        said = "; ".join(f"{node.name}: {node.message}" for node in built.failures[:3])
        raise Failure(f"{len(built.failures)} dbt nodes failed, so nothing is published: {said}", allow_retries=False)


@asset(
    key="warehouse",
    deps=NODES.published(),
    group_name="publish",
    description="The published DuckDB file. Readers who have the old one open keep it; the next connection sees this.",
    kinds={"duckdb"},
    owners=OWNERS,
)
def warehouse(run: PipelineRun) -> MaterializeResult[Any]:
    """Replace the published file by the one that dbt built and that passed every blocking check."""
    with retry_what_can_pass():
        published = publish(run.folder)
    return MaterializeResult(
        metadata={"path": str(published.path), "bytes": published.bytes, "seconds": published.seconds}
    )
