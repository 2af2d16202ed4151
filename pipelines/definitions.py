"""What Dagster loads, in the order of the data: ingest, annotate, resolve, check, build, publish."""

from dagster import Definitions, ResourceDefinition, in_process_executor

from pipelines.annotate.assets import annotate
from pipelines.automation.jobs import hourly, new_files_settled, whosaid_job
from pipelines.checks.assets import annotation_checks, ingest_checks
from pipelines.checks.checker_resource import checker_resource
from pipelines.ingest.assets import ingest_files, raw_files
from pipelines.resolve.assets import copies, entities, utterances
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import LineProgress
from pipelines.warehouse.assets import dbt_build, warehouse

defs = Definitions(
    assets=[raw_files, ingest_files, annotate, copies, entities, utterances, dbt_build, warehouse],
    asset_checks=[ingest_checks, annotation_checks],
    jobs=[whosaid_job],
    schedules=[hourly],
    sensors=[new_files_settled],
    resources={
        "run": PipelineRun(),
        "checker": checker_resource,
        "progress": ResourceDefinition.hardcoded_resource(LineProgress()),
    },
    executor=in_process_executor,  # a process per step would import everything anew, nine seconds each
)
