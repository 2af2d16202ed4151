"""Stretches: pieces of text that quotations tie together, with their words in and out of quotation marks.

A sentence that ends inside a quotation goes on to the quotation's last sentence, so that `"One. Two," she said.` is
one stretch.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.annotate.page.quotations import Quotation
from pipelines.records import Span

WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|[,;:()—–]|(?<=\s)-(?=\s)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or inner punctuation mark outside quotations, lower case, at its characters."""

    lower: str
    start: int
    end: int
    is_capital: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of text, its quotations and the words outside them."""

    span: Span
    quotations: Sequence[Quotation]
    words: Sequence[Word]
    starts_paragraph: bool
    ends_paragraph: bool


def cut_stretches(text: str, sentences: Sequence[Span], quotations: Sequence[Quotation]) -> list[Stretch]:
    """Return the stretches of `text` in order."""
    pieces = [(piece, quotation) for quotation in quotations for piece in quotation.pieces[:1]]
    starts = [piece.start_char for piece, _ in pieces]
    stretches: list[Stretch] = []
    place = 0
    while place < len(sentences):
        first = last = place
        start, end = sentences[place].start_char, sentences[place].end_char
        inside: list[Quotation] = []
        number = bisect_left(starts, start)
        while number < len(pieces) and starts[number] < end:
            inside.append(pieces[number][1])
            quoted_to = pieces[number][0].end_char
            while end < quoted_to and last + 1 < len(sentences) and sentences[last + 1].start_char < quoted_to:
                last += 1
                end = max(end, sentences[last].end_char)
            number += 1
        span = Span(start, end)
        before = text[sentences[first - 1].end_char : start] if first else "\n"
        after = text[end : sentences[last + 1].start_char] if last + 1 < len(sentences) else "\n"
        stretches.append(Stretch(span, inside, _words_outside(text, span, inside), "\n" in before, "\n" in after))
        place = last + 1
    return stretches


def _words_outside(text: str, span: Span, quotations: Sequence[Quotation]) -> list[Word]:
    found: list[Word] = []
    start = span.start_char
    for stop in [*(q.pieces[0] for q in quotations), Span(span.end_char, span.end_char)]:
        for match in WORD.finditer(text, start, max(start, stop.start_char)):
            found.append(Word(match[0].lower(), match.start(), match.end(), match[0][0].isupper()))
        start = max(start, stop.end_char)
    return found
