"""The lake: append-only Parquet tables with declared schemas, committed whole or not at all.

A commit writes its Parquet files first and its manifest (`<lake>/_commits/<commit_id>.json`) last, by atomic rename:
readers follow manifests only, so a crash before the rename leaves nothing visible and after it everything. Files that
no manifest names are left-overs of a crash and are swept by the next writer. A checkpoint puts other commits in the
place of older ones in the same way (`pipelines.manifests`). Not here: locks, and what the tables mean.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Checkpoint, Commit, files_of
from pipelines.durable import sync, write_whole
from pipelines.forgotten import Forgotten
from pipelines.lake_writer import Writer
from pipelines.manifests import (
    copy_of,
    hidden_for_long,
    latest_checkpoint,
    names_in,
    number_of,
    read_checkpoint,
    read_commit,
    read_manifests,
    sealed,
)
from pipelines.records import COMMITS, TABLES


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
        writer = Writer(self.folder, f"{batch_id}.{stage}.{part:05d}")
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
        self._write_manifest(writer.commit_id, orjson.dumps(manifest), folders=writer.files)

    def _write_manifest(self, name: str, content: bytes, *, folders: Iterable[str]) -> None:
        self.manifests.mkdir(parents=True, exist_ok=True)
        for folder in folders:
            sync(self.folder / folder)
        write_whole(self.manifests / f"{name}.json", sealed(content))

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
        path = self.manifests / f"{checkpoint.name}.json"
        write_whole(copy_of(path), path.read_bytes())

    def sweep(self, *, now: datetime | None = None) -> list[Path]:
        """Remove what a checkpoint has hidden for long enough, and files that no manifest names; return them.

        Call only while holding the writer's lock.
        """
        self._complete_checkpoint()
        over = hidden_for_long(self.manifests, now=now or datetime.now(UTC))
        gone = [self.manifests / f"{name}.{end}" for name in sorted(over) for end in ("copy", "json")]
        named = {file for name in names_in(self.manifests) if name not in over for file in self._files_named(name)}
        for table in (*TABLES, COMMITS):
            gone += [path for path in (self.folder / table).glob("*.parquet") if f"{table}/{path.name}" not in named]
        gone += self.manifests.glob("*.tmp")
        return [path for path in gone if _is_removed(path)]

    def _complete_checkpoint(self) -> None:
        """Write the copy of the checkpoint that a crash left without one."""
        latest = latest_checkpoint(names_in(self.manifests))
        path = self.manifests / f"{latest}.json"
        if latest is not None and path.is_file() and not copy_of(path).exists():
            write_whole(copy_of(path), path.read_bytes())

    def _files_named(self, name: str) -> list[str]:
        """Return the files of a manifest, also of one that counts no more."""
        path = self.manifests / f"{name}.json"
        return files_of([read_commit(path)]) if number_of(name) is None else read_checkpoint(path).files


def _is_removed(path: Path) -> bool:
    with suppress(FileNotFoundError):
        path.unlink()
        return True
    return False
