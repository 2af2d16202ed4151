"""WARC and ARC archives, plain or gzipped record by record, by warcio: each captured response is a record of its own.

`response` and `resource` records (and ARC's) are inputs and get an outcome each, as do records of a type that the
standard does not know; `warcinfo`, `request`, `metadata`, `revisit` and `conversion` records describe captures and are
none, nor are the `continuation`s of a capture in segments. Memory holds one page at a time.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Literal

import pyarrow as pa
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import BufferedReader, ChunkedDataException, ChunkedDataReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from pipelines.ingest.detect import is_binary
from pipelines.ingest.encoding import marked_encoding
from pipelines.ingest.formats.html import MAX_PAGE_BYTES, decode_page, extract_page
from pipelines.ingest.limits import HEAD_BYTES
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

_CAPTURES = ("response", "resource")
_NO_CAPTURES = ("warcinfo", "request", "metadata", "revisit", "conversion", "continuation")
_HTML = ("text/html", "application/xhtml+xml")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DRAINED = 64 * 1024
_WRONG_LENGTH = "more bytes stand behind the page than its record counts"
_PACKED = ("gzip", "x-gzip", "deflate")
_BY_ARROW: Mapping[str, Literal["brotli", "zstd"]] = {"br": "brotli", "zstd": "zstd"}  # as HTTP calls them, and Arrow
_BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, LookupError, AttributeError, TypeError, zlib.error)


def split(stream: IO[bytes], source: SourceFile) -> Iterable[RawRecord | Rejected]:
    """Yield a record for each capture.

    A broken archive gives those before the break, then `broken_container`; one without a capture gives `no_entries`.
    """
    records = _captures(stream, source)
    count = 0
    while True:
        try:
            record = next(records, None)
        except _BROKEN as error:  # what warcio raises depends on where the bytes are wrong
            reason = str(error)[:150] or type(error).__name__
            yield Rejected("broken_container", f"the archive cannot be read on behind {count} captures: {reason}")
            return
        if record is None:
            break
        count += 1
        yield record
    if not count:
        yield Rejected("no_entries", "an archive without captured responses")


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return the article of a captured page.

    Rejections: `http_error` (a status other than 200), `not_html`, `broken_record` (cut off or damaged),
    `unsupported_format` (packed in a way that is not read), `too_large`, `binary`, and those of a page.
    """
    capture = record.payload
    if not isinstance(capture, Mapping):
        return Rejected("not_html", "no capture")
    status, kind = str(capture["status"]), str(capture["content_type"])
    if status not in ("", "200"):
        return Rejected("http_error", f"the server answered {status[:40]}")
    if not kind.startswith(_HTML):
        return Rejected("not_html", f"a capture of type {kind[:60] or 'unknown'}")
    if capture["fault"] is not None:
        return Rejected(*capture["fault"])
    page: bytes = capture["page"]
    if len(page) > MAX_PAGE_BYTES:
        return Rejected("too_large", f"a page of more than {MAX_PAGE_BYTES // 2**20} MiB")
    if marked_encoding(page) is None and is_binary(page[:HEAD_BYTES]):
        return Rejected("binary", "said to be HTML, but bytes that no text has")
    decoded = decode_page(page, record.declared_encoding)
    return (
        decoded
        if isinstance(decoded, Rejected)
        else extract_page(decoded.text, encoding=decoded.encoding, url=record.url)
    )


def _captures(stream: IO[bytes], source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each capture once the next record is found where its length says: a wrong length cuts its page short."""
    archive = ArchiveIterator(stream, arc2warc=True)
    waiting: RawRecord | Rejected | None = None
    number = faults = 0
    try:
        for record in archive:
            if waiting is not None:
                yield waiting if archive.err_count == faults else Rejected("broken_record", _WRONG_LENGTH)
            waiting, faults = None, archive.err_count
            waiting = _capture(record, source, number)
            number += waiting is not None
    except _BROKEN:
        if waiting is not None:
            yield waiting
        raise
    if waiting is not None:
        yield waiting if archive.err_count == faults else Rejected("broken_record", _WRONG_LENGTH)
    if archive.offset < archive.fh.tell():  # warcio ends in silence where the archive does within a record's headers
        raise EOFError("it ends within a record's headers")


def _capture(record: ArcWarcRecord, source: SourceFile, number: int) -> RawRecord | Rejected | None:
    """Return what a record is as an input; None for those that describe captures."""
    if record.rec_type is None or not (record.rec_headers.get_header("Content-Length") or "").isdigit():
        raise ArchiveLoadFailed("a record without a type or a length")
    if record.rec_type in _CAPTURES:
        return _record(record, source, number)
    _pass_over(record)
    if record.rec_type in _NO_CAPTURES:
        return None
    return Rejected("broken_record", f"a record of the unknown type {record.rec_type[:40]!r}")


def _record(record: ArcWarcRecord, source: SourceFile, number: int) -> RawRecord:
    http = record.http_headers
    content_type = (http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")) or ""
    kind, _, parameters = content_type.partition(";")
    status = http.get_statuscode() if http else ""
    url = record.rec_headers.get_header("WARC-Target-URI")
    if not _ADDRESS.match(url or ""):
        raise ArchiveLoadFailed("a capture without an address")
    is_page = status in ("", "200") and kind.strip().lower().startswith(_HTML)
    page, fault = _page(record) if is_page else (b"", None)
    capture: dict[str, Any] = {
        "status": status,
        "content_type": kind.strip().lower(),
        "page": page,
        "fault": fault,
    }
    _pass_over(record)
    return RawRecord(source, "warc", capture, number, key=url, declared_encoding=_charset(parameters), url=url)


def _page(record: ArcWarcRecord) -> tuple[bytes, tuple[str, str] | None]:
    """Return the page unpacked, and as code and detail why it is not the whole page; warcio alone would not tell."""
    for name in ("WARC-Truncated", "WARC-Segment-Number"):
        value = record.rec_headers.get_header(name)
        if value:
            return b"", ("broken_record", f"the crawler did not keep the page in one piece ({name}: {value[:40]})")
    packed = (record.http_headers.get_header("Content-Encoding") or "") if record.http_headers else ""
    if packed.strip().lower() not in ("", "identity", *_PACKED, *_BY_ARROW):
        return b"", ("unsupported_format", f"the page is packed by {packed[:40]}, which is not read")
    stream = record.content_stream()
    try:
        page = stream.read(1)
        if isinstance(stream, ChunkedDataReader) and not stream.not_chunked:
            stream.raise_chunked_data_exceptions = True  # only a page that is not chunked at all is read as it is
        page += stream.read(MAX_PAGE_BYTES)
    except ChunkedDataException:
        return b"", ("broken_record", "the page is cut off or damaged: its chunks do not add up")
    unpacking = stream.decompressor if isinstance(stream, BufferedReader) else None
    if unpacking is not None and not unpacking.eof and len(page) <= MAX_PAGE_BYTES:
        return b"", ("broken_record", f"the page is cut off or damaged: it cannot be unpacked by {packed[:40]}")
    codec = _BY_ARROW.get(packed.strip().lower())
    if codec is not None:
        try:
            page = pa.CompressedInputStream(pa.BufferReader(page), codec).read(MAX_PAGE_BYTES + 1)
        except (pa.ArrowException, OSError):
            return b"", ("broken_record", f"the page is cut off or damaged: it cannot be unpacked by {packed[:40]}")
    return page, None


def _pass_over(record: ArcWarcRecord) -> None:
    """Read on to the record's end; raises `EOFError` where the archive ends before."""
    while record.raw_stream.read(_DRAINED):
        pass
    if record.raw_stream.limit > 0:
        raise EOFError("it ends within a record")


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'") or None
    return None
