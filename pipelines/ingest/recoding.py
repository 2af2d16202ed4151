"""Streams of lines as UTF-8, for readers of bytes: in UTF-16 and UTF-32 no single byte breaks a line."""

import io
from typing import BinaryIO

from pipelines.ingest.encoding import marked_encoding
from pipelines.ingest.limits import HEAD_BYTES, InputRejected
from pipelines.ingest.unpacking import buffered


def as_utf8(stream: BinaryIO) -> io.BufferedReader:
    """Return `stream` as it is, or recoded where it is in UTF-16 or UTF-32, whose line breaks are no single bytes."""
    whole = buffered(stream)
    encoding = marked_encoding(whole.peek(HEAD_BYTES)[:HEAD_BYTES]) or ""
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    return buffered(_Recoded(whole, encoding)) if is_wide else whole


class _Recoded(io.RawIOBase):
    """A stream of text as UTF-8; raises `InputRejected` (`undecodable`) where its bytes are not in `encoding`."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        self._encoding = encoding
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        if not self._left:
            try:
                self._left = self._text.read(HEAD_BYTES).encode()
            except UnicodeDecodeError as error:
                raise InputRejected(
                    "undecodable", f"not {self._encoding} from here on; the rest is not read"
                ) from error
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
