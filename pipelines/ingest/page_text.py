"""The article's text out of a parsed page, by trafilatura: one paragraph a line, no navigation, captions, comments."""

import logging
from copy import deepcopy

import trafilatura
from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

VERSION = trafilatura.__version__

_SHORT = 250  # characters; trafilatura's own measure of a doubtful extraction
_BLOCKS = frozenset(["head", "p", "quote", "list", "item", "table", "row", "cell", "code", "lb"])
_CAPTIONS = "//figcaption"

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without a body is an outcome here, not a log line


def read_page_text(tree: HtmlElement) -> str:
    """Return the paragraphs of the page's article, one a line; empty where there is none. `tree` is not changed.

    The quick extraction is as good as the thorough one where it finds enough; else the thorough one is tried.
    """
    text = _extract(tree, fast=True)
    return text if len(text) >= _SHORT else max(text, _extract(tree, fast=False), key=len)


def _extract(tree: HtmlElement, *, fast: bool) -> str:
    document = trafilatura.bare_extraction(
        deepcopy(tree), include_comments=False, include_tables=False, fast=fast, prune_xpath=_CAPTIONS
    )
    body = getattr(document, "body", None)
    return _paragraphs(body) if body is not None else ""


def _paragraphs(body: etree._Element) -> str:
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
