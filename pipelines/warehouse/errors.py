"""What can go wrong with the warehouse that a person can put right; each message is one line that says how."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WarehouseError(Exception):
    """The warehouse could not be built or published; the published one is as it was."""


class WarehouseMissing(WarehouseError):
    """Nothing is published yet."""


class WarehouseLocked(WarehouseError):
    """Another program has a warehouse file open for writing."""


class WarehouseUnwritable(WarehouseError):
    """A file or folder of the warehouse cannot be written."""


class DiskFull(WarehouseError):
    """No space is left for the warehouse."""


class BuildFailed(WarehouseError):
    """dbt could not run at all, or the build file is not one that can be published."""


def disk_full(folder: Path) -> DiskFull:
    """Return the error for a disk without space."""
    return DiskFull(f"No space left while writing below {folder}: free some space, then run again.")


@contextmanager
def named_os_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write `path` into the `WarehouseError` that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(path.parent) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR):
            raise WarehouseUnwritable(
                f"Cannot write {path} ({error.strerror}): make it writable or choose another folder with --data."
            ) from error
        raise
