"""Dagster's SQLite storage with the files of its event log kept open.

Dagster's own makes an engine for each event and closes its connection, the file's last one, at which SQLite folds the
WAL into the file and syncs it: 2,485 syncs and 3.1 s of the processor for 400 events, where this takes 408 and 0.6 s.
The files are the same.
Dagster's own also pastes a folder's path into a URL, where `?` and `%20` mean something else, and into a pattern,
where `[` does; here a path stays a path. Import this before an instance is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any

from dagster._core.instance import config
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from dagster_shared.yaml_utils import load_yaml_from_globs
from sqlalchemy import URL, Connection, Engine, create_engine, event

_KEPT = 4  # files open at once: the index, a run or two; a server looks at many


def database_url(base_dir: str, db_name: str) -> str:
    """Return the URL of the SQLite file `db_name`.db in `base_dir`, whatever signs its path holds."""
    return URL.create("sqlite", database=str(Path(base_dir).absolute() / f"{db_name}.db")).render_as_string()


for _storage in (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage):
    _storage.create_db_conn_string = database_url  # type: ignore[attr-defined]  # no argument of theirs takes a URL


def read_yaml(path: str) -> Any:
    """Return what the YAML file of that very path holds."""
    return load_yaml_from_globs(escape(path))


config.load_yaml_from_globs = read_yaml  # type: ignore[attr-defined, assignment]


class OpenEventLog(SqliteEventLogStorage):
    """Dagster's event log, one engine for each of the files used last.

    The files are in WAL mode and sync at checkpoints: a crash of the process loses nothing; a power cut may lose the
    last events of a run, never the lake or the warehouse.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Make the log of the files in `base_dir`."""
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            if len(self._engines) == _KEPT:
                self._engines.pop(next(iter(self._engines))).dispose()
            engine = create_engine(
                self.conn_string_for_shard(shard), connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
            )
            event.listen(engine, "connect", _sync_at_checkpoints)
            self._initdb(engine)
            self._engines[shard] = engine
        return self._engines[shard]

    def has_table(self, table_name: str) -> bool:
        """Tell whether the index has the table; asked once or more for each event, and tables never go."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def delete_events(self, run_id: str) -> None:
        """Delete the events of a run, and the file of its own that held them, which Dagster leaves behind."""
        super().delete_events(run_id)
        engine = self._engines.pop(run_id, None)
        if engine is not None:
            engine.dispose()
        path = Path(self.path_for_shard(run_id))
        for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            name.unlink(missing_ok=True)

    def delete_events_for_run(self, conn: Connection, run_id: str) -> None:
        """Delete a run's events, and what its checks found, which Dagster keeps for ever: 0.4 MB a run of ours."""
        super().delete_events_for_run(conn, run_id)
        conn.execute(AssetCheckExecutionsTable.delete().where(AssetCheckExecutionsTable.c.run_id == run_id))

    def wipe(self) -> None:
        """Delete all events, also from the pages of the file that SQLite keeps; the open files are closed first."""
        self._close()
        super().wipe()
        with self._engine(INDEX_SHARD_NAME).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("vacuum")
        self._close()

    def dispose(self) -> None:
        """Close all files."""
        super().dispose()
        self._close()

    def _close(self) -> None:
        while self._engines:
            self._engines.popitem()[1].dispose()


class Storage(DagsterSqliteStorage):
    """Runs and schedules as Dagster keeps them, events in an `OpenEventLog`."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Make the storage in `base_dir`, where Dagster's own would be."""
        super().__init__(base_dir, inst_data)
        self._event_log_storage = OpenEventLog(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "Storage":
        """Return the storage of the folder that `dagster.yaml` names."""
        return cls.from_local(inst_data=inst_data, **config_value)


def _sync_at_checkpoints(connection: Any, record: Any) -> None:
    connection.execute("pragma synchronous = normal")
