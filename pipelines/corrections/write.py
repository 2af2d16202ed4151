"""Appends corrections to a file, whole lines only, however many programs do so at the same time."""

import csv
import errno
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.corrections.read import COLUMNS, Place
from pipelines.durable import sync, write_whole


@contextmanager
def corrections_lock(path: Path) -> Iterator[None]:
    """Hold the lock `path` for the block, so that one program at a time looks at the files and adds to them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    from filelock import FileLock  # its import writes a file to try the system out: not for who only reads

    with FileLock(path.absolute(), fallback_to_soft=False):
        yield


def append_correction(path: Path, row: Mapping[str, Any]) -> None:
    """Add one line to the file `path`, which is made where there is none; hold the lock of corrections.

    Readers take no lock: a new file appears whole, and a line by one write. Raises `CorrectionError` where the file has
    no column for what the correction says.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _lines([dict(zip(COLUMNS, COLUMNS, strict=True)), row], COLUMNS))
        return
    columns = _columns(path, row)
    ends_in_line = path.read_bytes().endswith(b"\n")
    _write_at_end(path, (b"" if ends_in_line else b"\n") + _lines([row], columns))


def _write_at_end(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    before = os.fstat(handle).st_size
    try:
        if os.write(handle, content) < len(content):  # the disk is full: half a line would stop every later run
            os.ftruncate(handle, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(handle)
    sync(path)


def _lines(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([[row.get(name) or "" for name in columns] for row in rows])
    return text.getvalue().encode()


def _columns(path: Path, row: Mapping[str, Any]) -> list[str]:
    """Return the columns of a file that is there; all that a correction says must have one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = next(csv.reader(stream), [])
    missing = [name for name in COLUMNS if row.get(name) and name not in columns]
    if missing:
        raise Place(str(path), 1).error(f"add the columns {', '.join(missing)}, or rename the file")
    return columns
