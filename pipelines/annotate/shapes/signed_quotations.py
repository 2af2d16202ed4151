"""Quotations signed with a name: a paragraph that is one quotation, a dash and who said it.

The shape says all there is to know, and the model, which saw it in few articles, is unsure of it.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.reading import Attribution
from pipelines.records import Span

SIGNED = re.compile(
    r"^[^\S\n]*(?:[•·▪‣*–-][^\S\n]+)?(?P<content>[“”\"«][^\n]{2,3000}[”\"»])(?:[^\S\n]*|\s*?\n\s*)"
    r"(?P<cue>[―—–-]{1,2})[^\S\n]*"
    r"(?P<source>(?=[^\W\d_a-z])[\w.'’ \u00a0-]{2,60}(?<![\s.])(?:,[^\n\"“”.]{2,80}(?<!\s))?)\.?[^\S\n]*$",
    re.MULTILINE,
)
CERTAIN = 0.95


def with_signed(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions; those inside the paragraph of a signed quotation give way to the signature's."""
    lines = list(SIGNED.finditer(text))
    if not lines:
        return list(attributions)
    taken = [m.span() for m in lines]
    kept = [a for a in attributions if not any(_touches(a, start, end) for start, end in taken)]
    return kept + list(_signed(lines))


def _touches(attribution: Attribution, start: int, end: int) -> bool:
    return any(s.start_char < end and start < s.end_char for s in attribution.content)


def _signed(lines: Sequence[re.Match[str]]) -> Iterator[Attribution]:
    for line in lines:
        content, cue, source = (Span(*line.span(part)) for part in ("content", "cue", "source"))
        yield Attribution([content], [cue], [source], CERTAIN)
