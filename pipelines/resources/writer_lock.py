"""One writer at a time: a file lock on the data folder, held for a whole run, whoever starts it. Readers need none."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from pipelines.resources.data_folder import DataFolder


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds the lock, as it described itself when it began."""

    pid: int
    started_at: datetime
    command: str


class LockedError(RuntimeError):
    """Another run writes to this data folder; `holder` is None if that run has not written its name yet."""

    def __init__(self, holder: Holder | None) -> None:
        """Make the message from what is known of the holder."""
        self.holder = holder
        who = f"process {holder.pid}, since {holder.started_at:%Y-%m-%d %H:%M:%S} UTC" if holder else "another process"
        super().__init__(f"another run writes to this data folder ({who})")


@contextmanager
def writer_lock(folder: DataFolder, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the data folder's lock for the block; the process that holds it may enter again.

    Raises `LockedError` after `wait_seconds`, and `OSError` where the folder cannot be written to. The lock falls with
    its process, however that ends.
    """
    from filelock import FileLock, Timeout  # its import writes a file to try the system out: not for who only reads

    folder.lock.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.lock.absolute(), is_singleton=True, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.2)
    except Timeout as error:
        raise LockedError(read_holder(folder)) from error
    try:
        if lock.lock_counter == 1:
            _name_path(folder).write_bytes(orjson.dumps(_myself()))
        yield
    finally:
        if lock.lock_counter == 1:
            _name_path(folder).unlink(missing_ok=True)
        lock.release()


def read_holder(folder: DataFolder) -> Holder | None:
    """Return the process that last took the lock; None if there is none or it no longer runs."""
    try:
        raw = orjson.loads(_name_path(folder).read_bytes())
        holder = Holder(int(raw["pid"]), datetime.fromisoformat(raw["started_at"]), str(raw["command"]))
        os.kill(holder.pid, 0)
    except (FileNotFoundError, ProcessLookupError, orjson.JSONDecodeError):
        return None
    except PermissionError:  # alive, and another user's
        pass
    return holder


def is_written_to(folder: DataFolder) -> bool:
    """Return True where another process holds the lock; to learn it, the lock is taken for a moment where one says so.

    A name may be left over from a process that was killed, and its number be another's by now.
    """
    if read_holder(folder) is None:
        return False
    try:
        with writer_lock(folder):
            return False
    except LockedError:
        return True


def _name_path(folder: DataFolder) -> Path:
    return folder.lock.with_suffix(".json")


def _myself() -> Holder:
    return Holder(os.getpid(), datetime.now(UTC), " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]]))
