"""What somebody types into the search box: words and "phrases"; how they match, and where they stand in a text.

A word matches a word, in any case, and with a star words that begin so (`negotiat*` finds "negotiations"); a phrase
matches as it stands. A straight apostrophe stands for a curly one too. Everything that is typed must be there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TERM = re.compile(r'["“”]([^"“”]+)["“”]|(\S+)')
APOSTROPHE = re.compile(r"['’]")
MOST_TERMS = 12  # more words than anybody types; each is one look at every quote
NO_LETTER, NO_LETTER_AFTER = r"(?:^|[^\pL\pN])", r"(?:$|[^\pL\pN])"  # RE2's \b knows ASCII letters alone


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase, in lower case, or the beginning of a word."""

    text: str
    is_beginning: bool = False

    @property
    def is_word(self) -> bool:
        """True for one word of letters and digits, or the beginning of one."""
        return self.text.isalnum()

    @property
    def pattern(self) -> str:
        """The term as a regular expression of DuckDB (RE2)."""
        return NO_LETTER + _spelled(self) + ("" if self.is_beginning else NO_LETTER_AFTER)

    @property
    def core(self) -> str:
        """The longest piece without blanks and apostrophes: what a text must hold, to be looked for first."""
        return max(re.split(r"[\s'’]+", self.text), key=len)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_marked: bool


def parse_terms(typed: str) -> list[Term]:
    """Return the terms of what was typed, `MOST_TERMS` at most; signs alone are none."""
    found = [
        Term(" ".join((phrase or word.rstrip("*")).lower().split()), word.endswith("*"))
        for phrase, word in TERM.findall(typed)
    ]
    return [term for term in found if any(c.isalnum() for c in term.text)][:MOST_TERMS]


def mark_terms(text: str, terms: Sequence[Term]) -> list[Piece]:
    """Cut a text into pieces that are what was looked for, and pieces between them."""
    if not terms:
        return [Piece(text, False)]
    parts = [_spelled(term) + (r"\w*" if term.is_beginning else r"(?!\w)") for term in terms]
    pieces, at = [], 0
    for found in re.finditer(rf"(?<!\w)(?:{'|'.join(parts)})", text, re.IGNORECASE):
        pieces += [Piece(text[at : found.start()], False), Piece(found[0], True)]
        at = found.end()
    return [piece for piece in (*pieces, Piece(text[at:], False)) if piece.text]


def _spelled(term: Term) -> str:
    """Return the words of a term as a regular expression that RE2 and Python read alike."""
    return r"\s+".join(APOSTROPHE.sub("['’]", re.escape(word)) for word in term.text.split())


def excerpt(text: str, terms: Sequence[Term], *, length: int = 280) -> str:
    """Return `length` characters or so of a long text, around the first term in it."""
    marked = mark_terms(text, terms)
    start = len(marked[0].text) if terms and len(marked) > 1 and not marked[0].is_marked else 0
    first = max(0, start - length // 3)
    first = text.find(" ", first) + 1 if first else 0
    shown = text[first : first + length]
    return ("…" if first else "") + shown + ("…" if first + length < len(text) else "")
