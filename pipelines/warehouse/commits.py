"""The lake's commits as dbt reads them: Parquet files with a row for each, also for those that were merged.

Which manifests count is the lake's affair (`pipelines.manifests`); dbt alone knows which ones its build file holds.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.records import MERGED_COMMITS
from pipelines.resources.data_folder import DataFolder

LISTED = "commits.parquet"


def list_commits(data: DataFolder) -> list[Path]:
    """Write the lake's commits beside the build; return that file, and the lake's own of those that were merged."""
    lake = Lake(data.lake)
    checkpoint = lake.checkpoint()
    path = data.build / LISTED
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows_of([commit for commit in lake.commits() if not commit.members]), path)
    return [path, *([lake.folder / checkpoint.merged] if checkpoint and checkpoint.merged else [])]


def rows_of(commits: Sequence[Commit]) -> pa.Table:
    """Return commits as rows of `records.MERGED_COMMITS`."""
    rows = [{name: _value(getattr(commit, name)) for name in MERGED_COMMITS.names} for commit in commits]
    return pa.Table.from_pylist(rows, schema=MERGED_COMMITS)


def _value(value: object) -> object:
    return list(value.items()) if isinstance(value, dict) else value
