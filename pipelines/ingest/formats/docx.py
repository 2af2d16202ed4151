"""Word's .docx: one article, or a bundle of many. Text as it stands: no comments, deletions, notes, fields' codes.

Only `word/document.xml` is read, up to a limit, by a parser that expands no entities. What the file says of its author
is not taken: it names who exported it.
"""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped]

from pipelines.ingest.containers import WORD_DOCUMENT
from pipelines.ingest.formats import bundle
from pipelines.ingest.limits import MAX_DOCUMENT_BYTES
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.ingest.unpacking import BROKEN
from pipelines.records import Rejected

_LEFT_OUT = ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "footnoteReference")
_BREAKS = ("br", "cr")

extract = bundle.extract


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield the article or articles of the document."""
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(WORD_DOCUMENT) as document:
            data = document.read(MAX_DOCUMENT_BYTES + 1)
    except (*BROKEN, KeyError, RuntimeError) as error:
        yield Rejected("broken_document", f"no readable .docx: {error}")
        return
    if len(data) > MAX_DOCUMENT_BYTES:
        yield Rejected("too_large", f"a document of more than {MAX_DOCUMENT_BYTES >> 20} MiB")
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        yield Rejected("broken_document", f"no readable .docx: {error}")
        return
    yield from bundle.records("\n".join(_paragraphs(tree)), source, "docx")


def _paragraphs(tree: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph, those within text boxes and tables at their place."""
    for paragraph in tree.iter("{*}p"):
        text = "".join(_texts(paragraph))
        yield from (line.strip() for line in text.split("\n"))


def _texts(element: etree._Element) -> Iterator[str]:
    for inner in element:
        name = etree.QName(inner).localname if isinstance(inner.tag, str) else ""
        if name == "t":
            yield inner.text or ""
        elif name in _BREAKS:
            yield "\n"
        elif name in ("tab", "noBreakHyphen"):
            yield "-" if name == "noBreakHyphen" else " "
        elif name and name != "p" and name not in _LEFT_OUT:
            yield from _texts(inner)
