"""Sees whether another program has a DuckDB file open. DuckDB itself holds a POSIX lock on a file: shared by readers,
exclusive for a shell opened without -readonly; whoever only reads is never in our way and keeps the file it opened.
"""

import fcntl
from pathlib import Path

from pipelines.warehouse.errors import WarehouseLocked


def log_of(path: Path) -> Path:
    """Return where DuckDB keeps what was written to `path` and is not in the file itself yet."""
    return path.with_name(path.name + ".wal")


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
    if log_of(path).exists() and is_open_for_writing(path):
        raise WarehouseLocked(f"Another program is writing to {path}: close it, then run again.")


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
