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

from pipelines.automation.news import find_news
from pipelines.automation.settled import look
from pipelines.resources.environment import data_folder
from pipelines.resources.settings import read_settings
from pipelines.resources.writer_lock import is_written_to

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
    """Start a run when what waits has settled: files without an outcome, work that a run left in the lake.

    A run that fails is tried again, after pauses that grow to an hour. While any run writes, none is started.
    """
    folder = data_folder()
    if not folder.raw.is_dir():
        return SensorResult(skip_reason=f"there is no folder {folder.raw}")
    if is_written_to(folder):
        return SensorResult(skip_reason="a run writes to the data folder", cursor=context.cursor)
    settings = read_settings(folder)
    news = find_news(folder, settings)
    seen = look(
        news.files,
        context.cursor,
        now_ns=time.time_ns(),
        settle_seconds=settings.settle_seconds,
        in_lake=news.in_lake,
    )
    if not seen.starts_run:
        return SensorResult(skip_reason=seen.reason, cursor=seen.cursor)
    return SensorResult(run_requests=[RunRequest()], cursor=seen.cursor)
