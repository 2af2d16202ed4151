"""Adds lines to files of corrections and decisions, and takes them out: whole lines, however many programs do so."""

import csv
import errno
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    """Add one correction to the file `path`, which is made where there is none; hold the lock of corrections.

    Raises `CorrectionError` where the file has no column for what the correction says.
    """
    columns = header_of(path)
    missing = [name for name in COLUMNS if path.exists() and row.get(name) and name not in columns]
    if missing:
        raise Place(str(path), 1).error(f"add the columns {', '.join(missing)}, or rename the file")
    append_line(path, row, columns or COLUMNS)


def append_line(path: Path, row: Mapping[str, Any], columns: Sequence[str]) -> None:
    """Add one line to the CSV file `path` with these columns, which is made where there is none; hold a lock.

    Readers take no lock: a new file appears whole, and a line by one write.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _lines([dict(zip(columns, columns, strict=True)), row], columns))
        return
    ends_in_line = path.read_bytes().endswith(b"\n")
    _write_at_end(path, (b"" if ends_in_line else b"\n") + _lines([row], columns))


def header_of(path: Path) -> list[str]:
    """Return the names of a CSV file's columns; none where there is no file, or nothing in it."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream), [])


def remove_lines(path: Path, is_meant: Callable[[Mapping[str, str]], bool]) -> int:
    """Write the CSV file `path` anew without the lines that are meant, and return how many they were; hold a lock."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.DictReader(stream)
        columns, rows = [*(lines.fieldnames or ())], [*lines]
    kept = [row for row in rows if not is_meant(row)]
    if len(kept) < len(rows):
        write_whole(path, _lines([dict(zip(columns, columns, strict=True)), *kept], columns))
    return len(rows) - len(kept)


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
