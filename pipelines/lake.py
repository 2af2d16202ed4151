"""The lake: append-only Parquet tables with declared schemas, committed whole or not at all.

A commit writes its Parquet files first and its manifest (`<lake>/_commits/<commit_id>.json`) last, by atomic rename:
readers follow manifests only, so a crash before the rename leaves nothing visible and after it everything. Files that
no manifest names are left-overs of a crash and are swept by the next writer. Not here: locks, and what the tables
mean.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.durable import sync, write_whole
from pipelines.records import TABLES

T = TypeVar("T")

ROW_GROUP_ROWS = 10_000
PART_ROWS = 10_000  # rows, or
PART_CHARS = 6_000_000  # characters of text, after which a table of one commit goes on in its next file
TABLE_ROWS = 100_000  # rows of a file where they come as an Arrow table


class ManifestError(ValueError):
    """A manifest cannot be read; the message is one line that names it."""

    def __init__(self, path: Path, problem: object) -> None:
        """Say which manifest, and what is wrong with it."""
        said = " ".join(str(problem).split())
        super().__init__(f"{path} is no manifest of the lake ({said}): put it back from a copy of the data folder")


@dataclass(frozen=True, slots=True)
class Commit:
    """A manifest: what one stage of one batch made visible."""

    commit_id: str
    batch_id: str
    stage: str
    started_at: datetime
    committed_at: datetime
    files: Mapping[str, list[str]]  # table -> paths relative to the lake
    rows: Mapping[str, int]
    covers: list[str]  # lake files that this commit was made from
    versions: Mapping[str, str]


@dataclass(slots=True)
class Writer:
    """Collects rows of one commit; memory holds at most one part of each table."""

    lake: "Lake"
    commit_id: str
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
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
        path = self.lake.folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        parts.append(relative)
        data.validate(full=True)
        pq.write_table(data, path, compression="zstd", row_group_size=ROW_GROUP_ROWS)
        sync(path)
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
    def _manifests(self) -> Path:
        return self.folder / "_commits"

    def commits(self) -> list[Commit]:
        """Return all commits, oldest first."""
        paths = sorted(self._manifests.glob("*.json")) if self._manifests.is_dir() else []
        return [_read_manifest(path) for path in paths]

    def last_commit(self) -> Commit | None:
        """Return the newest commit; reads one manifest."""
        newest = max(self._manifests.glob("*.json"), default=None)
        return None if newest is None else _read_manifest(newest)

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
        manifest = self._manifests / f"{writer.commit_id}.json"
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
        }
        self._manifests.mkdir(parents=True, exist_ok=True)
        for table in writer.files:
            sync(self.folder / table)
        content = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
        write_whole(self._manifests / f"{writer.commit_id}.json", content)

    def sweep(self) -> list[Path]:
        """Remove files that no commit names, and return them. Call only while holding the writer's lock."""
        named = {self.folder / name for commit in self.commits() for names in commit.files.values() for name in names}
        orphans = [path for table in TABLES for path in (self.folder / table).glob("*.parquet") if path not in named]
        orphans += self._manifests.glob("*.tmp")
        for path in orphans:
            path.unlink()
        return orphans


def _read_manifest(path: Path) -> Commit:
    try:
        raw = orjson.loads(path.read_bytes())
        return Commit(
            commit_id=_of(str, raw["commit_id"]),
            batch_id=_of(str, raw["batch_id"]),
            stage=_of(str, raw["stage"]),
            started_at=datetime.fromisoformat(raw["started_at"]),
            committed_at=datetime.fromisoformat(raw["committed_at"]),
            files={table: [_of(str, name) for name in _of(list, names)] for table, names in raw["files"].items()},
            rows={table: _of(int, rows) for table, rows in raw["rows"].items()},
            covers=[_of(str, name) for name in _of(list, raw["covers"])],
            versions={name: _of(str, version) for name, version in raw["versions"].items()},
        )
    except IsADirectoryError as error:
        raise ManifestError(path, error.strerror) from error
    except KeyError as error:
        raise ManifestError(path, f"it has no {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ManifestError(path, error) from error


def _of(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} where {kind.__name__} is meant"[:100])
    return value
