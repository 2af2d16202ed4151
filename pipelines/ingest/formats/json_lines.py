"""JSON Lines: one object a line. A broken line costs that line only; memory holds one line."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats.json_object import extract_object, no_object
from pipelines.ingest.formats.json_values import parse
from pipelines.ingest.limits import MAX_RECORD_BYTES
from pipelines.ingest.recoding import as_utf8
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each line that is not blank, unparsed; one beyond the limit is passed over and rejected."""
    return split_lines(as_utf8(stream), source, begun=())


def split_lines(stream: BinaryIO, source: SourceFile, *, begun: Iterable[bytes]) -> Iterator[RawRecord | Rejected]:
    """Do as `split` does, for a stream whose first lines, `begun`, have been read already."""
    record_no = 0
    for line in chain(begun, iter(lambda: stream.readline(MAX_RECORD_BYTES + 1), b"")):
        if len(line) > MAX_RECORD_BYTES:
            _skip_line(stream, line)
            yield Rejected("too_large", f"a line of more than {MAX_RECORD_BYTES >> 20} MiB")
        elif line.strip():
            yield RawRecord(source, "jsonl", line, record_no)
        else:
            continue
        record_no += 1


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one line's object."""
    if not isinstance(record.payload, bytes):
        raise TypeError("a record of JSON Lines holds the line")
    value = parse(record.payload)
    if isinstance(value, Rejected):
        return value
    if not isinstance(value, Mapping):
        return no_object(value)
    return extract_object(value, mapping)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_RECORD_BYTES)
