"""The kind of a quote: how much of its content stands in quotation marks."""

from collections.abc import Sequence

from pipelines.annotate.page.quotations import quoted_in
from pipelines.records import QuoteKind, Span

LEAST_QUOTED = 3  # characters; less is a mark alone or a single letter
LEAST_DIRECT = 0.9  # share of the content inside quotation marks; the rest may be a comma or a said-clause's remains
FRAGMENT = 3  # words; a quoted piece of fewer is part of the writer's sentence, so mixed


def kind_of(text: str, content: Sequence[Span], quoted: Sequence[Span], *, has_cue: bool = True) -> QuoteKind:
    """Return direct where all content stands in quotation marks, mixed where some does; `quoted` as in `quoted_in`.

    Words without marks that no cue brings are laid to somebody by the page: their own words too.
    """
    total = sum(s.end_char - s.start_char for s in content)
    inside = sum(s.end_char - s.start_char for s in quoted_in(quoted, content))
    if inside < LEAST_QUOTED:
        return "indirect" if has_cue else "direct"
    printed = " ".join(span.of(text) for span in content)
    return "direct" if inside >= LEAST_DIRECT * total and len(printed.split()) >= FRAGMENT else "mixed"
