"""NewsML-G2 (IPTC): news items, alone or many in a message. Packages, concepts, plans and pictures hold no article."""

from collections.abc import Iterable
from typing import IO

from lxml import etree  # type: ignore[import-untyped]

from pipelines.ingest.formats import nitf
from pipelines.ingest.markup import looks_like_markup, paragraphs_of_markup
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.ingest.xml_documents import children, descendants, local_name, parse_document, read_document, words_of
from pipelines.records import Rejected, Stated

EXTRACTOR = "whosaid.newsml"
_ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def split(stream: IO[bytes], source: SourceFile) -> Iterable[RawRecord | Rejected]:
    """Yield one record for each item of a news message, or the one item that the document is.

    Rejects the file as `too_large`, `xml_entities`, `too_deep`, `broken_xml`, `not_an_article` (another root) or
    `no_entries` (a message without items).
    """
    data = read_document(stream)
    root = data if isinstance(data, Rejected) else parse_document(data)
    if isinstance(root, Rejected):
        yield root
    elif local_name(root) in _ITEMS:
        yield _record(root, source, None)
    elif local_name(root) != "newsMessage":
        yield Rejected("not_an_article", f"<{local_name(root)}> is no NewsML-G2 item")
    else:
        items = [item for held in children(root, "itemSet") for item in held if local_name(item) in _ITEMS]
        yield from (_record(item, source, number) for number, item in enumerate(items))
        if not items:
            yield Rejected("no_entries", "a news message without items")


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return the text of a news item, given inline as XHTML, NITF or plain text, and what the item states.

    Rejections: `package_without_content`, `not_an_article` (an item of another kind), `no_body`.
    """
    if not isinstance(record.payload, bytes):
        return Rejected("no_body", "no item")
    root = parse_document(record.payload)
    if isinstance(root, Rejected):
        return root
    kind = local_name(root)
    if kind == "packageItem":
        return Rejected("package_without_content", "a package refers to items and holds no text of its own")
    if kind != "newsItem":
        return Rejected("not_an_article", f"a {kind} is no news item")
    body, inner = _content(root)
    if not body:
        return Rejected("no_body", "the item carries no text inline")
    return Extracted(
        body, {**inner, **_stated(root)}, _authors(root), encoding=record.declared_encoding, extractor=EXTRACTOR
    )


def _record(item: etree._Element, source: SourceFile, number: int | None) -> RawRecord:
    return RawRecord(
        source,
        "newsml",
        etree.tostring(item, encoding="utf-8", xml_declaration=True, with_tail=False),
        number,
        key=item.get("guid"),
        declared_encoding=item.getroottree().docinfo.encoding,
    )


def _content(item: etree._Element) -> tuple[str, dict[str, Stated]]:
    """The first inline text of the content set, and what an inline NITF document states."""
    for holder in descendants(item, "inlineXML", "inlineData"):
        if local_name(holder) == "inlineData":
            text = "".join(str(part) for part in holder.itertext()).strip()
            kind = holder.get("contenttype") or "text/plain"
            if not kind.startswith("text/") or holder.get("encoding"):
                continue
            if text:
                return (paragraphs_of_markup(text) if looks_like_markup(text) else _paragraphs(text)), {}
            continue
        inner = next((child for child in holder if isinstance(child.tag, str)), None)
        if inner is None:
            continue
        if local_name(inner) == "nitf":
            return "\n".join(nitf.content_of(inner)), nitf.stated_by(inner)
        if local_name(inner) in ("html", "body", "div", "article", "section", "p", "h1", "h2"):
            return "\n".join(nitf.markup_paragraphs(holder)), {}
    return "", {}


def _paragraphs(text: str) -> str:
    """Plain text to one paragraph a line: blank lines part paragraphs where there are any, else lines do."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return "\n".join(" ".join(block.split()) for block in blocks) if len(blocks) > 1 else text


def _stated(item: etree._Element) -> dict[str, Stated]:
    content = next(iter(children(item, "contentMeta")), None)
    meta = next(iter(children(item, "itemMeta")), None)
    if content is None:
        content = etree.Element("contentMeta")
    if meta is None:
        meta = etree.Element("itemMeta")
    language = next((found.get("tag") for found in children(content, "language") if found.get("tag")), item.get(_LANG))
    link = next((found.get("href") for found in children(meta, "link") if found.get("rel") == "irel:seeAlso"), None)
    fields = {
        "title": _first(content, "headline") or _first(meta, "title"),
        "byline": _first(content, "by"),
        "dateline_place": _first(content, "dateline"),
        "wire_credit": _first(content, "creditline"),
        "outlet": _named(meta, "provider"),
        "published_at": _first(meta, "firstCreated")
        or _first(content, "contentCreated")
        or _first(meta, "versionCreated"),
        "modified_at": _first(content, "contentModified") or _first(meta, "versionCreated"),
        "url": link if link and link.startswith("http") else None,
        "language": language,
    }
    return {name: Stated(value, "metadata") for name, value in fields.items() if value}


def _authors(item: etree._Element) -> tuple[str, ...]:
    content = next(iter(children(item, "contentMeta")), None)
    if content is None:
        return ()
    names = (_name_of(creator) for creator in children(content, "creator"))
    return tuple(name for name in names if name)


def _first(element: etree._Element, name: str) -> str:
    return words_of(next(iter(children(element, name)), None))


def _named(element: etree._Element, name: str) -> str:
    return next((named for named in map(_name_of, children(element, name)) if named), "")


def _name_of(element: etree._Element) -> str:
    return _first(element, "name") or (element.get("literal") or "")
