"""Makes the build file the published warehouse by atomic replace.

A program that has the old file open keeps reading it; the next connection sees the new one. Readers find a whole,
checkpointed file without a log beside it, in a storage version that DuckDB clients from 1.3 on read (see profiles.yml).
"""

import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.durable import sync, write_whole
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import mark_of, mark_path
from pipelines.warehouse.errors import BuildFailed, WarehouseLocked, disk_full, named_os_errors
from pipelines.warehouse.locks import discard_logs, logs_of, refuse_if_written_to


@dataclass(frozen=True, slots=True)
class Published:
    """The warehouse that readers now see."""

    path: Path
    bytes: int
    seconds: float


def publish(data: DataFolder) -> Published:
    """Move the build file to `data.warehouse` and return what readers see now.

    Raises `BuildFailed` where there is no build file, `WarehouseLocked` where a program writes to either file,
    `WarehouseUnwritable`, `DiskFull`; the published file is then as it was.
    """
    started = time.perf_counter()
    refuse_if_written_to(data.warehouse)
    _checkpoint(data.build_warehouse)
    with named_os_errors(data.warehouse):
        sync(data.build_warehouse)
        if data.warehouse.is_dir():
            raise IsADirectoryError(21, "is a folder", str(data.warehouse))
        write_whole(mark_path(data), mark_of(data.build_warehouse).to_json().encode())
        discard_logs(data.warehouse)  # of a program that wrote to the old file and died
        data.build_warehouse.replace(data.warehouse)
        sync(data.root)
    return Published(data.warehouse, data.warehouse.stat().st_size, time.perf_counter() - started)


def _checkpoint(path: Path) -> None:
    """Move what DuckDB's log holds into the file itself."""
    if not path.is_file():
        raise BuildFailed(f"There is no build to publish at {path}: build the warehouse first.")
    try:
        with duckdb.connect(str(path)) as connection:
            connection.execute("checkpoint")
    except (duckdb.IOException, duckdb.FatalException) as error:  # fatal: DuckDB's word for a checkpoint that failed
        if "No space left" in str(error):
            raise disk_full(path.parent) from error
        if isinstance(error, duckdb.FatalException):
            raise BuildFailed(f"DuckDB could not finish {path}: {' '.join(str(error).split())}") from error
        raise WarehouseLocked(f"{path} is open in another program: close it, then run again.") from error
    if logs_of(path):
        raise BuildFailed(f"DuckDB left a log beside {path}: remove both files, then run again.")
