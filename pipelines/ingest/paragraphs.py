"""Text as the warehouse keeps it: NFC, no control characters, one newline between paragraphs, the headline first.

Here is nothing that judges what a paragraph says.
"""

import re
import unicodedata
from dataclasses import dataclass

# Line ends of every platform, and the separators that Unicode calls lines and paragraphs.
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# C0 and C1 controls, soft hyphen, zero-width space, word joiner, byte-order mark, marks that reorder the text.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKUP = re.compile(r"<[^<>]*>")
_LONGEST_LINE = 10_000  # characters of a title, section or name that are looked at
_NOT_WORD = re.compile(r"[\W_]+")
# A label has a capital, a colon, a date or a name; a sentence that goes on ("Rules published on ...") has none of them.
_AFTER_HEADLINE = re.compile(
    r"[\s|:–—-]+(?:"
    r"(?:Last [Uu]pdated|Updated|Published|Posted|By|UPDATED|PUBLISHED|POSTED|BY)\b"
    r"|(?:last updated|updated|published|posted|by)\s*[:\d]"
    r"|by(?: [A-Z][\w.'’-]+){2,4}\s*(?:$|[|,–—-]))"
)


def clean_paragraphs(text: str) -> str:
    """Return `text` in NFC with single spaces and one newline between its non-empty lines; no control characters."""
    if not all(map(str.isprintable, text.split("\n"))):  # few texts hold what is dropped, none of it printable
        text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def clean_line(text: str) -> str:
    """Return `text` cleaned as a paragraph is, on one line."""
    return clean_paragraphs(text).replace("\n", " ")


def strip_markup(text: str) -> str:
    """Return one clean line without tags: what a title may hold when a page or feed puts markup into it."""
    text = text[:_LONGEST_LINE]
    return clean_line(_MARKUP.sub(" ", text)) if "<" in text else clean_line(text)


def count_letters(text: str) -> int:
    """Return how many characters of `text` are letters of any script."""
    return sum(map(str.isalpha, text))


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of an article; its body, without the headline, is `text[body_start_char:]`."""

    text: str
    body_start_char: int


def compose(title: str | None, body: str) -> Composed:
    """Put the headline before the body, unless the body begins with it already; both are clean.

    The body begins with the headline where its first line says the same words (case, punctuation and a title cut by
    "..." do not matter), or where a date or byline follows the headline on that line.
    """
    if not title:
        return Composed(body, 0)
    first, _, rest = body.partition("\n")
    if rest and _same_words(first, title):
        return Composed(body, len(first) + 1)
    if first.startswith(title) and _AFTER_HEADLINE.match(first, len(title)):
        return Composed(body, len(title) + 1)
    return Composed(f"{title}\n{body}", len(title) + 1)


def is_only_headline(title: str | None, body: str) -> bool:
    """True where the body says no more than the headline."""
    return title is not None and len(body) <= len(title) + 10 and _same_words(body, title)


def _same_words(line: str, title: str) -> bool:
    if not -20 <= len(line) - len(title) <= 200:
        return False
    left, right = _NOT_WORD.sub(" ", line.casefold()).strip(), _NOT_WORD.sub(" ", title.casefold()).strip()
    return left == right or (title.endswith(("...", "…")) and len(right) > 20 and left.startswith(right))
