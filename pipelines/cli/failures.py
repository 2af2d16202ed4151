"""Turns errors that a user can fix into an exit code and one line that says how. All other errors are bugs."""

import errno
from collections.abc import Iterator
from enum import IntEnum

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
HANDLES = frozenset({errno.EMFILE, errno.ENFILE})
UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR})
FULL_WORDS = ("disk is full", "no space left", "out of disk space", "file too large", "disk i/o error")
HANDLES_WORDS = ("too many open files",)
UNWRITABLE_WORDS = ("readonly database", "unable to open database file")


class ExitCode(IntEnum):
    """The exit code of the process."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOTHING_TO_READ = 3
    LOCKED = 4
    DISK = 5


class CommandError(Exception):
    """A command has failed; `args[0]` is the line that the user sees."""

    def __init__(self, code: ExitCode, line: str) -> None:
        """Keep the code."""
        super().__init__(line)
        self.code = code


def explain(error: BaseException) -> CommandError | None:
    """Return line and code for an error or one of its causes; None if none of them is known."""
    for cause in _causes(error):
        known = _known(cause)
        if known is not None:
            return known
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting: BaseException | None = error
    while waiting is not None and waiting not in seen:
        seen.append(waiting)
        yield waiting
        waiting = waiting.__cause__ or waiting.__context__


def _known(error: BaseException) -> CommandError | None:
    from pipelines.annotate.reader.errors import ModelFileError
    from pipelines.checks.refusals import SuiteError
    from pipelines.corrections.read import CorrectionError
    from pipelines.ingest.discover import MissingSourceError
    from pipelines.manifests import ManifestError
    from pipelines.resources.settings import SettingsError
    from pipelines.resources.writer_lock import LockedError
    from pipelines.warehouse.errors import (
        DiskFull,
        WarehouseError,
        WarehouseLocked,
        WarehouseMissing,
        WarehouseUnwritable,
    )

    if isinstance(error, CommandError):
        return error
    line = " ".join(str(error).split())
    codes: list[tuple[type[BaseException], ExitCode]] = [
        (MissingSourceError, ExitCode.NOTHING_TO_READ),
        (ManifestError, ExitCode.FAILED),
        (ModelFileError, ExitCode.FAILED),
        (SettingsError, ExitCode.USAGE),
        (SuiteError, ExitCode.USAGE),
        (CorrectionError, ExitCode.USAGE),
        (WarehouseMissing, ExitCode.NOTHING_TO_READ),
        (WarehouseLocked, ExitCode.LOCKED),
        (WarehouseUnwritable, ExitCode.DISK),
        (DiskFull, ExitCode.DISK),
        (WarehouseError, ExitCode.FAILED),
    ]
    if isinstance(error, LockedError):
        return CommandError(ExitCode.LOCKED, f"{line}: wait for it to end, or give --wait SECONDS")
    for kind, code in codes:
        if isinstance(error, kind):
            return CommandError(code, line)
    return _of_system(error, line)


def _of_system(error: BaseException, line: str) -> CommandError | None:
    number = error.errno if isinstance(error, OSError) else None
    where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
    if number in HANDLES or any(words in line.lower() for words in HANDLES_WORDS):
        return CommandError(
            ExitCode.FAILED, f"too many files are open{where}: allow more with ulimit -n, then run again"
        )
    if number in FULL or any(words in line.lower() for words in FULL_WORDS):
        return CommandError(ExitCode.DISK, f"no space left on the disk{where}: free some space, then run again")
    if number in UNWRITABLE or any(words in line.lower() for words in UNWRITABLE_WORDS):
        why = f"cannot write{where}" if where else "the data folder cannot be written"
        return CommandError(ExitCode.DISK, f"{why}: make it writable, or choose another folder with --data")
    return None
