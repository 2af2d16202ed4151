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
    """Return the reading of one text; all spans lie inside it and touch at least one word."""
    attributions = [
        Attribution(
            content=[_widen_to_marks(text, _chars(raw.words, *s)) for s in found.content],
            cue=[_chars(raw.words, *found.cue)] if found.cue else (),
            source=[_chars(raw.words, *found.source)] if found.source else (),
            score=round(found.score, 4),
        )
        for found in raw.attributions
    ]
    attributions = [_drop_outside_marks(text, _move_as_to_cue(text, a)) for a in attributions]
    names = tidy_names(text, raw.words, raw.names)
    return Reading(split_sentences(text), names, attributions)


def _drop_outside_marks(text: str, found: Attribution) -> Attribution:
    """Drop what stands outside marks behind `“It is shut,” she said`: that is the writer's own (`and she left`)."""
    if len(found.content) < 2 or not found.cue:
        return found
    opened, cue = found.content[0], found.cue[-1]
    if opened.end_char > cue.start_char or not QUOTED_TO_A_COMMA.fullmatch(opened.of(text)):
        return found
    kept = [
        s for s in found.content if s.start_char < cue.end_char or MARK.search(text, s.start_char - 2, s.start_char + 1)
    ]
    return replace(found, content=kept)


def _move_as_to_cue(text: str, found: Attribution) -> Attribution:
    """Move the "as" of `described as “mad”` from the content to the cue."""
    for span in found.content:
        begun = AS.match(text, span.start_char, span.end_char)
        if begun and found.cue and not text[found.cue[-1].end_char : span.start_char].strip():
            cue = [*found.cue[:-1], Span(found.cue[-1].start_char, span.start_char + 2)]
            content = [Span(begun.end(), s.end_char) if s == span else s for s in found.content]
            return replace(found, content=content, cue=cue)
    return found


def _chars(words: Words, first: int, last: int) -> Span:
    return Span(int(words.start[first]), int(words.end[last - 1]))


def _widen_to_marks(text: str, span: Span) -> Span:
    """Widen the span by an opening mark right before it and a closing mark right behind it."""
    start, end = span.start_char, span.end_char
    if start and text[start - 1] in OPENING:
        start -= 1
    if text[end : end + 1] in CLOSING:
        end += 1
    elif text[end : end + 1] in ",.!?" and text[end + 1 : end + 2] in CLOSING and end + 1 < len(text):
        end += 2
    return Span(start, end)
