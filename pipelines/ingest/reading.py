"""Opens each file that discovery found, detects its format and cuts it into records, as a stream.

What goes wrong in a file, or in a reader, becomes a rejection at the place where it happened; the next file is read as
if nothing had been.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.ingest import formats
from pipelines.ingest.containers import Member, open_members
from pipelines.ingest.discover import UNREAD, Found
from pipelines.ingest.fields import DEFAULT_MAPPING, FieldMapping
from pipelines.ingest.limits import InputRejected
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.ingest.unpacking import buffered
from pipelines.records import Rejected

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of `ingest_outcomes` in the making: a record, or why there is none.

    `record_no` is the place among all that the file yields; null where the file is one record, or is rejected as a
    whole.
    """

    source: SourceFile
    sha256: str | None  # of the file on disk
    source_format: str | None
    content: RawRecord | Rejected
    record_no: int | None = None


def read(found: Found, mapping: FieldMapping = DEFAULT_MAPPING) -> Iterator[Piece]:
    """Yield every record and rejection of one file, at least one, in the file's order."""
    if found.rejected is not None:
        yield Piece(found.source, None, None, found.rejected)
        return
    sha256 = None
    try:
        with buffered(io.FileIO(found.location)) as stream:
            sha256 = _digest(stream)
            for member in open_members(found.source, stream):
                yield from _pieces(member, sha256, mapping)
    except OSError as error:
        source = replace(found.source, mtime_ns=UNREAD)
        yield Piece(source, sha256, None, Rejected("unreadable_file", error.strerror or str(error)))


def _pieces(member: Member, sha256: str, mapping: FieldMapping) -> Iterator[Piece]:
    if isinstance(member.content, Rejected):
        yield Piece(member.source, sha256, None, member.content)
        return
    name, stream = member.content
    waiting: RawRecord | Rejected | None = None
    count = 0
    for content in _split(name, stream, member.source, mapping):
        if waiting is not None:
            yield _piece(member.source, sha256, name, waiting, place=count)
            count += 1
        waiting = content
    if waiting is None:
        waiting = Rejected("empty_file", f"{name} without a record")
    # A file's only rejection concerns the file; one after others, the record at that place.
    place = count if count or not isinstance(waiting, Rejected) else None
    yield _piece(member.source, sha256, name, waiting, place=place)


def _piece(source: SourceFile, sha256: str, name: str, content: RawRecord | Rejected, *, place: int | None) -> Piece:
    if isinstance(content, Rejected):
        return Piece(source, sha256, name, content, place)
    if content.record_no is None:
        return Piece(source, sha256, content.source_format, content)
    numbered = content if content.record_no == place else replace(content, record_no=place)
    return Piece(source, sha256, content.source_format, numbered, place)


def _split(
    name: str, stream: io.BufferedReader, source: SourceFile, mapping: FieldMapping
) -> Iterator[RawRecord | Rejected]:
    try:
        yield from formats.split(name, stream, source, mapping)
    except InputRejected as error:
        yield error.rejected
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's fault on one input must not end the batch
        yield Rejected("reader_failed", f"{type(error).__name__}: {error}")


def _digest(stream: io.BufferedReader) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK_BYTES):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()
