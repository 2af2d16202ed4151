"""The lake: append-only Parquet tables with declared schemas, committed whole or not at all.

A commit writes its Parquet files first and its manifest (`<lake>/_commits/<commit_id>.json`) last, by atomic rename:
readers follow manifests only, so a crash before the rename leaves nothing visible and after it everything. Files that
no manifest names are left-overs of a crash and are swept by the next writer. A checkpoint puts other commits in the
place of older ones in the same way (`pipelines.manifests`). Not here: locks, and what the tables mean.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.durable import sync, write_whole
from pipelines.forgotten import Forgotten
from pipelines.manifests import (
    Checkpoint,
    Commit,
    ManifestError,
    copy_of,
    files_of,
    hidden_for_long,
    latest_checkpoint,
    names_in,
    number_of,
    read_checkpoint,
    read_commit,
    read_manifests,
)
from pipelines.records import COMMITS, TABLES

__all__ = ["Checkpoint", "Commit", "Lake", "ManifestError", "Writer", "digest_of"]

ROW_GROUP_ROWS = 10_000
PART_ROWS = 10_000  # rows, or
PART_CHARS = 6_000_000  # characters of text, after which a table of one commit goes on in its next file
TABLE_ROWS = 100_000  # rows of a file where they come as an Arrow table


@dataclass(slots=True)
class Writer:
    """Collects rows of one commit; memory holds at most one part of each table."""

    lake: "Lake"
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
        self.digests[relative] = self.lake.write_file(relative, data)
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
                    (self.lake.folder / name).unlink(missing_ok=True)


class Lake:
    """A folder of committed Parquet tables (`pipelines.records.TABLES`)."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it need not exist yet."""
        self.folder = folder.absolute()

    @property
    def manifests(self) -> Path:
        """Where the manifests lie."""
        return self.folder / "_commits"

    def commits(self) -> list[Commit]:
        """Return all commits, oldest first."""
        checkpoint, commits = read_manifests(self.manifests)
        held = checkpoint.commits if checkpoint else ()
        return sorted([*held, *commits], key=lambda commit: commit.commit_id)

    def last_commit(self) -> Commit | None:
        """Return the newest commit."""
        commits = self.commits()
        return commits[-1] if commits else None

    def checkpoint(self) -> Checkpoint | None:
        """Return the checkpoint that holds the older commits; None where nothing was ever merged or rewritten."""
        return read_manifests(self.manifests)[0]

    def forgotten(self) -> Forgotten:
        """Return the tombstones of articles that must not come back."""
        checkpoint = self.checkpoint()
        return Forgotten(checkpoint.forgotten if checkpoint else ())

    def commit_ids(self) -> frozenset[str]:
        """Return the names of all commits, also of those that were merged."""
        checkpoint, commits = read_manifests(self.manifests)
        return (checkpoint.commit_ids if checkpoint else frozenset()) | {commit.commit_id for commit in commits}

    def files(self, table: str) -> list[Path]:
        """Return the committed files of `table`, oldest first."""
        return [self.folder / name for commit in self.commits() for name in commit.files.get(table, [])]

    def read(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """Return all committed rows of `table`; an empty table of its schema where there are none."""
        schema = TABLES[table]
        wanted = pa.schema([schema.field(name) for name in columns]) if columns else schema
        tables = [pq.read_table(path, columns=columns, schema=schema) for path in self.files(table)]
        return pa.concat_tables(tables) if tables else wanted.empty_table()

    def count(self, table: str) -> int:
        """Return how many committed rows `table` has."""
        return sum(commit.rows.get(table, 0) for commit in self.commits())

    def newest(self, table: str, columns: list[str], limit: int = 10) -> list[dict[str, Any]]:
        """Return a few rows of the last file of `table`; none where it has no file."""
        files = self.files(table)
        if not files:
            return []
        batches = pq.ParquetFile(files[-1]).iter_batches(batch_size=limit, columns=columns)
        return next(batches).to_pylist()

    @contextmanager
    def commit(self, *, stage: str, batch_id: str, part: int = 0, versions: Mapping[str, str]) -> Iterator[Writer]:
        """Yield a `Writer`; everything added becomes visible when the block ends without an error.

        A block that adds nothing commits nothing, unless it says what it covers. An error removes what was written.
        """
        started_at = datetime.now(UTC)
        writer = Writer(self, f"{batch_id}.{stage}.{part:05d}")
        manifest = self.manifests / f"{writer.commit_id}.json"
        if manifest.exists():
            raise FileExistsError(
                f"commit {writer.commit_id} exists already; a batch commits each part of a stage once"
            )
        try:
            yield writer
            writer.flush()
            if writer.rows or writer.covers:
                self._publish(writer, stage=stage, batch_id=batch_id, started_at=started_at, versions=versions)
        except BaseException:
            if not manifest.exists():
                writer.discard()
            raise

    def _publish(
        self, writer: Writer, *, stage: str, batch_id: str, started_at: datetime, versions: Mapping[str, str]
    ) -> None:
        manifest = {
            "commit_id": writer.commit_id,
            "batch_id": batch_id,
            "stage": stage,
            "started_at": started_at,
            "committed_at": datetime.now(UTC),
            "files": writer.files,
            "rows": writer.rows,
            "covers": writer.covers,
            "versions": dict(versions),
            "digests": writer.digests,
        }
        content = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
        self._write_manifest(writer.commit_id, content, folders=writer.files)

    def _write_manifest(self, name: str, content: bytes, *, folders: Iterable[str]) -> None:
        self.manifests.mkdir(parents=True, exist_ok=True)
        for folder in folders:
            sync(self.folder / folder)
        write_whole(self.manifests / f"{name}.json", content)

    def write_file(self, name: str, data: pa.Table) -> str:
        """Write the file `name`, which no manifest names yet, and return its digest."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data.validate(full=True)
        pq.write_table(data, path, compression="zstd", row_group_size=ROW_GROUP_ROWS)
        sync(path)
        return digest_of(path)

    def next_checkpoint(self, stage: str, batch_id: str) -> str:
        """Return the name of a checkpoint that would hide all there is; its files are named after it."""
        latest = latest_checkpoint(names_in(self.manifests))
        return f"{batch_id}.{stage}.{(number_of(latest or '') or 0) + 1:05d}"

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Put `checkpoint` in the place of the manifests of its commits, whole or not at all.

        Its files are written already, and under new names: what it hides can be read until it is swept.
        """
        folders = {name.partition("/")[0] for name in checkpoint.files}
        self._write_manifest(checkpoint.name, checkpoint.to_json(), folders=sorted(folders))
        write_whole(copy_of(self.manifests / f"{checkpoint.name}.json"), checkpoint.to_json())

    def sweep(self, *, now: datetime | None = None) -> list[Path]:
        """Remove what a checkpoint has hidden for long enough, and files that no manifest names; return them.

        Call only while holding the writer's lock.
        """
        over = hidden_for_long(self.manifests, now=now or datetime.now(UTC))
        gone = [self.manifests / f"{name}.{end}" for name in sorted(over) for end in ("copy", "json")]
        named = {file for name in names_in(self.manifests) if name not in over for file in self._files_named(name)}
        for table in (*TABLES, COMMITS):
            gone += [path for path in (self.folder / table).glob("*.parquet") if f"{table}/{path.name}" not in named]
        gone += self.manifests.glob("*.tmp")
        return [path for path in gone if _is_removed(path)]

    def _files_named(self, name: str) -> list[str]:
        """Return the files of a manifest, also of one that counts no more."""
        path = self.manifests / f"{name}.json"
        return files_of([read_commit(path)]) if number_of(name) is None else read_checkpoint(path).files


def _is_removed(path: Path) -> bool:
    with suppress(FileNotFoundError):
        path.unlink()
        return True
    return False


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
