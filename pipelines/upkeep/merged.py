"""The list of commits that were merged: what each of them was, for a warehouse that is built anew."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Checkpoint, Commit
from pipelines.lake import Lake
from pipelines.lake_writer import write_file
from pipelines.records import COMMITS, MERGED_COMMITS
from pipelines.warehouse.commits import rows_of


def write_merged(
    lake: Lake, after: Sequence[Commit], checkpoint: Checkpoint | None, before: Sequence[Commit], *, name: str
) -> str | None:
    """Write a row for each member of the merged commits of `after`, and return the file; None where nothing is merged.

    `before` are the commits that `checkpoint`, if there is one, and the manifests beside it held. All files of a merged
    commit stand in the row of its last member, whose name it has.
    """
    known: dict[str, dict[str, Any]] = {
        row["commit_id"]: row for row in rows_of([one for one in before if not one.members]).to_pylist()
    }
    if checkpoint and checkpoint.merged:
        known |= {row["commit_id"]: row for row in pq.read_table(lake.folder / checkpoint.merged).to_pylist()}
    rows = [
        {
            **(known.get(member) or _unknown(commit, member)),
            "files": list(commit.files.items()) if member == commit.commit_id else [],
        }
        for commit in after
        for member in commit.members
    ]
    if not rows:
        return None
    file = f"{COMMITS}/{name}.parquet"
    write_file(lake.folder, file, pa.Table.from_pylist(rows, schema=MERGED_COMMITS))
    return file


def _unknown(commit: Commit, member: str) -> dict[str, Any]:
    """Return what can be said of a member where the list of before is lost."""
    row: dict[str, Any] = rows_of([commit]).to_pylist()[0]
    return {**row, "commit_id": member, "batch_id": member.partition(".")[0], "rows": []}
