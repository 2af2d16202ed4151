"""The bytes of a packed stream, counted against what may come out of one file; what is broken in it has its reason."""

import gzip
import io
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, cast

from pipelines.ingest.limits import (
    HEAD_BYTES,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_FREE_BYTES,
    InputRejected,
)

BROKEN = (
    zlib.error,
    EOFError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    tarfile.TarError,
    NotImplementedError,
    OSError,
)


@dataclass(slots=True)
class Budget:
    """What has come out of one file on disk, whose packed size is `packed_bytes`."""

    packed_bytes: int
    unpacked_bytes: int = 0

    def spend(self, count: int) -> None:
        """Count bytes; raises `InputRejected` (`zip_bomb`) beyond the limits."""
        self.unpacked_bytes += count
        total = self.unpacked_bytes
        if total > MAX_UNPACKED_BYTES:
            raise InputRejected("zip_bomb", f"unpacks to more than {MAX_UNPACKED_BYTES >> 30} GiB")
        if total > RATIO_FREE_BYTES and total > MAX_RATIO * self.packed_bytes:
            raise InputRejected("zip_bomb", f"unpacks to more than {MAX_RATIO} times its size")


class Unpacking(io.RawIOBase):
    """The bytes of one member, counted; what is broken in it is raised as `InputRejected`."""

    def __init__(self, stream: io.BufferedIOBase, budget: Budget, *, is_counted: bool = True) -> None:
        """Read from `stream`, on `budget`; not counted are bytes that an outer stream has counted."""
        self._is_counted = is_counted
        self._stream = stream
        self._budget = budget
        self._error: InputRejected | None = None

    def readable(self) -> bool:
        """Be read from only."""
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        """Fill `buffer` as far as the member goes; what came before an error is handed out before it is raised."""
        filled = 0
        while filled < len(buffer) and self._error is None:
            try:
                data = self._stream.read1(len(buffer) - filled)
                self._budget.spend(len(data) if self._is_counted else 0)
            except BROKEN as error:
                self._error = InputRejected("broken_container", f"cannot be unpacked: {error}")
            except InputRejected as error:
                self._error = error
            else:
                if not data:
                    break
                buffer[filled : filled + len(data)] = data
                filled += len(data)
        if self._error is not None and not filled:
            raise self._error
        return filled


def buffered(stream: BinaryIO | io.RawIOBase) -> io.BufferedReader:
    """Return `stream` as one whose `peek` gives a whole head, by which format and encoding are told."""
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), HEAD_BYTES)
