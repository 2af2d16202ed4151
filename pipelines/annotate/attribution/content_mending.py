"""Small repairs of the contents that a finder found: spans that break where the page does not, quotations read in part.

Each looks at shape alone: a full stop that ends no sentence, a line's end inside a source, the paragraphs of one
quotation, a quotation with its said-clause beside it that was overlooked.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.attribution.said_clauses import said_after, said_before, said_leading
from pipelines.annotate.page.quotations import Quotation
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

LINE_END = re.compile(r":[^\S\n]*\n\s*$")
LED_UP = re.compile(r":[^\S\n]$")
LONGEST_LEAD = 3  # characters between a said-clause and its quotation
LONGEST_GAP = 12  # characters between a colon and the line after it
CLOSING = "”\"»’'"
LEAST_WORDS = 4  # of a quotation whose said-clause is read by its shape
READ_BY_SHAPE = 0.9  # score of what shape alone says


def part_headline(text: str, body_start: int, attribution: Attribution) -> Attribution:
    """Cut a content that runs from the headline into the body to the part beside its cue, else to that of the body."""
    first, last = attribution.content[0].start_char, attribution.content[-1].end_char
    if not first < body_start < last:
        return attribution
    in_body = not attribution.cue or attribution.cue[0].start_char >= body_start
    if in_body:
        cut = [Span(max(s.start_char, body_start), s.end_char) for s in attribution.content]
    else:
        end = len(text[:body_start].rstrip())
        cut = [Span(s.start_char, min(s.end_char, end)) for s in attribution.content]
    return replace(attribution, content=tuple(s for s in cut if s.start_char < s.end_char))


def unite_parts(attribution: Attribution) -> Attribution:
    """Make one of the parts of a content that overlap: two repairs may have taken in the same words."""
    united: list[Span] = []
    for part in sorted(attribution.content, key=lambda s: s.start_char):
        if united and part.start_char < united[-1].end_char:
            united[-1] = Span(united[-1].start_char, max(united[-1].end_char, part.end_char))
        else:
            united.append(part)
    return attribution if len(united) == len(attribution.content) else replace(attribution, content=tuple(united))


def go_past_abbreviation(text: str, sentences: Sequence[Span], attribution: Attribution) -> Attribution:
    """Extend a content that ends at the full stop of an abbreviation to the end of its sentence."""
    last = attribution.content[-1]
    end = last.end_char
    if text[end : end + 1] != "." or not text[end - 1].isalnum():
        return attribution
    place = bisect_right(sentences, last.start_char, key=lambda s: s.start_char) - 1
    if place < 0:
        return attribution
    stop = sentences[place].end_char
    while stop > end and text[stop - 1] in ".!? ":
        stop -= 1
    others = (*attribution.cue, *attribution.source)
    is_inside = last.start_char >= sentences[place].start_char and stop > end + 1
    if not is_inside or any(end <= s.start_char < stop for s in others):
        return attribution
    return replace(attribution, content=(*attribution.content[:-1], Span(last.start_char, stop)))


def join_paragraphs(quotations: Sequence[Quotation], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give all paragraphs of a quotation to the one attribution that ties it to a cue or source outside.

    Where two attributions do, both are kept as they are.
    """
    found = sorted(attributions, key=lambda a: a.content[0].start_char)
    starts = [a.content[0].start_char for a in found]
    taken = sorted((s for a in found for s in a.content), key=lambda s: s.start_char)
    joined: set[int] = set()
    for quotation in quotations:
        if len(quotation.pieces) < 2:
            continue
        whole = quotation.span
        places = range(bisect_left(starts, whole.start_char), bisect_left(starts, whole.end_char))
        inside = [place for place in places if not _is_told(found[place], quotation)]
        owners = [place for place in inside if found[place].cue or found[place].source]
        missing = [piece for piece in quotation.pieces if not _is_taken(taken, piece)]
        if len(owners) == 1 and (len(inside) > 1 or missing):
            content = [*(span for place in inside for span in found[place].content), *missing]
            content.sort(key=lambda s: s.start_char)
            found[owners[0]] = replace(found[owners[0]], content=tuple(content))
            joined.update(place for place in inside if place != owners[0])
    return [a for place, a in enumerate(found) if place not in joined]


def _is_told(attribution: Attribution, quotation: Quotation) -> bool:
    """Return whether the cue stands in the quotation: somebody tells there what somebody said."""
    spans = attribution.cue or attribution.source
    return any(p.start_char <= s.start_char < p.end_char for p in quotation.pieces for s in spans)


def _is_taken(taken: Sequence[Span], piece: Span) -> bool:
    place = bisect_left(taken, piece.end_char, key=lambda s: s.start_char) - 1
    return place >= 0 and taken[place].end_char > piece.start_char


def take_from_line_before(text: str, attribution: Attribution) -> Attribution:
    """Give a quotation that has neither cue nor source those of the line before, if it ends `Orr writes:`."""
    start = attribution.content[0].start_char
    gap = LINE_END.search(text, max(0, start - LONGEST_GAP), start)
    if attribution.cue or attribution.source or gap is None:
        return attribution
    said = said_before(text, gap.start())
    return replace(attribution, cue=said[:1], source=said[1:]) if said else attribution


def read_overlooked(
    text: str, quotations: Sequence[Quotation], attributions: Sequence[Attribution]
) -> list[Attribution]:
    """Return the quotations that no content touches and a said-clause follows: `“We know,” he confirmed`."""
    taken = sorted((s for a in attributions for s in a.content), key=lambda s: s.start_char)
    found: list[Attribution] = []
    place, reached = 0, -1
    for quotation in quotations:
        span = quotation.span
        while place < len(taken) and taken[place].start_char < span.end_char:
            reached = max(reached, taken[place].end_char)
            place += 1
        if reached > span.start_char or not quotation.is_closed or not _may_be_said(text, span):
            continue
        if said := said_after(text, span.end_char) or _said_up_to(text, span.start_char):
            found.append(Attribution(quotation.pieces, [said[0]], [said[1]], READ_BY_SHAPE))
    return found


def _said_up_to(text: str, start: int) -> tuple[Span, Span] | None:
    """Return cue and source of what leads up to a quotation with a colon: `A spokesman for Orr said: `."""
    led = LED_UP.search(text, max(0, start - LONGEST_LEAD), start)
    return said_before(text, led.start()) or said_leading(text, led.start()) if led else None


def _may_be_said(text: str, span: Span) -> bool:
    inner = span.of(text).rstrip(CLOSING)
    return inner[-1:] in tuple(",.!?…") and len(inner.split(maxsplit=LEAST_WORDS)) >= LEAST_WORDS
