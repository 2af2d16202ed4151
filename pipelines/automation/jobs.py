"""The job, the hourly schedule and the sensor for new files."""

import time

from dagster import (
    AssetSelection,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunRequest,
    ScheduleEvaluationContext,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    define_asset_job,
    schedule,
    sensor,
)

from pipelines.automation.news import find_news, new_files
from pipelines.automation.settled import look
from pipelines.resources.environment import data_folder
from pipelines.resources.settings import read_settings

JOB_NAME = "whosaid"
SENSOR_SECONDS = 30

whosaid_job = define_asset_job(
    JOB_NAME,
    selection=AssetSelection.all(),
    description="Raw files to the published warehouse: ingest, annotate, build, check, publish.",
)


@schedule(job=whosaid_job, cron_schedule="0 * * * *", default_status=DefaultScheduleStatus.STOPPED)
def hourly(context: ScheduleEvaluationContext) -> RunRequest | SkipReason:
    """Start a run every full hour, where there is anything to do."""
    folder = data_folder()
    if not folder.raw.is_dir():
        return SkipReason(f"there is no folder {folder.raw}")
    if not find_news(folder, read_settings(folder)):
        return SkipReason("nothing new, and the warehouse is current")
    return RunRequest()


@sensor(job=whosaid_job, minimum_interval_seconds=SENSOR_SECONDS, default_status=DefaultSensorStatus.STOPPED)
def new_files_settled(context: SensorEvaluationContext) -> SensorResult:
    """Start a run when files that have no outcome yet have settled in the raw folder."""
    folder = data_folder()
    if not folder.raw.is_dir():
        return SensorResult(skip_reason=f"there is no folder {folder.raw}")
    settle_seconds = read_settings(folder).settle_seconds
    now = look(new_files(folder), context.cursor, now_ns=time.time_ns(), settle_seconds=settle_seconds)
    if not now.starts_run:
        return SensorResult(skip_reason=now.reason, cursor=now.cursor)
    return SensorResult(run_requests=[RunRequest(run_key=now.cursor)], cursor=now.cursor)
