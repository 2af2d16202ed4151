"""Rules that find who says what: drafts of source, cue and content around cue words and quotations.

Direct and mixed quotations, indirect clauses, "according to", and quotations that stand alone. The trained reader
replaces this. What the layout alone shows is read for both by `shapes`.
"""

import re
from collections.abc import Sequence

from pipelines.annotate.page.quotations import Quotation
from pipelines.annotate.reading import Attribution
from pipelines.annotate.rule_finder.stretch_reader import MARKS, Draft, StretchReader
from pipelines.annotate.rule_finder.stretches import Stretch

ONLY_MARKS = re.compile(r"[\s.,;:!?…—–-]*")
LEAST_ALONE = 5  # words; shorter quotations without a cue are scare quotes, titles or nicknames


def find_attributions(text: str, stretches: Sequence[Stretch]) -> list[Attribution]:
    """Return the attributions of `text` in order of their content."""
    drafts: list[Draft] = []
    previous: Draft | None = None
    lead: Draft | None = None  # `Orr continued:` before a quotation in the next paragraph
    for stretch in stretches:
        reader = StretchReader(text, stretch)
        fresh = reader.read()
        alone = [q for q in _untaken(stretch.quotations, fresh) if _stands_alone(text, stretch, q)]
        for quotation in alone:
            if lead is not None and quotation is stretch.quotations[0]:
                fresh.append(Draft([*quotation.pieces], lead.cue, lead.source, 0.8))
            elif previous is not None and not fresh and not stretch.starts_paragraph and _goes_on(text, previous):
                previous.content += quotation.pieces
            else:
                fresh.append(Draft([*quotation.pieces], score=0.6))
        lead = reader.lead_in()
        drafts += fresh
        previous = fresh[-1] if fresh else previous if alone else None
    drafts.sort(key=lambda draft: draft.content[0].start_char)
    return [Attribution(tuple(d.content), tuple(d.cue), tuple(d.source), d.score) for d in drafts]


def _untaken(quotations: Sequence[Quotation], drafts: Sequence[Draft]) -> list[Quotation]:
    """Return the quotations whose beginning no draft's content holds."""
    contents = sorted((s for draft in drafts for s in draft.content), key=lambda span: span.start_char)
    free: list[Quotation] = []
    place, reached = 0, -1
    for quotation in quotations:
        start = quotation.span.start_char
        while place < len(contents) and contents[place].start_char <= start:
            reached = max(reached, contents[place].end_char)
            place += 1
        if start >= reached:
            free.append(quotation)
    return free


def _goes_on(text: str, previous: Draft) -> bool:
    """True where the quotation before has its cue behind it: `"One," she said. "Two."` is one attribution."""
    first = previous.content[0].start_char
    return bool(previous.cue) and text[first] in MARKS and previous.cue[0].start_char > first


def _stands_alone(text: str, stretch: Stretch, quotation: Quotation) -> bool:
    """True where a quotation without a cue is somebody's words and no title, nickname or scare quote."""
    inner = quotation.span.of(text)
    length = len(inner[:400].split())
    if length < LEAST_ALONE:
        return not stretch.words and length > 1
    start = quotation.span.start_char
    begins = text[max(stretch.span.start_char, start - 100) : start]
    return ONLY_MARKS.fullmatch(begins) is not None or inner.lstrip(MARKS)[:1].isupper() or length > 2 * LEAST_ALONE
