"""Text of many articles as Nexis and Factiva export them (`bundles`), of a plain file or out of a document."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from pipelines.ingest.bundles import is_bundle, split_bundle
from pipelines.ingest.encoding import decode
from pipelines.ingest.fields import DEFAULT_MAPPING
from pipelines.ingest.formats.json_object import extract_object
from pipelines.ingest.formats.text import headed_text
from pipelines.ingest.limits import HEAD_BYTES, MAX_DOCUMENT_BYTES
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each article; `no_entries` where none has a text."""
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield Rejected("too_large", f"a document of more than {MAX_DOCUMENT_BYTES >> 20} MiB")
        return
    decoded = decode(data)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    yield from records(decoded.text, source, "bundle")


def records(text: str, source: SourceFile, source_format: str) -> Iterator[RawRecord | Rejected]:
    """Yield the articles of a document's text: those of a bundle, else the one that it is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_bundle(text[:HEAD_BYTES]):
        yield RawRecord(source, source_format, {"whole": text})
        return
    count = 0
    for fields in split_bundle(text):
        yield RawRecord(source, source_format, fields, count)
        count += 1
    if not count:
        yield Rejected("no_entries", "marks of Nexis or Factiva, but no article with a text")


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return the fields of one article; of a document that is no bundle, its first line is the headline."""
    if not isinstance(record.payload, Mapping):
        raise TypeError("a record of a bundle holds fields")
    whole = record.payload.get("whole")
    return headed_text(str(whole)) if whole is not None else extract_object(record.payload, DEFAULT_MAPPING)
