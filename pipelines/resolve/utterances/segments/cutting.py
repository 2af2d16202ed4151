"""Cutting: a quote's content into sentence-like segments, and where each stands in its article."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.annotate.page.sentences import split_sentences

INNER_STOP = re.compile(r"[.!?…;\n]\W*\s\W*\w")
SEMICOLON = re.compile(r";\s+|\n+")
OUTER = " \t\n\u00a0\"“”„«»'‘’"

Spans = Sequence[tuple[int, int]]


def cut_text(text: str, joints: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Return the segments of a quote's content as offsets, without the white space and quotation marks around them.

    `joints` are the offsets at which another content span begins: a capital there begins a segment too, for the words
    between the spans (`," she said. "`) may have held the full stop.
    """
    pieces = [(0, len(text))]
    if joints or INNER_STOP.search(text):
        pieces = [(span.start_char, span.end_char) for span in split_sentences(text)] or pieces
        pieces = [piece for start, end in pieces for piece in _cut_at_semicolons(text, start, end)]
        pieces = [piece for start, end in pieces for piece in _cut_at_joints(text, start, end, joints)]
    return [piece for piece in (_trim(text, start, end) for start, end in pieces) if piece[0] < piece[1]]


def _cut_at_joints(text: str, start: int, end: int, joints: Sequence[int]) -> list[tuple[int, int]]:
    cuts = [joint for joint in joints if start < joint < end and text[joint:end].lstrip(OUTER)[:1].isupper()]
    return list(pairwise([start, *cuts, end]))


def _cut_at_semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.span() for match in SEMICOLON.finditer(text, start, end)]
    starts, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
    return list(zip(starts, ends, strict=True))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(OUTER)), end - (len(piece) - len(piece.rstrip(OUTER)))


def place_in_article(spans: Spans, start: int, end: int) -> list[tuple[int, int]]:
    """Return where characters `start` to `end` of the text under `spans` (joined by one space) stand in the article."""
    found, base = [], 0
    for span_start, span_end in spans:
        length = span_end - span_start
        first, last = max(start - base, 0), min(end - base, length)
        if first < last:
            found.append((span_start + first, span_start + last))
        base += length + 1
    return found
