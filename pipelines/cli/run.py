"""`whosaid run`: the Dagster job in this process, kept in the data folder's Dagster storage, as the UI shows it."""

import os
from pathlib import Path

from pipelines.automation.news import find_news
from pipelines.checks.checker import Checker
from pipelines.checks.suites import read_suites
from pipelines.checks.tables import known_tables
from pipelines.cli.failures import CommandError, ExitCode, explain
from pipelines.cli.file_handles import allow_files
from pipelines.cli.summary import print_summary
from pipelines.cli.terminal import console, progress
from pipelines.corrections.read import read_corrections
from pipelines.ingest.discover import MissingSourceError, is_missing
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import ENVIRONMENT, data_folder, log_level
from pipelines.resources.instance import ensure_dagster_home, open_instance
from pipelines.resources.loading import loading
from pipelines.resources.settings import read_settings
from pipelines.resources.temporary_files import temporary_files_in
from pipelines.resources.writer_lock import writer_lock
from pipelines.warehouse.build import why_not_a_base
from pipelines.warehouse.locks import discard_logs


def run_pipeline(paths: list[Path], data: Path | None, *, wait_seconds: float) -> None:
    """Run the pipeline over `paths` (default: the folder's raw) and print the result, or say that nothing is new."""
    allow_files()
    folder = data_folder(data)
    sources = [path.absolute() for path in paths]
    if not sources and not folder.raw.is_dir():
        raise CommandError(
            ExitCode.NOTHING_TO_READ,
            f"there is no folder {folder.raw}: create it and put news files in, or name files: whosaid run PATH",
        )
    for missing in filter(is_missing, sources):
        raise MissingSourceError(missing)
    with temporary_files_in(folder), writer_lock(folder, wait_seconds=wait_seconds):
        before = {commit.commit_id for commit in Lake(folder.lake).commits()}
        read_corrections(folder.corrections)
        # One that means nothing stops before anything is done.
        read_suites(folder.expectations, tables=known_tables(folder))
        if discard_logs(folder.warehouse):
            console().print(f"Removed what another program had written beside {folder.warehouse}: it is as published.")
        if find_news(folder, read_settings(folder), sources):
            if (why := why_not_a_base(folder)) is not None:
                console().print(why)
            with Checker() as checker:
                checker.start()  # its imports take as long as Dagster's: both at once
                _execute(folder, sources, checker)
        new = [commit for commit in Lake(folder.lake).commits() if commit.commit_id not in before]
    print_summary(folder, new)


def _execute(folder: DataFolder, sources: list[Path], checker: Checker) -> None:
    os.environ[ENVIRONMENT] = str(folder.root)  # the definitions are of one data folder
    with loading():
        from pipelines.automation.jobs import JOB_NAME
        from pipelines.definitions import defs

    os.environ["DAGSTER_HOME"] = str(ensure_dagster_home(folder))
    job = defs.resolve_job_def(JOB_NAME)
    with open_instance(folder) as instance:
        try:
            job.execute_in_process(
                instance=instance,
                run_config={"loggers": {"console": {"config": {"log_level": log_level("critical").upper()}}}},
                resources={"named_sources": sources, "checker": checker, "progress": progress()},
            )
        except Exception as error:
            if explain(error) is not None:
                raise
            raise CommandError(
                ExitCode.FAILED, f"{_first_line(error)} See the run with: whosaid ui --data {folder.root}"
            ) from error


def _first_line(error: Exception) -> str:
    """Return the description of a failed step, else the type of the error and its message."""
    words = " ".join((getattr(error, "description", None) or f"{type(error).__name__}: {error}").split())
    return words if words.endswith(".") else f"{words}."
