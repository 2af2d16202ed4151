"""Somebody quoted by somebody: "Peskov said that Putin had said that ...".

The training corpus marks no attribution inside a content, so the model cannot learn it. A plain said-clause at the
start of an indirect content is read here; what follows its cue, up to the content's end, is the inner content.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.reading import Attribution
from pipelines.records import Span

NAME = r"[^\W\d_a-z][\w’'.-]{1,30}"
SAID = re.compile(
    rf"(?:that )?(?P<source>(?:[Tt]he )?{NAME}(?: {NAME}){{0,4}}|[Hh]e|[Ss]he|[Tt]hey)"
    r" (?P<cue>(?:had |has |have )?(?:said|told [^\W_][\w’'-]{0,30})|says)"
    r" (?P<content>(?:that )?[^“”\"]{8,}?)[.,]?$",
    re.DOTALL,
)
SHARE = 0.9  # of the score of the attribution around it


def with_nested(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions and, after each, the one that its content begins with."""
    return [found for outer in attributions for found in (outer, *_inner(text, outer))]


def _inner(text: str, outer: Attribution) -> Iterator[Attribution]:
    if len(outer.content) != 1 or not outer.cue:
        return
    span = outer.content[0]
    match = SAID.match(text, span.start_char, span.end_char)
    if match:
        content, cue, source = (Span(*match.span(part)) for part in ("content", "cue", "source"))
        yield Attribution([content], [cue], [source], round(SHARE * outer.score, 4))
