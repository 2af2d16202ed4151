"""Sees whether another program has a DuckDB file open. DuckDB itself holds a POSIX lock on a file: shared by readers,
exclusive for a writer; readers are never in our way, for they keep the file that they opened.
"""

import fcntl
from pathlib import Path

from pipelines.warehouse.errors import WarehouseLocked


def refuse_if_open_for_writing(path: Path) -> None:
    """Raise `WarehouseLocked` where another process has the DuckDB file `path` open for writing."""
    if not path.is_file():
        return
    with path.open("rb") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseLocked(
                f"{path} is open for writing in another program: close it (or open it with -readonly), then run again."
            ) from error
