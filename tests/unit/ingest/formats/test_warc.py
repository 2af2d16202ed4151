"""Web archives: a record for each capture."""

import gzip
import io
import re
from typing import Literal

import pyarrow as pa
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.ingest.formats.warc import extract, split
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

SENTENCE = "Die Fähre fährt alle zehn Minuten, teilte die Behörde am Montag mit, und Räder fahren umsonst. "
PAGE = f"<html><body><article><h1>Fähren</h1><p>{SENTENCE * 2}</p><p>{SENTENCE}</p></article></body></html>"


def _archive(*captures: tuple[str, str, bytes], is_gzip: bool = True) -> bytes:
    """Captures as (status line, content type, body), with a request before each."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=is_gzip)
    for number, (status, kind, body) in enumerate(captures):
        url = f"https://echo.example.org/{number}"
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "echo.example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return buffer.getvalue()


def _records(data: bytes) -> list[RawRecord | Rejected]:
    return list(split(io.BytesIO(data), SourceFile("a.warc.gz", len(data), 1)))


def _outcomes(data: bytes) -> list[Extracted | Rejected]:
    return [record if isinstance(record, Rejected) else extract(record) for record in _records(data)]


@pytest.mark.parametrize("is_gzip", [True, False])
def test_a_captured_page_is_an_article_with_its_url_and_the_charset_of_its_header(is_gzip: bool) -> None:
    data = _archive(("200 OK", "text/html; charset=iso-8859-1", PAGE.encode("latin-1")), is_gzip=is_gzip)
    (record,) = _records(data)
    assert isinstance(record, RawRecord)
    assert (record.url, record.record_no, record.declared_encoding) == ("https://echo.example.org/0", 0, "iso-8859-1")
    page = extract(record)
    assert isinstance(page, Extracted)
    assert "Fähre fährt" in page.body
    assert page.stated["url"].value == "https://echo.example.org/0"


def test_other_captures_have_their_reasons_and_requests_none() -> None:
    data = _archive(
        ("200 OK", "image/png", b"\x89PNG"), ("404 Not Found", "text/html", PAGE.encode()),
        ("200 OK", "text/html", b"<html></html>"),
        ("200 OK", "", PAGE.encode()),
    )  # fmt: skip
    codes = [outcome.reason_code for outcome in _outcomes(data) if isinstance(outcome, Rejected)]
    assert codes == ["not_html", "http_error", "no_body", "not_html"]


@pytest.mark.parametrize("is_gzip", [True, False])
@pytest.mark.parametrize("nth", [0, 1, 2, 3])
def test_an_archive_cut_within_any_record_gives_the_captures_before_and_says_so(is_gzip: bool, nth: int) -> None:
    data = _archive(*[("200 OK", "text/html; charset=utf-8", PAGE.encode())] * 2, is_gzip=is_gzip)
    starts = [match.start() for match in re.finditer(rb"\x1f\x8b\x08" if is_gzip else rb"WARC/1\.0\r\n", data)]
    starts.append(len(data))  # a request, its response, a request, its response
    end = starts[nth + 1] - 12  # closing line breaks and gzip's checksum
    for cut in range(starts[nth] + 1, end):
        *captures, last = _outcomes(data[:cut])
        assert [type(capture) for capture in captures] == [Extracted] * (nth // 2), cut
        assert isinstance(last, Rejected)
        assert last.reason_code == "broken_container", cut


def _packed(page: bytes, **headers: str) -> bytes:
    """An archive of one page under the HTTP headers given, after an unharmed one."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    named = {name.replace("_", "-"): value for name, value in headers.items() if not name.startswith("WARC")}
    warc = {name.replace("_", "-"): value for name, value in headers.items() if name.startswith("WARC")}
    for body, http, extra in ((PAGE.encode(), {}, {}), (page, named, warc)):
        status = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), *http.items()], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                "https://echo.example.org/", "response", io.BytesIO(body), http_headers=status, warc_headers_dict=extra
            )
        )
    return buffer.getvalue()


def _by_arrow(codec: Literal["brotli", "zstd"]) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, codec) as stream:
        stream.write(PAGE.encode())
    return bytes(sink.getvalue())


ZIPPED = gzip.compress(PAGE.encode(), mtime=0)
HALVES = (ZIPPED[:90], ZIPPED[90:])
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(half), half) for half in HALVES) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("page", "headers", "outcome"),
    [
        (CHUNKED, {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}, None),
        (CHUNKED[:-40], {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}, "broken_record"),
        (CHUNKED.replace(b"\r\n", b"\r\r", 1), {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}, "binary"),
        (PAGE.encode(), {"Transfer_Encoding": "chunked"}, None),  # said to be chunked, and is not
        (ZIPPED, {"Content_Encoding": "gzip"}, None),
        (_by_arrow("brotli"), {"Content_Encoding": "br"}, None),
        (_by_arrow("brotli")[:-30], {"Content_Encoding": "br"}, "broken_record"),
        (_by_arrow("zstd"), {"Content_Encoding": "zstd"}, None),
        (ZIPPED[:-9], {"Content_Encoding": "gzip"}, "broken_record"),
        (ZIPPED[:60] + b"\xff" + ZIPPED[61:], {"Content_Encoding": "gzip"}, "binary"),
        (PAGE.encode(), {"Content_Encoding": "gzip"}, None),  # said to be packed, and is not
        (b"\x0b\x02\x80", {"Content_Encoding": "compress"}, "unsupported_format"),
        (PAGE[:-300].encode(), {"WARC_Truncated": "length"}, "broken_record"),
        (PAGE[:-300].encode(), {"WARC_Segment_Number": "1"}, "broken_record"),
    ],
)  # fmt: skip
def test_a_page_that_is_not_whole_is_no_article(page: bytes, headers: dict[str, str], outcome: str | None) -> None:
    first, second = _outcomes(_packed(page, **headers))
    assert isinstance(first, Extracted)
    assert (second.reason_code if isinstance(second, Rejected) else None) == outcome
    assert isinstance(second, Rejected) or second.body == first.body


def test_a_record_of_an_unknown_type_has_a_row() -> None:
    data = _archive(*[("200 OK", "text/html; charset=utf-8", PAGE.encode())] * 2, is_gzip=False)
    first, second = _outcomes(data.replace(b"WARC-Type: response", b"WARC-Type: resp0nse", 1))
    assert isinstance(first, Rejected)
    assert (first.reason_code, first.detail) == ("broken_record", "a record of the unknown type 'resp0nse'")
    assert isinstance(second, Extracted)


def test_a_page_longer_than_its_record_says_is_no_article() -> None:
    data = _archive(*[("200 OK", "text/html; charset=utf-8", PAGE.encode())] * 2, is_gzip=False)
    length = max(int(number) for number in re.findall(rb"Content-Length: (\d+)", data))
    for nth in (0, 1):
        start = [match.start() for match in re.finditer(rb"Content-Length: %d" % length, data)][nth]
        shorter = data[:start] + data[start:].replace(b"%d" % length, b"%d" % (length - 60), 1)
        outcomes = _outcomes(shorter)
        codes = [outcome.reason_code if isinstance(outcome, Rejected) else "accepted" for outcome in outcomes]
        assert codes == ["accepted"] * nth + ["broken_record"] + ["accepted"] * (1 - nth)


def test_what_is_no_archive_is_broken() -> None:
    (rejected,) = _outcomes(b"This is no archive at all.\r\n\r\n")
    assert isinstance(rejected, Rejected)
    assert rejected.reason_code == "broken_container"


def test_an_archive_without_captures_says_so() -> None:
    buffer = io.BytesIO()
    WARCWriter(buffer).write_record(WARCWriter(buffer).create_warcinfo_record("a.warc.gz", {"software": "none"}))
    (rejected,) = _outcomes(buffer.getvalue())
    assert isinstance(rejected, Rejected)
    assert rejected.reason_code == "no_entries"
