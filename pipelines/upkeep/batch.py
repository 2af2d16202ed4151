"""The name of what upkeep writes outside a run of the pipeline."""

from datetime import UTC, datetime

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.pipeline_run import next_batch_id


def name_batch(folder: DataFolder) -> str:
    """Return a batch's name that comes after the lake's last one."""
    last = Lake(folder.lake).last_commit()
    return next_batch_id(datetime.now(UTC), last.batch_id if last else "")
