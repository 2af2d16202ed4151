"""JSON documents: one article, an array of articles, an object that holds a list of them, or several such in one file.

It is read whole, up to a limit (data without end belongs into JSON Lines). A file whose first line is an object of its
own and has lines after it is JSON Lines, whatever its name. Of one that is cut off or broken, the articles before the
break are read. NaN and Infinity, which Python and pandas write, are nothing.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats import json_lines
from pipelines.ingest.formats.json_object import extract_object, no_object
from pipelines.ingest.formats.json_values import parse_all
from pipelines.ingest.formats.json_wrappers import articles_in
from pipelines.ingest.limits import MAX_DOCUMENT_BYTES, MAX_DOCUMENT_VALUES, MAX_RECORD_BYTES
from pipelines.ingest.recoding import as_utf8
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected


def split(file: BinaryIO, source: SourceFile, mapping: FieldMapping) -> Iterator[RawRecord | Rejected]:
    """Yield the articles of the document, and a rejection where it cannot be read or goes on no further."""
    stream = as_utf8(file)
    first = stream.readline(MAX_RECORD_BYTES + 1)
    rest = b""
    if first.endswith(b"\n") and json_lines.object_in(first) is not None:
        rest = stream.readline(MAX_RECORD_BYTES + 1)
        while rest.isspace():
            rest = stream.readline(MAX_RECORD_BYTES + 1)
        if rest:
            yield from json_lines.split_lines(stream, source, mapping, begun=[first, rest])
            return
    data = first + rest + stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield Rejected("too_large", f"a JSON document of more than {MAX_DOCUMENT_BYTES >> 20} MiB; use JSON Lines")
        return
    if _values(data) > MAX_DOCUMENT_VALUES:
        yield Rejected("too_large", f"a JSON document of more than {MAX_DOCUMENT_VALUES:,} values; use JSON Lines")
        return
    parsed = parse_all(data)
    documents = [articles_in(value, mapping) for value in parsed.values]
    is_one = len(documents) == 1 and documents[0] is None and parsed.broken is None
    record_no = 0
    for value, articles in zip(parsed.values, documents, strict=True):
        for article in [value] if articles is None else articles:
            if isinstance(article, Mapping):
                yield RawRecord(source, "json", article, None if is_one else record_no)
            else:
                yield no_object(article)
            record_no += 1
    if parsed.broken is not None:
        yield parsed.broken


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one object."""
    if not isinstance(record.payload, Mapping):
        raise TypeError("a JSON record holds an object")
    return extract_object(record.payload, mapping)


def _values(data: bytes) -> int:
    """Return how many values a JSON text has at most; a comma in prose counts too."""
    return sum(map(data.count, (b",", b"{", b"[")))
