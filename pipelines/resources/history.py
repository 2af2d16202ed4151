"""How much of Dagster's history stays: the last runs, none of them too old. By Dagster's own calls alone."""

from datetime import datetime, timedelta

from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

FINISHED = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED]
ABANDONED_DAYS = 7  # a run that died with its process says for ever that it goes on; none takes that long
MOST_AT_ONCE = 100  # so that the first run over a long history takes seconds longer, not minutes


def prune_history(instance: DagsterInstance, *, now: datetime, runs: int, days: int) -> list[str]:
    """Delete runs beyond the last `runs`, and those older than `days`, with their events and logs; return their ids.

    Takes the oldest first and at most a hundred at once; the rest goes next time.
    """
    ids = [*_ids(instance, RunsFilter(statuses=FINISHED))[runs:]]
    ids += _ids(instance, RunsFilter(statuses=FINISHED, created_before=now - timedelta(days=days)))
    ids += _ids(instance, RunsFilter(created_before=now - timedelta(days=max(days, ABANDONED_DAYS))))
    gone = list(dict.fromkeys(reversed(ids)))[:MOST_AT_ONCE]
    for run_id in gone:
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        instance.delete_run(run_id)
    return gone


def erase_history(instance: DagsterInstance) -> None:
    """Delete all runs with their events and logs: what they show of the data may hold what is to be forgotten."""
    for run_id in _ids(instance, RunsFilter()):
        instance.compute_log_manager.delete_logs(prefix=[run_id])
    instance.wipe()


def _ids(instance: DagsterInstance, filters: RunsFilter) -> list[str]:
    """Return the ids of runs, the latest first."""
    return list(instance.get_run_ids(filters))
