"""Which commits of the lake are to be checked: cost grows with what is new, not with the lake."""

import duckdb

from pipelines.lake import Commit, Lake
from pipelines.resources.data_folder import DataFolder

HELD = "select commit_id from state.lake_commits"


def commits_to_check(data: DataFolder) -> list[Commit]:
    """Return the commits that the published warehouse does not hold; where it holds all, those of the last batch.

    What a blocking check stopped was not published, so it is checked again until it is put right.
    """
    commits = Lake(data.lake).commits()
    held = _held(data)
    new = [commit for commit in commits if commit.commit_id not in held]
    return new or [commit for commit in commits if commit.batch_id == commits[-1].batch_id]


def _held(data: DataFolder) -> frozenset[str]:
    if not data.warehouse.is_file():
        return frozenset()
    try:
        with duckdb.connect(str(data.warehouse), read_only=True) as connection:
            return frozenset(commit_id for (commit_id,) in connection.execute(HELD).fetchall())
    except duckdb.Error:  # not a warehouse of ours, or being written to: publish will say so
        return frozenset()
