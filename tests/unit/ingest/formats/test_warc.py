"""Web archives: a record for each capture."""

import io
import re

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
