"""A JSON document: one article, an array of articles, or an object with a list of them.

It is read whole, up to a limit (data without end belongs into JSON Lines), and strictly: no NaN, no lone surrogates,
at most 1,024 levels deep. A file whose first line is an object of its own and has lines after it is JSON Lines,
whatever its name.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats import json_lines
from pipelines.ingest.formats.json_object import extract_object, no_object, parse
from pipelines.ingest.limits import MAX_DOCUMENT_BYTES, MAX_RECORD_BYTES
from pipelines.ingest.recoding import as_utf8
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

_LISTS = ("articles", "items", "results", "entries", "documents", "docs", "stories", "data", "news")
"""Names under which APIs and JSON Feed put their list of articles."""


def split(file: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield the articles of the document, or one rejection where it cannot be read."""
    stream = as_utf8(file)
    first = stream.readline(MAX_RECORD_BYTES + 1)
    rest = b""
    if first.endswith(b"\n") and _is_object(first):
        rest = stream.readline(MAX_RECORD_BYTES + 1)
        while rest.isspace():
            rest = stream.readline(MAX_RECORD_BYTES + 1)
        if rest:
            yield from json_lines.split_lines(stream, source, begun=[first, rest])
            return
    data = first + rest + stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield Rejected("too_large", f"a JSON document of more than {MAX_DOCUMENT_BYTES >> 20} MiB; use JSON Lines")
        return
    document = parse(data)
    if isinstance(document, Rejected):
        yield document
        return
    articles = _articles(document)
    if articles is None:
        yield RawRecord(source, "json", document) if isinstance(document, Mapping) else no_object(document)
        return
    for record_no, article in enumerate(articles):
        is_object = isinstance(article, Mapping)
        yield RawRecord(source, "json", article, record_no) if is_object else no_object(article)


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one object."""
    if not isinstance(record.payload, Mapping):
        raise TypeError("a JSON record holds an object")
    return extract_object(record.payload, mapping)


def _articles(document: Any) -> list[Any] | None:
    """Return the list that the document is or wraps; None where it is one article."""
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping) and not any(name in document for name in ("text", "body", "maintext", "bodies")):
        for name in _LISTS:
            inner = document.get(name)
            if isinstance(inner, list) and inner and all(isinstance(item, Mapping) for item in inner):
                return inner
    return None


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
