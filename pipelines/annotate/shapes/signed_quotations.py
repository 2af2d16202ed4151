"""Quotations signed with a name: a paragraph that is one quotation, a dash and who said it.

The shape says all there is to know, and the model, which saw it in few articles, is unsure of it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipelines.annotate.reading import Attribution
from pipelines.records import Span

SIGNED = re.compile(
    r"^[^\S\n]*(?:[•·▪‣*–-][^\S\n]+)?(?P<content>[“”\"«][^\n]{2,3000}[”\"»])(?:[^\S\n]*|\s*?\n\s*)"
    r"(?P<cue>[―—–-]{1,2})[^\S\n]*"
    r"(?P<source>(?=[^\W\d_a-z])[\w.'’ \u00a0-]{2,60}(?<![\s.])(?:,[^\n\"“”.]{2,80}(?<!\s))?)\.?[^\S\n]*$",
    re.MULTILINE,
)
PULLED = re.compile(
    r"^[^\S\n]*(?P<content>[^\s\n“”\"•—–][^\n]{30,600})\n\s*(?P<cue>[―—–-]{1,2})[^\S\n]*"
    r"(?P<source>(?=[^\W\d_a-z])[\w.'’ \u00a0-]{2,60}(?<![\s.])(?:,[^\n\"“”.]{2,80}(?<!\s))?)\.?[^\S\n]*$",
    re.MULTILINE,
)
MOST_PULLED = 40  # lines whose words are looked for in the text again
LONG_ENOUGH = 30  # characters that a pull quote shares with the place that it is pulled from
CERTAIN = 0.95


def with_signed(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions; those inside the paragraph of a signed quotation give way to the signature's."""
    lines = [*SIGNED.finditer(text), *(m for m in islice(PULLED.finditer(text), MOST_PULLED) if _is_pulled(text, m))]
    if not lines:
        return list(attributions)
    taken = [m.span() for m in lines]
    kept = [a for a in attributions if not any(_touches(a, start, end) for start, end in taken)]
    return kept + list(_signed(lines))


def _is_pulled(text: str, match: re.Match[str]) -> bool:
    """True for a signed line without marks whose words the text has once more: `We knew it all along.\\n— Lena Orr`."""
    return text.count(match["content"][:LONG_ENOUGH]) > 1


def _touches(attribution: Attribution, start: int, end: int) -> bool:
    return any(s.start_char < end and start < s.end_char for s in attribution.content)


def _signed(lines: Sequence[re.Match[str]]) -> Iterator[Attribution]:
    for line in lines:
        content, cue, source = (Span(*line.span(part)) for part in ("content", "cue", "source"))
        yield Attribution([content], [cue], [source], CERTAIN)
