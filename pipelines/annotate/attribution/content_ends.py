"""Where a content ends: before what the writer adds about a thing in it, and behind whom a question is put to."""

import re
from dataclasses import replace

from pipelines.annotate.reading import Attribution
from pipelines.records import Span

TOLD = re.compile(r"(?:\w+ed|said|told|wrote)$")
ASIDE = re.compile(r", (?:which|who) (?:is|are|has|have)\b")
SHIFTED = re.compile(r"\b(?:would|could|might|had|was|were)\b")
MARKS = re.compile(r"[“”\"«»]")
QUESTION = re.compile(r"(?:what|when|where|whether|why|who|how|if) ")
ASKED_WHOM = re.compile(rf"(?:[\w’'.-]+ ){{1,6}}?(?={QUESTION.pattern})")


def without_aside(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution, its content less a last clause of the writer's: `it would cost 4 crowns, which is a lot`.

    Words told in the past are shifted to it (`would`); a clause in the present behind them was not said. Where nothing
    is shifted, or marks stand in the content, who says the clause is unsure, and it stays.
    """
    piece = attribution.content[-1]
    if not attribution.cue or attribution.cue[-1].end_char > piece.start_char:
        return attribution
    printed = piece.of(text)
    aside = ASIDE.search(printed)
    is_told = TOLD.search(attribution.cue[-1].of(text).rstrip(" :,")) is not None
    if aside is None or not is_told or MARKS.search(printed):
        return attribution
    if not SHIFTED.search(printed[: aside.start()]) or SHIFTED.search(printed[aside.end() :]):
        return attribution
    cut = Span(piece.start_char, piece.start_char + aside.start())
    return replace(attribution, content=(*attribution.content[:-1], cut))


def without_asked(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution, its content less whom a question is put to: `asked <Tom Falk> why it was shut`."""
    if len(attribution.cue) != 1 or not re.search(r"\bask(?:ed|s|ing)?$", attribution.cue[0].of(text)):
        return attribution
    cue, first = attribution.cue[0], attribution.content[0]
    if len(attribution.content) > 1 and first.end_char < cue.start_char:
        follows = QUESTION.match(text, attribution.content[1].start_char)
        return replace(attribution, content=attribution.content[1:]) if follows else attribution
    whom = ASKED_WHOM.match(text, first.start_char, first.end_char)
    if whom is None or text[cue.end_char : first.start_char] != " " or QUESTION.match(text, first.start_char):
        return attribution
    return replace(attribution, content=(Span(whom.end(), first.end_char), *attribution.content[1:]))
