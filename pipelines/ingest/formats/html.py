"""HTML pages: one page, one record. The page is parsed once; scripts are never run and nothing is fetched."""

import re
from collections.abc import Iterable
from typing import IO

from lxml import etree, html  # type: ignore[import-untyped]

from pipelines.ingest.encoding import Decoded, decode
from pipelines.ingest.html_metadata import read_page_metadata
from pipelines.ingest.other_stories import is_list_of_teasers
from pipelines.ingest.page_text import VERSION, read_page_text
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected, Stated

MAX_PAGE_BYTES = 8 * 1024 * 1024
_SHORTEST_PROSE = 20  # characters of one paragraph; a page of links alone has none
_MOST_ELEMENTS = 50_000
_HEAD_BYTES = 4096  # where a page has to declare its encoding; the standard says 1,024
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def split(stream: IO[bytes], source: SourceFile) -> Iterable[RawRecord | Rejected]:
    """Yield the page as one record; `too_large` above `MAX_PAGE_BYTES`."""
    data = stream.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        yield Rejected("too_large", f"a page of more than {MAX_PAGE_BYTES // 2**20} MiB")
        return
    yield RawRecord(source, "html", data)


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return the article's text and what the page states about it.

    Rejections: `undecodable`, `too_deep` (elements nested beyond libxml2's limit of 256), `too_large`, `no_body`.
    """
    if not isinstance(record.payload, bytes):
        return Rejected("no_body", "no page")
    decoded = decode_page(record.payload, record.declared_encoding)
    return (
        decoded
        if isinstance(decoded, Rejected)
        else extract_page(decoded.text, encoding=decoded.encoding, url=record.url)
    )


def declared_encoding(page: bytes) -> str | None:
    """Return the encoding that a page declares in its head."""
    match = _CHARSET.search(page, 0, _HEAD_BYTES)
    return (match[1] or match[2]).decode("ascii") if match else None


def decode_page(page: bytes, declared: str | None) -> Decoded | Rejected:
    """Return the page as text; `declared` is what its HTTP header says."""
    return decode(page, declared or declared_encoding(page))


def extract_page(page: str, *, encoding: str | None, url: str | None) -> Extracted | Rejected:
    """Return what `extract` does, for a decoded page."""
    tree = _parse(page)
    if isinstance(tree, Rejected):
        return tree
    body = read_page_text(tree)
    if max(map(len, body.split("\n"))) < _SHORTEST_PROSE:
        return Rejected("no_body", "the page has no article text")
    metadata = read_page_metadata(tree, url)
    extent = {"extent": Stated("teasers", "text")} if is_list_of_teasers(tree, body) else {}
    stated = {**metadata.stated, **extent}
    return Extracted(body, stated, metadata.authors, encoding, extractor="trafilatura", extractor_version=VERSION)


def _parse(page: str) -> html.HtmlElement | Rejected:
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=False, no_network=True
    )
    text = _XML_DECLARATION.sub("", page.replace("\0", "")).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(text, parser=parser)
    except etree.LxmlError as error:
        if "depth" in str(error):
            return Rejected("too_deep", "elements nested more than 256 deep")
        return Rejected("no_body", "no HTML in it")
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        return Rejected("too_deep", "elements nested more than 256 deep")
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return Rejected("too_large", f"a page of more than {_MOST_ELEMENTS:,} elements")
    return tree
