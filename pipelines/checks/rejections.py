"""Rejected inputs of some commits, for people to look at."""

from collections.abc import Sequence
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.lake import Lake

COLUMNS = ["path", "record_no", "reason_code", "detail"]


def rejected_rows(lake: Lake, commits: Sequence[Commit]) -> list[dict[str, Any]]:
    """Return path, record number, reason code and detail of every rejected input."""
    files = [name for commit in commits for name in commit.files.get("ingest_outcomes", [])]
    tables = [pq.read_table(lake.folder / name, columns=[*COLUMNS, "outcome"]) for name in files]
    return [
        row for rows in tables for row in rows.filter(pc.field("outcome") == "rejected").select(COLUMNS).to_pylist()
    ]
