"""Raw readings in word numbers to `Reading`: characters, whole quotation marks, tidy names; sentences by rule."""

import re
from collections import Counter, defaultdict

from pipelines.annotate.lexicon import titles
from pipelines.annotate.reader.features import CLOSING, OPENING, Words
from pipelines.annotate.reader.read import TYPES, RawReading
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.sentences import split_sentences
from pipelines.records import Span

LINK = re.compile(r"(?:https?://|www\.)\S{1,400}|\S{1,64}@[\w-]{1,64}\.\w{2,}")
POSSESSIVE = re.compile(r"[’'][sS]?$")
RawName = tuple[int, int, int, float]


def reading_of(text: str, raw: RawReading | None) -> Reading:
    """The reading of one text; all spans lie inside it and touch at least one word."""
    if raw is None:
        return Reading()
    attributions = [
        Attribution(
            content=[_with_marks(text, _chars(raw.words, *s)) for s in found.content],
            cue=[_chars(raw.words, *found.cue)] if found.cue else (),
            source=[_chars(raw.words, *found.source)] if found.source else (),
            score=round(found.score, 4),
        )
        for found in raw.attributions
    ]
    attributions.sort(key=lambda a: (a.content[0].start_char, a.content[0].end_char))
    return Reading(split_sentences(text), tidy_names(text, raw.words, raw.names), attributions)


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


def tidy_names(text: str, words: Words, names: list[RawName]) -> list[Name]:
    """Names without titles, possessives and links; every spelling has one type in a text, by the sum of its scores."""
    linked = [m.span() for m in LINK.finditer(text)]
    trimmed = [_trimmed(text, words, name) for name in names]
    kept = [name for name in trimmed if name and not _inside(words, name, linked)]
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for first, last, kind, score in kept:
        votes[_chars(words, first, last).of(text)][kind] += score  # type: ignore[assignment]
    tidy = []
    for first, last, _, score in kept:
        span = _chars(words, first, last)
        tidy.append(Name(span, TYPES[votes[span.of(text)].most_common(1)[0][0]], round(score, 4)))
    return tidy


def _trimmed(text: str, words: Words, name: RawName) -> RawName | None:
    first, last, kind, score = name
    while last - first > 1 and POSSESSIVE.match(text[words.start[last - 1] : words.end[last - 1]]):
        last -= 1
    if last - first > 2 and POSSESSIVE.fullmatch(text[words.start[last - 2] : words.end[last - 1]]):
        last -= 2
    while kind == 0 and last - first > 1 and _is_title(text, words, first):
        first += 1
    printed = text[words.start[first] : words.end[last - 1]]
    return (first, last, kind, score) if any(c.isalnum() for c in printed) else None


def _is_title(text: str, words: Words, at: int) -> bool:
    word = text[words.start[at] : words.end[at]].lower()
    return word in titles() or word == "."


def _inside(words: Words, name: RawName, linked: list[tuple[int, int]]) -> bool:
    return any(a <= words.start[name[0]] < b for a, b in linked)
