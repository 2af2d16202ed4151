"""Sees whether another program has a DuckDB file open, and takes away what such a program left beside it.

DuckDB itself holds a POSIX lock on a file: shared by readers, exclusive for a shell opened without -readonly; whoever
only reads is never in our way and keeps the file it opened. What is written goes to a log that is found by the file's
name alone: one of a program that died, or that has had the file open since before the last publish, lies beside a file
that it does not belong to. Then nobody can open that, or all who do see changes that are not in it.
"""

import fcntl
import glob
from pathlib import Path

from pipelines.warehouse.errors import WarehouseLocked, named_os_errors


def logs_of(path: Path) -> list[Path]:
    """Return what DuckDB keeps beside `path` of what was written to it and is not in the file itself."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.wal*"))  # .wal, .wal.checkpoint, .wal.recovery


def refuse_if_open_for_writing(path: Path) -> None:
    """Raise `WarehouseLocked` where another process has the DuckDB file `path` open for writing."""
    if is_open_for_writing(path):
        raise WarehouseLocked(
            f"{path} is open for writing in another program: close it (or open it with -readonly), then run again."
        )


def refuse_if_written_to(path: Path) -> None:
    """Raise `WarehouseLocked` where another process wrote to the DuckDB file `path` and is still at it.

    Its log would end up beside the file that takes the place of `path`. A shell that has only read does no harm.
    """
    if logs_of(path) and is_open_for_writing(path):
        raise WarehouseLocked(f"Another program is writing to {path}: close it, then run again.")


def discard_logs(path: Path) -> bool:
    """Remove the logs beside the DuckDB file `path`, and return whether there were any: the file alone counts.

    Raises `WarehouseLocked` where another process writes to that very file, `WarehouseUnwritable`.
    """
    refuse_if_written_to(path)
    logs = logs_of(path)
    with named_os_errors(path):
        for log in logs:
            log.unlink(missing_ok=True)
    return bool(logs)


def is_open_for_writing(path: Path) -> bool:
    """Return True where another process has the DuckDB file `path` open for writing."""
    if not path.is_file():
        return False
    with path.open("rb") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
