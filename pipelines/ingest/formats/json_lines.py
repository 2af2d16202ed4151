"""JSON Lines: one object a line, or one answer of an API with a list of articles a line, which the first line tells.

A broken line costs that line only; memory holds one line.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

import orjson

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats.json_object import extract_object, no_object
from pipelines.ingest.formats.json_values import parse
from pipelines.ingest.formats.json_wrappers import articles_in
from pipelines.ingest.limits import MAX_RECORD_BYTES
from pipelines.ingest.recoding import as_utf8
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected


def split(stream: BinaryIO, source: SourceFile, mapping: FieldMapping) -> Iterator[RawRecord | Rejected]:
    """Yield each line that is not blank, unparsed; one beyond the limit is passed over and rejected."""
    return split_lines(as_utf8(stream), source, mapping, begun=())


def split_lines(
    stream: BinaryIO, source: SourceFile, mapping: FieldMapping, *, begun: Iterable[bytes]
) -> Iterator[RawRecord | Rejected]:
    """Do as `split` does, for a stream whose first lines, `begun`, have been read already."""
    lines = filter(bytes.strip, chain(begun, iter(lambda: stream.readline(MAX_RECORD_BYTES + 1), b"")))
    first = next(lines, b"")
    holds_articles = articles_in(object_in(first), mapping) is not None
    record_no = 0
    for line in chain([first] if first else [], lines):
        if len(line) > MAX_RECORD_BYTES:
            _skip_line(stream, line)
            yield Rejected("too_large", f"a line of more than {MAX_RECORD_BYTES >> 20} MiB")
        elif holds_articles:
            for article in articles_in(object_in(line), mapping) or [line]:
                yield RawRecord(source, "jsonl", article, record_no)
                record_no += 1
            continue
        else:
            yield RawRecord(source, "jsonl", line, record_no)
        record_no += 1


def object_in(line: bytes) -> Any:
    """Return the object that a line is; None for anything else, and for what is not strictly JSON."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one line's object."""
    value = parse(record.payload) if isinstance(record.payload, bytes) else record.payload
    if isinstance(value, Rejected):
        return value
    if not isinstance(value, Mapping):
        return no_object(value)
    return extract_object(value, mapping)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_RECORD_BYTES)
