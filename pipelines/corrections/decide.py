"""Adds decisions on who is the same person to `DIR/decisions.csv`, and takes them back."""

from collections.abc import Mapping
from datetime import UTC, datetime

import duckdb

from pipelines.corrections.read import CorrectionError, Place
from pipelines.corrections.write import append_line, corrections_lock, header_of, remove_lines
from pipelines.resolve.entities.user_files.decisions import NOT_SAME, SAME
from pipelines.resources.data_folder import DataFolder

COLUMNS = ("left_id", "right_id", "decision", "note", "decided_by", "decided_at")
KNOWN = "select entity_id from entities where entity_id in (?, ?)"


def add_decision(
    folder: DataFolder, connection: duckdb.DuckDBPyConnection, pair: tuple[str, str], decision: str, *, by: str
) -> Mapping[str, str]:
    """Append one decision on two entities and return its line; `CorrectionError` where it means nothing."""
    place = Place(folder.decisions.name)
    if decision not in (SAME, NOT_SAME):
        raise place.error(f"decision is {decision!r}: choose {SAME} or {NOT_SAME}")
    if pair[0] == pair[1] or len(connection.execute(KNOWN, [*pair]).fetchall()) < len(pair):
        raise place.error(f"{pair[0]} and {pair[1]} are not two entities of the warehouse")
    if not by.strip():
        raise place.error("nobody is named who decides")
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    row = {"left_id": pair[0], "right_id": pair[1], "decision": decision, "decided_by": by, "decided_at": now}
    with corrections_lock(folder.corrections_lock):
        columns = header_of(folder.decisions) or [*COLUMNS]
        if not {"decided_by", "decided_at"} <= {*columns}:
            row["note"] = f"{by}, {now}"  # a file of the user's own with a column for notes alone
        append_line(folder.decisions, row, columns)
    return row


def take_back_decision(folder: DataFolder, pair: tuple[str, str], *, by: str) -> None:
    """Take one's own decision on two entities out of the file; `CorrectionError` where there is none."""

    def is_meant(line: Mapping[str, str]) -> bool:
        is_own = line.get("decided_by") == by or (line.get("note") or "").startswith(f"{by}, ")
        return (line.get("left_id"), line.get("right_id")) == pair and is_own

    with corrections_lock(folder.corrections_lock):
        if not folder.decisions.is_file() or not remove_lines(folder.decisions, is_meant):
            raise CorrectionError(f"no decision on {pair[0]} and {pair[1]} by {by}")
