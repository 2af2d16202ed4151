"""RTF: one article, or a bundle of many; striprtf gives the text, and pictures and fields are left out."""

from collections.abc import Iterator
from typing import BinaryIO

from striprtf.striprtf import rtf_to_text  # type: ignore[import-not-found, import-untyped, unused-ignore]

from pipelines.ingest.formats import bundle
from pipelines.ingest.limits import MAX_DOCUMENT_BYTES
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.records import Rejected

extract = bundle.extract


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield the article or articles of the document."""
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield Rejected("too_large", f"a document of more than {MAX_DOCUMENT_BYTES >> 20} MiB")
        return
    try:
        text: str = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")  # type: ignore[no-untyped-call, unused-ignore]
    except (ValueError, LookupError, IndexError, KeyError) as error:
        yield Rejected("broken_document", f"no readable RTF: {error}")
        return
    if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):
        yield from _cut(text, source)
        return
    yield from bundle.records(text, source, "rtf")


def _cut(text: str, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    if text.strip():
        yield from bundle.records(text, source, "rtf")
    yield Rejected("broken_document", "the document is cut off; what stands before is read")
