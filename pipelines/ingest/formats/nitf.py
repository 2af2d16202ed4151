"""NITF (News Industry Text Format, IPTC): one document, one record; also where a NewsML-G2 item carries it inline."""

from collections.abc import Iterable, Iterator
from typing import IO

from lxml import etree  # type: ignore[import-untyped]

from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.ingest.xml_documents import descendants, local_name, parse_document, read_document, words_of
from pipelines.records import Rejected, Stated

EXTRACTOR = "whosaid.nitf"
_PARAGRAPHS = frozenset(["p", "hl2", "lede", "li", "dt", "dd", "bq", "pre"])
_NOT_PROSE = frozenset(
    ["media", "media-caption", "nitf-table", "table", "fn", "note", "byline", "dateline", "hedline", "tagline"]
)
_MARKUP_BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "td"])


def split(stream: IO[bytes], source: SourceFile) -> Iterable[RawRecord | Rejected]:
    """Yield the document as one record; `too_large` or `xml_entities` where it may not be read."""
    data = read_document(stream)
    yield data if isinstance(data, Rejected) else RawRecord(source, "nitf", data)


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return the article's text and metadata; `broken_xml`, `too_deep`, `xml_entities` or `no_body` otherwise."""
    if not isinstance(record.payload, bytes):
        return Rejected("no_body", "no document")
    root = parse_document(record.payload)
    return root if isinstance(root, Rejected) else extract_nitf(root)


def extract_nitf(root: etree._Element) -> Extracted | Rejected:
    """Return what `extract` does, for a parsed `nitf` element."""
    body = "\n".join(content_of(root))
    if not body:
        return Rejected("no_body", "no paragraphs in body.content")
    return Extracted(body, stated_by(root), encoding=root.getroottree().docinfo.encoding, extractor=EXTRACTOR)


def content_of(root: etree._Element) -> list[str]:
    """Return the paragraphs of an NITF document's body.content."""
    return [
        line
        for content in descendants(root, "body.content")
        for line in paragraphs_below(content, _PARAGRAPHS, _NOT_PROSE)
    ]


def markup_paragraphs(root: etree._Element) -> list[str]:
    """Return the paragraphs of XHTML below `root`."""
    bodies = [root] if local_name(root) == "body" else descendants(root, "body")
    return [
        line
        for body in bodies or [root]
        for line in paragraphs_below(
            body, _MARKUP_BLOCKS, frozenset(["table", "figcaption", "script", "style", "nav", "aside", "title"])
        )
    ]


def paragraphs_below(element: etree._Element, blocks: frozenset[str], left_out: frozenset[str]) -> Iterator[str]:
    """Yield the text of the block elements below `element`, outermost first, and of it all where it has none."""
    found = False
    waiting = list(reversed(element))
    while waiting:
        inner = waiting.pop()
        name = local_name(inner)
        if name in left_out:
            continue
        if name in blocks:
            found = True
            text = words_of(inner)
            if text:
                yield text
        else:
            waiting.extend(reversed(inner))
    if not found and words_of(element):
        yield words_of(element)


def stated_by(root: etree._Element) -> dict[str, Stated]:
    """Return what the head of an NITF document states."""
    first = {
        name: next(iter(descendants(root, name)), None) for name in ("hl1", "title", "byline", "dateline", "pubdata")
    }
    issued = next(iter(descendants(root, "date.issue", "story.date")), None)
    published = issued.get("norm") if issued is not None else None
    place = next(iter(descendants(first["dateline"], "location")), None) if first["dateline"] is not None else None
    pubdata = first["pubdata"]
    attributes = dict(pubdata.attrib) if pubdata is not None else {}
    fields = {
        "title": words_of(first["hl1"]) or words_of(first["title"]),
        "byline": words_of(first["byline"]),
        "dateline_place": words_of(place) or words_of(first["dateline"]),
        "published_at": published or attributes.get("date.publication"),
        "outlet": attributes.get("name"),
        "section": attributes.get("position.section"),
        "url": attributes.get("ex-ref"),
        "wire_credit": words_of(next(iter(descendants(root, "distributor")), None)),
        "language": root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }
    return {name: Stated(str(value), "metadata") for name, value in fields.items() if value}
