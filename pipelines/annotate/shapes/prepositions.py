"""Attributions by a preposition at a sentence's start: `Per the ministry, bread is up`, `In the words of Orr, ...`.

The training corpus has few but for "according to". So what the finder passed over is read by its shape: what leads up
to the comma is somebody, and all that follows is theirs.
"""

import re
from collections.abc import Sequence

from pipelines.annotate.reading import Attribution
from pipelines.records import Span

SOMEBODY = r"(?P<source>(?!the way|that)[^\s,“”\"\n][^,“”\"\n;:]{1,60}?)"
SAID = r",? (?P<content>[^\n]*[^\s.!?])"
SHAPES = (
    re.compile(rf"(?P<cue>Per) {SOMEBODY},{SAID[2:]}"),
    re.compile(rf"(?P<cue>In the words of) {SOMEBODY},{SAID[2:]}"),
    re.compile(rf"(?:By|In) {SOMEBODY}(?:’s|'s|’|') (?P<cue>account|telling|words|reckoning|version),{SAID[2:]}"),
    re.compile(rf"As {SOMEBODY} (?P<cue>put it|puts it|tells it),{SAID[2:]}"),
)
RATE = re.compile(r"(?:cent|capita|annum|day|week|month|year|head|person|game)\b")  # "Per capita"
OPENERS = ("Per ", "In ", "By ", "As ")
SCORE = 0.7


def with_prepositions(text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, and those of sentences that begin so and hold no other's content."""
    taken = sorted((s.start_char, s.end_char) for a in attributions for s in a.content)
    found = []
    for sentence in sentences:
        if not text.startswith(OPENERS, sentence.start_char):
            continue
        if any(start < sentence.end_char and sentence.start_char < end for start, end in taken):
            continue
        match = next((m for s in SHAPES if (m := s.match(text, sentence.start_char, sentence.end_char))), None)
        if match and not RATE.match(match["source"]):
            content, cue, source = (Span(*match.span(part)) for part in ("content", "cue", "source"))
            found.append(Attribution([content], [cue], [source], SCORE))
    return [*attributions, *found]
