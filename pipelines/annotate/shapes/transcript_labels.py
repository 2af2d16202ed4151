"""Lines of a transcript: `ORR: We will mend it.`, `Lena Orr: Yes.`, `Q: Why?`. A label says whose the paragraphs are.

The training corpus has few, and the model reads a label as the end of a sentence. Labels are believed where the text
has several and one of them comes again; what speaks once is a heading (`MARKETS: Shares rose`). Labels are names, their
initials (`LO:` after `LENA ORR:`) too.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from pipelines.annotate.lexicon import word_class
from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.interviews import interviewee
from pipelines.records import Span

CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.’'-]"
WORD = r"[^\W\d_a-z][\w.’'-]*"
LABEL = re.compile(
    rf"^[^\S\n]*[“\"]?(?P<source>{CAPITALS}+(?: {CAPITALS}*){{0,3}}|[QA]|{WORD}(?: {WORD}){{0,3}})"
    r"(?P<cue>:|(?<=[QA])\.)[^\S\n]+(?=\S)",
    re.MULTILINE,
)
PARAGRAPH = re.compile(r"[^\n]*\S")
ASIDE = re.compile(r"\W*\([^)\n]*\)\W*")  # "(CROSSTALK)"
IN_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b")
FEWEST = 3  # labelled lines
CERTAIN = 0.9
MOST_PARAGRAPHS = 12  # that one label names
LONGEST_INITIALS = 5


def with_transcripts(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions; those inside the paragraphs of a transcript give way to the labels'.

    What stands behind `A:` is said by the person of whom the text tells most before the first question.
    """
    lines = _labels(text)
    if not lines:
        return list(attributions)
    spoken = list(_spoken(text, lines))
    taken = [(a.source[0].start_char, a.content[-1].end_char) for a in spoken]
    answering = interviewee(text, names, lines[0].start())
    named = [replace(a, source=[answering]) if answering and a.source[0].of(text) == "A" else a for a in spoken]
    return _outside(attributions, taken) + named


def label_names(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, those of labels as the labels have them; initials have the type of the name that they stand for."""
    lines = [line for line in _labels(text) if line["source"] not in ("Q", "A")]
    labels = [Span(*line.span("source")) for line in lines]
    kept = [name for name in names if not _is_in(labels, name.span)]
    types = {name.span.of(text).casefold(): name.entity_type for name in names if " " in name.span.of(text)}
    of_initials = {_initials(printed): kind for printed, kind in types.items()} | types
    found = [Name(span, of_initials.get(span.of(text).casefold(), "PERSON"), CERTAIN) for span in labels]
    return sorted([*kept, *found], key=lambda name: name.span.start_char)


def _is_in(labels: Sequence[Span], span: Span) -> bool:
    place = bisect_left(labels, span.end_char, key=lambda s: s.start_char) - 1
    return place >= 0 and labels[place].end_char > span.start_char


def _labels(text: str) -> list[re.Match[str]]:
    found = list(LABEL.finditer(text))
    counts = Counter(m["source"] for m in found)
    initials = {printed for printed in counts if printed.isupper() and len(printed) < LONGEST_INITIALS}
    found = [m for m in found if _may_speak(m["source"]) or _initials(m["source"].casefold()).upper() in initials]
    if found and counts[found[0]["source"]] == 1 and not text[: found[0].start()].strip():
        del found[0]  # a headline: `Orr: Bridge will open in May`
    counts = Counter(m["source"] for m in found)
    again = {printed for printed, count in counts.items() if count > 1}
    capitals = [m for m in found if m["source"].isupper()]
    if len(found) >= FEWEST and (len(again) > 1 or any(m["source"] in again for m in capitals)):
        return found if len(again) > 1 else capitals
    return []


def _may_speak(printed: str) -> bool:
    return printed in ("Q", "A") or not set(printed.lower().split()) & word_class("not_speakers")


def _initials(printed: str) -> str:
    return "".join(word[0] for word in printed.split())


def _outside(attributions: Sequence[Attribution], taken: Sequence[tuple[int, int]]) -> list[Attribution]:
    """Return the attributions whose content begins in none of the stretches; both are in text order."""
    kept, place = [], 0
    for attribution in sorted(attributions, key=lambda a: a.content[0].start_char):
        first, last = attribution.content[0].start_char, attribution.content[-1].end_char
        while place < len(taken) and taken[place][1] <= first:
            place += 1
        if place == len(taken) or last <= taken[place][0]:
            kept.append(attribution)
    return kept


def _spoken(text: str, lines: Sequence[re.Match[str]]) -> Iterator[Attribution]:
    """Yield one attribution a label: the rest of its paragraph, and the paragraphs up to the next label.

    Behind the last label those that speak in person: where the last answer ends, no label says.
    """
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        end = text.find("\n", line.end())
        end = len(text) if end < 0 else end
        content = [Span(line.end(), end)]
        below: Iterator[re.Match[str]] = islice(
            PARAGRAPH.finditer(text, end, following.start() if following else len(text)), MOST_PARAGRAPHS
        )
        if following is None:
            below = takewhile(lambda m: IN_PERSON.search(m[0]), below)
        content += [Span(*m.span()) for m in below if not ASIDE.fullmatch(m[0])]
        content = [_trimmed(text, span) for span in content]
        content = [span for span in content if span.start_char < span.end_char]
        if content:
            cue, source = (Span(*line.span(part)) for part in ("cue", "source"))
            yield Attribution(content, [cue], [source], CERTAIN)


def _trimmed(text: str, span: Span) -> Span:
    printed = span.of(text)
    start = span.start_char + len(printed) - len(printed.lstrip())
    return Span(start, max(start, span.end_char - (len(printed) - len(printed.rstrip()))))
