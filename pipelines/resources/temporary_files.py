"""Temporary files of a run lie in its data folder: on the disk that has room for them, and nowhere else."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.resources.data_folder import DataFolder

LEFT_OVER_SECONDS = 600  # a process that waits for the writer's lock makes and drops its own within seconds


@contextmanager
def temporary_files_in(folder: DataFolder) -> Iterator[None]:
    """Let this process, and those that it starts meanwhile, make temporary files in the folder's `.build/tmp`."""
    before = os.environ.get("TMPDIR")
    folder.temporary.mkdir(parents=True, exist_ok=True)
    _use(str(folder.temporary))
    try:
        yield
    finally:
        _use(before)


def remove_left_over_files(folder: DataFolder) -> None:
    """Remove what a crash left in `.build/tmp`; call it only while holding the writer's lock."""
    for path in folder.temporary.glob("*"):
        if _age_seconds(path) > LEFT_OVER_SECONDS:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _age_seconds(path: Path) -> float:
    return time.time() - path.lstat().st_mtime


def _use(place: str | None) -> None:
    if place is None:
        os.environ.pop("TMPDIR", None)
    else:
        os.environ["TMPDIR"] = place
    tempfile.tempdir = None  # Python keeps the first place that it found
