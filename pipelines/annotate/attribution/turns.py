"""Turns of dialogue in one paragraph: `“Did you sign it?” asked Orr. “Yes.” “Why?” “I had to,” Falk said.`

Two quotations with nothing between them are two people's: one who goes on needs no new marks. So is an answer to a
question that has its said-clause. What a finder tied to one cue is parted there; the piece beside the cue keeps it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.annotate.attribution.said_clauses import said_after
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

OPENING, CLOSING = "“\"‘'«", "”\"’'»"
ASKS_YOU = re.compile(r"\byou\b[^?]*\?\W*$", re.I)
ANSWERS = re.compile(r"\W*(?:I|I’\w+|I'\w+|We|Yes|No|Never|Not|Of course)\b")


def part_turns(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, those parted that hold more than one turn; a turn without its cue has no source."""
    starts = {span.start_char for a in attributions for span in a.content}
    return [part for a in attributions for part in _parted(text, a, starts)]


def is_adjacent(text: str, first: Span, second: Span) -> bool:
    """True for two quotations of one line with only a space between."""
    gap = text[first.end_char : second.start_char]
    is_marked = text[first.end_char - 1] in CLOSING and text[second.start_char] in OPENING
    return is_marked and bool(gap) and not gap.strip(" \u00a0")


def is_answer(text: str, question: Span, reply: Span) -> bool:
    """True for what answers a question put to `you`: `“Will you go?” asked Orr. “I have been.”`"""
    return ASKS_YOU.search(question.of(text)) is not None and ANSWERS.match(reply.of(text)) is not None


def _parted(text: str, attribution: Attribution, starts: set[int]) -> list[Attribution]:
    content, cue = attribution.content, attribution.cue
    if len(content) < 2 or not cue:
        return [attribution]
    runs = [[content[0]]]
    for before, piece in pairwise(content):
        is_turn = is_adjacent(text, before, piece)
        if not is_turn and before.end_char <= cue[0].start_char < piece.start_char:
            is_asked = text[before.start_char : before.end_char].rstrip(CLOSING).endswith("?")
            following = piece.end_char + 1
            is_followed = following in starts and is_adjacent(text, piece, Span(following, following + 1))
            is_turn = is_asked and (is_followed or is_answer(text, before, piece))
        if is_turn:
            runs.append([piece])
        else:
            runs[-1].append(piece)
    if len(runs) == 1:
        return [attribution]
    said = [*cue, *attribution.source]
    clause = Span(min(s.start_char for s in said), max(s.end_char for s in said))
    own = min(range(len(runs)), key=lambda n: min(_apart(span, clause) for span in runs[n]))
    return [
        replace(attribution, content=tuple(run)) if n == own else _own_turn(text, run, attribution.score)
        for n, run in enumerate(runs)
    ]


def _own_turn(text: str, run: Sequence[Span], score: float) -> Attribution:
    """Return a turn of its own, with the said-clause behind it where there is one: `“Why?” a reporter shouted`."""
    said = said_after(text, run[-1].end_char)
    return Attribution(tuple(run), said[:1] if said else (), said[1:] if said else (), score)


def _apart(span: Span, clause: Span) -> int:
    return max(clause.start_char - span.end_char, span.start_char - clause.end_char)
