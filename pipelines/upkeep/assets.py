"""The doorway to compaction, the last thing that a run does."""

from typing import Any

from dagster import MaterializeResult, asset

from pipelines.display import OWNERS
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.retries import retry_what_can_pass
from pipelines.upkeep.compact import compact


@asset(
    key="compact",
    deps=["warehouse"],
    group_name="publish",
    description="The lake's old small commits, merged to few. Rows and ids stay, and so do files that somebody reads.",
    kinds={"parquet", "python"},
    owners=OWNERS,
)
def compacted(run: PipelineRun) -> MaterializeResult[Any]:
    """Merge small commits of old batches, where enough have come since the last time."""
    with retry_what_can_pass():
        report = compact(run.lake, batch_id=run.batch_id)
    return MaterializeResult(metadata={"commits before": report.before, "commits after": report.after})
