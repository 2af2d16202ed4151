"""Raw readings in word numbers to `Reading`: characters, whole quotation marks, tidy names; sentences by rule."""

import re
from dataclasses import replace

from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reader.name_borders import tidy_names
from pipelines.annotate.reader.read import RawReading
from pipelines.annotate.reader.words import CLOSING, OPENING, STRAIGHT, Words
from pipelines.annotate.reading import Attribution, Reading
from pipelines.records import Span

MARK = re.compile(rf"[{re.escape(''.join(sorted(OPENING)))}{STRAIGHT}]")
QUOTED_TO_A_COMMA = re.compile(rf"{MARK.pattern}.*,[{re.escape(''.join(sorted(CLOSING)))}{STRAIGHT}]", re.DOTALL)
AS = re.compile(rf"as\s(?={MARK.pattern})")


def reading_of(text: str, raw: RawReading) -> Reading:
    """The reading of one text; all spans lie inside it and touch at least one word."""
    attributions = [
        Attribution(
            content=[_with_marks(text, _chars(raw.words, *s)) for s in found.content],
            cue=[_chars(raw.words, *found.cue)] if found.cue else (),
            source=[_chars(raw.words, *found.source)] if found.source else (),
            score=round(found.score, 4),
        )
        for found in raw.attributions
    ]
    attributions = [_in_marks_alone(text, _with_as(text, a)) for a in attributions]
    names = tidy_names(text, raw.words, raw.names)
    return Reading(split_sentences(text), names, attributions)


def _in_marks_alone(text: str, found: Attribution) -> Attribution:
    """After `“It is shut,” she said` what stands outside marks is the writer's: `and that was a reason to leave`."""
    if len(found.content) < 2 or not found.cue:
        return found
    opened, cue = found.content[0], found.cue[-1]
    if opened.end_char > cue.start_char or not QUOTED_TO_A_COMMA.fullmatch(opened.of(text)):
        return found
    kept = [
        s for s in found.content if s.start_char < cue.end_char or MARK.search(text, s.start_char - 2, s.start_char + 1)
    ]
    return replace(found, content=kept)


def _with_as(text: str, found: Attribution) -> Attribution:
    """In `described as “mad”` the "as" belongs to the cue: nobody's words begin outside their marks."""
    for span in found.content:
        begun = AS.match(text, span.start_char, span.end_char)
        if begun and found.cue and not text[found.cue[-1].end_char : span.start_char].strip():
            cue = [*found.cue[:-1], Span(found.cue[-1].start_char, span.start_char + 2)]
            content = [Span(begun.end(), s.end_char) if s == span else s for s in found.content]
            return replace(found, content=content, cue=cue)
    return found


def _chars(words: Words, first: int, last: int) -> Span:
    return Span(int(words.start[first]), int(words.end[last - 1]))


def _with_marks(text: str, span: Span) -> Span:
    """The span with a quotation mark that stands right at its edge, and whose partner it holds or lacks likewise."""
    start, end = span.start_char, span.end_char
    if start and text[start - 1] in OPENING:
        start -= 1
    if text[end : end + 1] in CLOSING:
        end += 1
    elif text[end : end + 1] in ",.!?" and text[end + 1 : end + 2] in CLOSING and end + 1 < len(text):
        end += 2
    return Span(start, end)
