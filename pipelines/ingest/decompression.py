"""Packed streams of one file each: gzip, bzip2, xz, Zstandard; what they hold is read as it is unpacked.

Concatenated streams are one, as their tools have it; one that is cut off raises `EOFError`.
"""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from typing import Protocol

import pyarrow as pa

COMPRESSIONS = ("gzip", "bzip2", "xz", "zstd")
SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
_READ_BYTES = 64 * 1024
_XZ_MEMORY = 128 * 1024 * 1024  # bytes; `xz -9` needs 65 MiB to unpack, a dictionary may be declared up to 4 GiB


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def decompressed(stream: io.BufferedReader, name: str) -> io.BufferedIOBase:
    """Return the unpacked bytes of a stream packed by one of `COMPRESSIONS`."""
    if name == "gzip":
        return gzip.GzipFile(fileobj=stream, mode="rb")
    if name == "zstd":
        return _Zstandard(stream)
    if name == "bzip2":
        return _Stepwise(stream, bz2.BZ2Decompressor)
    return _Stepwise(stream, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY))


class _Zstandard(io.BufferedIOBase):
    """A stream that Arrow unpacks."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = pa.CompressedInputStream(stream, "zstd")

    def read1(self, size: int = -1, /) -> bytes:
        try:
            data: bytes = self._stream.read(_READ_BYTES if size < 0 else size)
        except (pa.ArrowException, ValueError) as error:
            raise OSError(str(error)) from error
        return data


class _Stepwise(io.BufferedIOBase):
    """A stream that the standard library unpacks step by step, no more at a time than is asked for."""

    def __init__(self, stream: io.BufferedReader, make: Callable[[], _Decompressor]) -> None:
        self._stream = stream
        self._make = make
        self._decompressor: _Decompressor = make()
        self._packed = b""

    def read1(self, size: int = -1, /) -> bytes:
        limit = _READ_BYTES if size < 0 else size
        while limit:
            if self._decompressor.eof and not self._begin_next():
                return b""
            if self._decompressor.needs_input and not self._packed:
                self._packed = self._stream.read1(_READ_BYTES)
                if not self._packed:
                    raise EOFError("it is cut off")
            packed, self._packed = self._packed, b""
            try:
                data = self._decompressor.decompress(packed, limit)
            except lzma.LZMAError as error:
                raise OSError(str(error)) from error
            if data:
                return data
        return b""

    def _begin_next(self) -> bool:
        """Begin the stream behind the one that has ended; zero bytes between them are padding."""
        packed = self._decompressor.unused_data.lstrip(b"\0")
        while not packed:
            more = self._stream.read1(_READ_BYTES)
            if not more:
                return False
            packed = more.lstrip(b"\0")
        self._packed, self._decompressor = packed, self._make()
        return True
