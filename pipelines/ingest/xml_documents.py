"""XML from strangers: parsed without entities, DTDs and the network, and refused where it brings entities."""

import re
from typing import IO

from lxml import etree  # type: ignore[import-untyped]

from pipelines.ingest.encoding import marked_encoding
from pipelines.ingest.limits import MAX_DOCUMENT_BYTES, MAX_DOCUMENT_TAGS
from pipelines.records import Rejected

_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype\b[^>\[]*(?P<subset>\[)?", re.IGNORECASE)
_PROLOGUE_READ = 1024 * 1024  # bytes in which the declarations before the root have to end


def read_document(stream: IO[bytes]) -> bytes | Rejected:
    """Return the whole document; `too_large` above the limits, `xml_entities` where it declares entities."""
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        return Rejected("too_large", f"a document of more than {MAX_DOCUMENT_BYTES // 2**20} MiB")
    if data.count(b"<") > MAX_DOCUMENT_TAGS:
        return Rejected("too_large", f"a document of more than {MAX_DOCUMENT_TAGS:,} tags")
    if declares_entities(data):
        return Rejected("xml_entities", "the document declares XML entities; these are never expanded")
    return data


def declares_entities(data: bytes) -> bool:
    """True where the DTD inside a document declares entities, whatever Unicode form the document is in."""
    head = data[:_PROLOGUE_READ]
    text = head.decode(marked_encoding(head) or "latin-1", "replace").lstrip("\ufeff")
    if text.startswith("ï»¿"):
        text = text[3:]
    before = _BEFORE_ROOT.match(text)
    doctype = _DOCTYPE.match(text, before.end() if before else 0)
    if doctype is None or doctype["subset"] is None:
        return False
    rest = text[doctype.end() :]
    end = re.search(r"\]\s*>", rest)
    return re.search(r"<!entity\b|%[\w.:-]+;", rest[: end.start()] if end else rest, re.IGNORECASE) is not None


def parse_document(data: bytes) -> etree._Element | Rejected:
    """Return the root of a well-formed document; `too_deep`, `xml_entities` or `broken_xml` otherwise."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = " ".join(str(error).split())
        if "depth" in message:
            return Rejected("too_deep", "elements nested more than 256 deep")
        if "node too long" in message:
            return Rejected("too_large", "a text of more than 10 MB in one element")
        return Rejected("broken_xml", message[:200])
    except ValueError as error:
        return Rejected("broken_xml", str(error)[:200])
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        return Rejected("xml_entities", "the document declares XML entities; these are never expanded")
    return root


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for an entity reference."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of that local name."""
    return [child for child in element if local_name(child) == name]


def descendants(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the elements below of these local names, in document order."""
    return [inner for inner in element.iterdescendants("{*}*") if local_name(inner) in names]


def words_of(element: etree._Element | None) -> str:
    """Return an element's whole text with single spaces; empty for none."""
    return " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""
