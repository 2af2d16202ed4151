"""Lines that were broken at a margin, joined to paragraphs again: wires and mails wrap at 60 to 80 characters.

Here is nothing that knows where a text comes from.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import or_
from typing import NamedTuple

_WIDEST = 90  # characters; a longer line is a paragraph
_NARROWEST = 30  # characters; narrower columns are lists and verse
_OUTLIERS = 0.05  # share of the lines that may stand out beyond the margin
_LEAST_BY_MARGIN = 0.4  # share of the breaks that look like a margin's
_LEAST_GOING_ON = 0.2  # share of those after which a sentence goes on in lower case
_INDENTATION = 4  # characters that a paragraph's first line may have lost
_HYPHENED = re.compile(r"\w-$")
_BREAK = re.compile("\r\n?|\n")
_SENTENCE_END = (".", "!", "?", ":", '"', "”")


class _Line(NamedTuple):
    words: str  # single spaces
    is_indented: bool

    @property
    def first_word(self) -> str:
        return self.words.partition(" ")[0]


class _Break(NamedTuple):
    """Two lines that follow each other in a block."""

    before: _Line
    after: _Line
    is_border: bool
    goes_on: bool


def join_wrapped_lines(text: str) -> str:
    """Return `text` with one line a paragraph where its lines were broken at a margin, else as it is.

    A break is the margin's where the next word had no room left before it, or where the line goes on in lower case.
    Blank lines, fresh indentation and lines beyond the margin stay borders. A word's own hyphen at a line's end keeps
    its word together.
    """
    printed = _BREAK.split(text)
    if not any(line.lstrip()[:1].islower() for line in printed[1:]):
        return text
    blocks = [block for block in _blocks(printed) if block]
    pairs = [[_Break(*pair, _is_border(*pair), _goes_on(*pair)) for pair in pairwise(block)] for block in blocks]
    breaks = [each for block in pairs for each in block if not each.is_border]
    going_on = [each.goes_on for each in breaks]
    if not any(going_on):
        return text
    margin = _margin([each.before.words for each in breaks])
    forced = [_has_no_room(each, margin, is_first=False) for each in breaks]
    by_margin = sum(map(or_, forced, going_on))
    if margin < _NARROWEST or by_margin < _LEAST_BY_MARGIN * len(breaks) or sum(going_on) < _LEAST_GOING_ON * by_margin:
        return text
    return "\n\n".join(
        "\n".join(_paragraphs(block[0], pair, margin)) for block, pair in zip(blocks, pairs, strict=True)
    )


def _blocks(printed: Sequence[str]) -> Iterator[list[_Line]]:
    """Lines between blank lines."""
    block: list[_Line] = []
    for line in printed:
        words = " ".join(line.split())
        if words:
            block.append(_Line(words, line[0].isspace()))
        else:
            yield block
            block = []
    yield block


def _is_border(before: _Line, after: _Line) -> bool:
    is_fresh = after.is_indented and not before.is_indented
    return is_fresh or len(before.words) > _WIDEST or len(after.words) > _WIDEST


def _margin(lines: Sequence[str]) -> int:
    lengths = sorted(map(len, lines))
    return lengths[-1 - int(_OUTLIERS * len(lengths))]


def _goes_on(before: _Line, after: _Line) -> bool:
    return after.words[0].islower() and not before.words.endswith(_SENTENCE_END)


def _has_no_room(between: _Break, margin: int, *, is_first: bool) -> bool:
    indentation = _INDENTATION if is_first else 0
    return indentation + len(between.before.words) + 1 + len(between.after.first_word) > margin


def _paragraphs(first: _Line, breaks: Sequence[_Break], margin: int) -> Iterator[str]:
    paragraph = first.words
    is_first = True
    for each in breaks:
        if each.is_border or not (each.goes_on or _has_no_room(each, margin, is_first=is_first)):
            yield paragraph
            paragraph, is_first = each.after.words, True
            continue
        keeps_word = each.goes_on and _HYPHENED.search(each.before.words)
        paragraph, is_first = f"{paragraph}{'' if keeps_word else ' '}{each.after.words}", False
    yield paragraph
