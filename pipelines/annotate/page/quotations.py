"""Quotation marks of all kinds paired into quotations, in one pass over the text.

Knows curly, straight, low-high marks and guillemets, double and single; a quotation over several paragraphs (each
opens, only the last closes); marks that nobody closed. Apostrophes are not marks. What a quotation is used for is
judged elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipelines.records import Span

MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚'‹›「」『』＂″]")
LINE = re.compile(r"[^\n\r\u2028\u2029]+")
CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "'": "'",
    "``": "''\"",
    "''": "''",
    "‹": "›",
    "”": "”",
    "「": "」",
    "『": "』",
    "＂": "＂",
    "″": "″",
}
STRAIGHT = ('"', "''", "＂", "″")  # one mark opens and closes
SINGLE = frozenset("‘’‚'‹›")
OPENS_AFTER = frozenset(" \t\u00a0\u2009\u202f([{—–-/:;,.\"“‘'«„")
CLIPPED = re.compile(r"[’'](?:em|tis|twas|til|cause|n|bout|round|\d\ds?)\b", re.I)
LONGEST_SINGLE = 600  # characters; farther apart, two single marks are apostrophes
MARKS_LOOKED_AT = 12  # behind a single mark: bounds the time on texts full of apostrophes


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, marks included, one piece per paragraph; `is_closed` is false where none closed it."""

    pieces: tuple[Span, ...]
    is_closed: bool

    @property
    def span(self) -> Span:
        """From the first mark to the last."""
        return Span(self.pieces[0].start_char, self.pieces[-1].end_char)


def quoted_in(quoted: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """Return the parts of `spans` that lie in `quoted`, the pieces of quotations in order."""
    found: list[Span] = []
    for span in spans:
        place = max(0, bisect_right(quoted, span.start_char, key=lambda q: q.start_char) - 1)
        while place < len(quoted) and quoted[place].start_char < span.end_char:
            start, end = max(span.start_char, quoted[place].start_char), min(span.end_char, quoted[place].end_char)
            if start < end:
                found.append(Span(start, end))
            place += 1
    return found


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    pieces: list[Span]


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of `text` in order; a quotation inside another is part of it."""
    found: list[Quotation] = []
    held: _Open | None = None
    lines = [line for line in LINE.finditer(text) if line[0].strip(" \t.")]
    for line, following in zip_longest(lines, lines[1:]):
        goes_on = following[0].lstrip()[:1] if following else ""
        held = _read_line(text, line.start(), line.end(), held, found, goes_on)
    if held:
        _recover(text, held, found)
    return found


def _recover(text: str, held: _Open, found: list[Quotation]) -> None:
    """Keep a quotation that nobody closed, to its paragraph's end, where it plausibly opened one."""
    first = held.pieces[0].start_char
    before = text[max(0, first - 3) : first].rstrip(" \t")[-1:]
    if before in ("", "\n", ",", ":", "."):
        found.append(Quotation((*held.pieces,), is_closed=False))


def _read_line(
    text: str, start: int, end: int, held: _Open | None, found: list[Quotation], goes_on: str
) -> _Open | None:
    """Read the marks of one paragraph; `held` is a quotation that the paragraph before left open.

    `goes_on` is what the next paragraph begins with: a single mark opens without a partner where that is another.
    """
    current: _Open | None = None
    marks = list(MARK.finditer(text, start, end))
    first = next(iter(marks), None)
    if held is not None:
        if first and not text[start : first.start()].strip() and first[0] == held.mark:
            current = _Open(held.mark, first.start(), held.pieces)
            marks = marks[1:]
        else:
            _recover(text, held, found)
    for number, mark in enumerate(marks):
        if current is None:
            if _opens(text, mark, marks, number, start) or _is_carried(text, mark, start, goes_on):
                current = _Open(mark[0], mark.start(), [])
        elif mark[0] in CLOSED_BY[current.mark] and _closes(text, mark, current, start, end):
            pieces = (*current.pieces, Span(current.start, mark.end()))
            found.append(Quotation(pieces, is_closed=True))
            current = None
    if current is None or (current.mark in SINGLE and current.mark != goes_on):
        if current and current.pieces:
            _recover(text, current, found)
        return None
    current.pieces.append(Span(current.start, start + len(text[start:end].rstrip())))
    return current


def _opens(text: str, mark: re.Match[str], marks: list[re.Match[str]], number: int, start: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    if not after or mark[0] in ("”", "’", "›", "」", "』"):
        return False
    if mark[0] in ("“", "„", "‟", "«", "``", "「", "『"):
        return True
    if mark[0] == "»":  # the German way round
        return before in OPENS_AFTER and not after.isspace()
    if mark[0] in STRAIGHT:
        return (not after.isspace() and (before in OPENS_AFTER or not before.isalnum())) or before in OPENS_AFTER
    if before not in OPENS_AFTER or after.isspace() or CLIPPED.match(text, mark.start()):
        return False
    return _single_has_partner(text, mark, marks, number)


def _is_carried(text: str, mark: re.Match[str], start: int, goes_on: str) -> bool:
    """True for a single mark that begins a paragraph as another begins the next: what it opens may go on there."""
    is_first = not text[start : mark.start()].strip() and mark[0] == goes_on
    return is_first and mark[0] in "‘'" and not text[mark.end()].isspace() and not CLIPPED.match(text, mark.start())


def _single_has_partner(text: str, mark: re.Match[str], marks: list[re.Match[str]], number: int) -> bool:
    """Return whether one of the next marks closes what the single mark opens."""
    for other in marks[number + 1 : number + 1 + MARKS_LOOKED_AT]:
        if other.start() - mark.start() > LONGEST_SINGLE:
            return False
        if other[0] in CLOSED_BY[mark[0]] and _single_closes(text, other.start(), other.end()):
            return True
    return False


def _single_closes(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1], text[end : end + 1]
    if before.isspace() or after.isalnum():
        return False
    is_plural_possessive = before == "s" and after == " " and text[end + 1 : end + 2].islower()
    return not is_plural_possessive


def _closes(text: str, mark: re.Match[str], current: _Open, start: int, end: int) -> bool:
    if current.mark in SINGLE:
        return _single_closes(text, mark.start(), mark.end())
    if mark[0] not in STRAIGHT:
        return True
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    opens_again = before.isspace() and after.isalpha() and mark.end() < end
    return not opens_again
