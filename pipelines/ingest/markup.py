"""Small fragments of HTML, as JSON fields and feeds carry them, to plain paragraphs. Whole pages are trafilatura's
business.
"""

import re
from html import unescape

_MARKUP = re.compile(
    r"<(?:p|br|div|span|h[1-6]|ul|ol|li|a|em|strong|b|i|blockquote|section|article|html|body)\b[^<>]*>", re.I
)
_INVISIBLE = re.compile(r"<(script|style|head|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_BREAK = re.compile(
    r"<\s*/?\s*(?:p|br|div|h[1-6]|ul|ol|li|blockquote|section|article|tr|table|hr|figure|figcaption|pre|header|footer|aside)"
    r"\b[^<>]*>",
    re.I,
)
_PARAGRAPH = re.compile(r"</(?:p|div)\s*>|<br\s*/?>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_SPACE = re.compile(r"\s+")


def looks_like_markup(text: str) -> bool:
    """Return True where a usual HTML element stands in `text`."""
    return "<" in text and _MARKUP.search(text) is not None


def without_entities(text: str) -> str:
    """Return plain text with what a crawler left escaped in it ("&#163;", "&amp;") as it is meant; "R&D" stays."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text


def paragraphs_of_markup(markup: str) -> str:
    """Return the text of an HTML fragment, one line for each block; scripts, styles and comments are left out."""
    visible = _INVISIBLE.sub("", markup)
    blocks = (_SPACE.sub(" ", unescape(_TAG.sub("", block))).strip() for block in _BREAK.split(visible))
    text = "\n".join(block for block in blocks if block)
    return paragraphs_of_markup(text) if is_escaped_twice(text) else text


def is_escaped_twice(text: str) -> bool:
    """Return True for a text whose paragraphs stand between tags: they were escaped as if they were words."""
    return text.startswith("<") and _PARAGRAPH.search(text) is not None
