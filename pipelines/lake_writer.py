"""Files of one commit of the lake, before its manifest makes them visible: rows are collected and written in parts."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.durable import sync
from pipelines.records import TABLES

ROW_GROUP_ROWS = 10_000
PART_ROWS = 10_000  # rows, or
PART_CHARS = 6_000_000  # characters of text, after which a table of one commit goes on in its next file
TABLE_ROWS = 100_000  # rows of a file where they come as an Arrow table


@dataclass(slots=True)
class Writer:
    """Collects rows of one commit; memory holds at most one part of each table."""

    folder: Path
    commit_id: str
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    covers: list[str] = field(default_factory=list)
    _pending: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _chars: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Add rows (dicts of the table's columns) to `table`."""
        for row in rows:
            self._pending.setdefault(table, []).append(row)
            self._chars[table] = self._chars.get(table, 0) + len(row.get("text") or "")
            if len(self._pending[table]) >= PART_ROWS or self._chars[table] >= PART_CHARS:
                self._flush(table)

    def add_table(self, table: str, rows: pa.Table) -> None:
        """Add an Arrow table that has the schema of `table`."""
        for start in range(0, rows.num_rows, TABLE_ROWS):
            self._write(table, rows.slice(start, TABLE_ROWS).cast(TABLES[table]))

    def _flush(self, table: str) -> None:
        rows = self._pending.get(table)
        if rows:
            self._pending[table], self._chars[table] = [], 0
            self._write(table, pa.Table.from_pylist(rows, schema=TABLES[table]))

    def _write(self, table: str, data: pa.Table) -> None:
        parts = self.files.setdefault(table, [])
        relative = f"{table}/{self.commit_id}.{len(parts):04d}.parquet"
        parts.append(relative)
        self.digests[relative] = write_file(self.folder, relative, data)
        self.rows[table] = self.rows.get(table, 0) + data.num_rows

    def flush(self) -> None:
        """Write what is still in memory."""
        for table in self._pending:
            self._flush(table)

    def discard(self) -> None:
        """Remove what was written; what cannot be removed stays invisible until it is swept."""
        for names in self.files.values():
            for name in names:
                with suppress(OSError):
                    (self.folder / name).unlink(missing_ok=True)


def write_file(folder: Path, name: str, data: pa.Table) -> str:
    """Write the file `name` of the lake in `folder`, which no manifest names yet, and return its digest."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data.validate(full=True)
    pq.write_table(data, path, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    sync(path)
    return digest_of(path)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
