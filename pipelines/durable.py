"""Files that a crash or a power cut leaves whole: the old content or the new, never half of it."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Flush a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in place of `path` by atomic rename, by way of a `.tmp` beside it."""
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(content)
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)
