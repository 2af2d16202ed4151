"""A file by which a run learns that the process before it died while it annotated: native code crashed, or a kill.

Such a run gives few documents too to worker processes, where a crash costs one document and not the run. A run that
follows no crash pays for two system calls.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def crash_mark(path: Path) -> Iterator[bool]:
    """Lay the mark for the block, and yield whether one lay there already; errors and signals take it away too."""
    has_died = path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    try:
        yield has_died
    finally:
        path.unlink(missing_ok=True)
