"""Lines of a transcript: `ORR: We will mend it.` A label in capitals names who says the paragraph and those after it.

The training corpus has few, and the model reads a label as the end of a sentence. Labels are believed where the text
has several and one of them comes again; what speaks once is a heading (`MARKETS: Shares rose`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.annotate.lexicon import word_class
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.’'-]"
LABEL = re.compile(
    rf"^[^\S\n]*[“\"]?(?P<source>{CAPITALS}+(?: {CAPITALS}*){{0,3}})(?P<cue>:)[^\S\n]+(?=\S)",
    re.MULTILINE,
)
PARAGRAPH = re.compile(r"[^\n]*\S")
ASIDE = re.compile(r"\W*\([^)\n]*\)\W*")  # "(CROSSTALK)"
FEWEST = 3  # labelled lines
CERTAIN = 0.9
MOST_PARAGRAPHS = 12  # that one label names


def with_transcripts(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, those inside a transcript's paragraphs replaced by the labels'."""
    lines = _labels(text)
    if not lines:
        return list(attributions)
    spoken = list(_spoken(text, lines))
    taken = [(a.source[0].start_char, a.content[-1].end_char) for a in spoken]
    return _outside(attributions, taken) + spoken


def _labels(text: str) -> list[re.Match[str]]:
    found = [m for m in LABEL.finditer(text) if not set(m["source"].lower().split()) & word_class("not_speakers")]
    counts = Counter(m["source"] for m in found)
    return found if len(found) >= FEWEST and max(counts.values()) > 1 else []


def _outside(attributions: Sequence[Attribution], taken: Sequence[tuple[int, int]]) -> list[Attribution]:
    """Both in text order: those whose content begins in none of the stretches."""
    kept, place = [], 0
    for attribution in sorted(attributions, key=lambda a: a.content[0].start_char):
        first, last = attribution.content[0].start_char, attribution.content[-1].end_char
        while place < len(taken) and taken[place][1] <= first:
            place += 1
        if place == len(taken) or last <= taken[place][0]:
            kept.append(attribution)
    return kept


def _spoken(text: str, lines: Sequence[re.Match[str]]) -> Iterator[Attribution]:
    """One attribution a label: the rest of its paragraph, and the paragraphs up to the next label, if any comes."""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        end = text.find("\n", line.end())
        end = len(text) if end < 0 else end
        content = [Span(line.end(), end)]
        if following is not None:
            between = list(PARAGRAPH.finditer(text, end, following.start()))
            content += [Span(*m.span()) for m in between[:MOST_PARAGRAPHS] if not ASIDE.fullmatch(m[0])]
        content = [_trimmed(text, span) for span in content]
        content = [span for span in content if span.start_char < span.end_char]
        if content:
            cue, source = (Span(*line.span(part)) for part in ("cue", "source"))
            yield Attribution(content, [cue], [source], CERTAIN)


def _trimmed(text: str, span: Span) -> Span:
    printed = span.of(text)
    start = span.start_char + len(printed) - len(printed.lstrip())
    return Span(start, max(start, span.end_char - (len(printed) - len(printed.rstrip()))))
