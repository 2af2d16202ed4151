"""The Dagster resource that every asset works through: the data folder, its lock for the whole run, the batch.

The in-process executor makes it once a run, so a run holds the lock from its first step to its last.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from dagster import ConfigurableResource, Failure, InitResourceContext
from pydantic import PrivateAttr

from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.resources.history import prune_history
from pipelines.resources.settings import Settings, read_settings
from pipelines.resources.temporary_files import remove_left_over_files, temporary_files_in
from pipelines.resources.writer_lock import LockedError, writer_lock

LOGGER = logging.getLogger("whosaid")
TIME = "%Y%m%dT%H%M%SZ"


def next_batch_id(now: datetime, last: str = "") -> str:
    """Return an id that sorts by time, e.g. `20260131T071500Z-3f9a`, and after `last` whatever the clock says."""
    before = _time_of(last)
    at = now if before is None else max(now, before + timedelta(seconds=1))  # ids of one second sort by chance
    return f"{at:{TIME}}-{secrets.token_hex(2)}"


def tell_clock(now: datetime, last: Commit | None) -> str | None:
    """Return a line where the clock is behind the last batch; None where it is not, or where that batch was told.

    A batch whose id lies ahead of the time at which it was committed had been told already.
    """
    named = _time_of(last.batch_id) if last is not None else None
    if last is None or named is None or now >= named or last.committed_at < named:
        return None
    return (
        f"the clock says {now:%Y-%m-%d %H:%M:%S} UTC, and the last batch is of {named:%Y-%m-%d %H:%M:%S} UTC: "
        "one of the two is wrong. Batches go on from the later one; what they hold is dated by the clock."
    )


def _time_of(batch_id: str) -> datetime | None:
    try:
        return datetime.strptime(batch_id.partition("-")[0], TIME).replace(tzinfo=UTC)
    except ValueError:  # of a lake that another program wrote
        return None


class PipelineRun(ConfigurableResource):  # type: ignore[type-arg]
    """One run of the pipeline on the environment's data folder, which nobody else writes to meanwhile.

    It has no configuration: whoever starts a run in the interface could name any folder.
    """

    _settings: Settings = PrivateAttr(default_factory=Settings)
    _batch_id: str = PrivateAttr(default="")

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator["PipelineRun"]:
        """Hold the lock, waiting for another run as long as the settings say; sweep what a crash left in the lake and
        what Dagster need not remember."""
        self._settings = read_settings(self.folder)
        try:
            with (
                temporary_files_in(self.folder),
                writer_lock(self.folder, wait_seconds=self._settings.wait_seconds),
            ):
                self._batch_id = self._name_batch()  # batches sort by when they write, not by who waited
                self.lake.sweep()
                self._prune(context)
                remove_left_over_files(self.folder)
                yield self
        except LockedError as error:
            raise Failure(f"{error}: wait for it to end, then start this run again.", allow_retries=False) from error

    def _prune(self, context: InitResourceContext) -> None:
        """Delete old runs from Dagster's history; here, because every run passes this place, failing ones too."""
        if context.instance is not None:
            kept = self._settings
            prune_history(context.instance, now=datetime.now(UTC), runs=kept.history_runs, days=kept.history_days)

    def _name_batch(self) -> str:
        now, last = datetime.now(UTC), self.lake.last_commit()
        told = tell_clock(now, last)
        if told is not None:
            LOGGER.warning("whosaid: %s", told)
        return next_batch_id(now, last.batch_id if last else "")

    @property
    def folder(self) -> DataFolder:
        """Where everything lies."""
        return data_folder()

    @property
    def lake(self) -> Lake:
        """The folder's lake."""
        return Lake(self.folder.lake)

    @property
    def settings(self) -> Settings:
        """What the folder's `whosaid.toml` says."""
        return self._settings

    @property
    def batch_id(self) -> str:
        """The id of what this run writes."""
        return self._batch_id
