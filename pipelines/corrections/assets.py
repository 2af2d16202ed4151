"""The Dagster asset of corrections: copies the folder's files to the lake before the warehouse is built."""

from typing import Any

from dagster import Failure, MaterializeResult, ResourceParam, asset

from pipelines.corrections.stage import CorrectionError, commit_corrections
from pipelines.display import OWNERS, column_schema, table
from pipelines.records import TABLES
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress

SAMPLE = ["quote_id", "wrong", "speaker", "source", "kind", "corrected_by"]


@asset(
    key=["lake", "corrections"],
    deps=[["lake", "articles"], ["lake", "quotes"]],
    group_name="annotate",
    description="One row per thing that a person says is wrong with a quote, from data/corrections/*.csv.",
    kinds={"parquet", "python"},
    owners=OWNERS,
    metadata={"dagster/column_schema": column_schema(TABLES["corrections"])},
)
def corrections(run: PipelineRun, progress: ResourceParam[Progress]) -> MaterializeResult[Any]:
    """Commit the corrections where they have changed; one that means nothing stops the run."""
    with progress.stage("corrections", None):
        try:
            n_corrections = commit_corrections(run.lake, run.folder.corrections, batch_id=run.batch_id)
        except CorrectionError as error:
            raise Failure(str(error), allow_retries=False) from error
    return MaterializeResult(
        metadata={
            "corrections": "unchanged" if n_corrections is None else n_corrections,
            "sample": table(run.lake.newest("corrections", SAMPLE)),
        }
    )
