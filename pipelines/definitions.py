"""What Dagster loads, in the order of the data: ingest, annotate, resolve, check, build, publish, compact."""

from dagster import Definitions, ResourceDefinition, in_process_executor

from pipelines.annotate.assets import annotate
from pipelines.automation.jobs import hourly, new_files_settled, whosaid_job
from pipelines.checks.assets import expectation_checks
from pipelines.checks.checker_resource import checker_resource
from pipelines.checks.health import health_checks
from pipelines.checks.rules import rule_checks
from pipelines.checks.suites import read_suites
from pipelines.checks.tables import known_tables
from pipelines.corrections.assets import corrections
from pipelines.ingest.assets import ingest_files, raw_files
from pipelines.resolve.assets import copies, entities, utterances
from pipelines.resources.environment import data_folder
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import LineProgress
from pipelines.upkeep.assets import compacted
from pipelines.warehouse.assets import NODES, dbt_build, warehouse

folder = data_folder()  # a code location is of one data folder
LAKE = (ingest_files, annotate, copies, entities, utterances, corrections)
suites = read_suites(folder.expectations, tables=known_tables(folder))

defs = Definitions(
    assets=[
        raw_files,
        *(made.map_asset_specs(NODES.with_column_descriptions) for made in LAKE),
        dbt_build,
        warehouse,
        compacted,
    ],
    asset_checks=[*expectation_checks(suites), health_checks, rule_checks],
    jobs=[whosaid_job],
    schedules=[hourly],
    sensors=[new_files_settled],
    resources={
        "run": PipelineRun(),
        "named_sources": ResourceDefinition.hardcoded_resource([]),  # the command line's, which may lie anywhere
        "checker": checker_resource,
        "progress": ResourceDefinition.hardcoded_resource(LineProgress()),
    },
    executor=in_process_executor,  # a process per step would import everything anew, nine seconds each
)
