"""A document as HTML for notebooks: contents shaded and signed with their speaker, cues and sources underlined.

Everything that comes out of the document is escaped, and nothing is loaded from anywhere.
"""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from pipelines.records import Annotation, Document, Quote

CONTENT = "background:rgba(66,133,244,.22);border-radius:3px;padding:1px 0"
CUE = "border-bottom:2px solid rgba(230,145,56,.9)"
SOURCE = "border-bottom:2px solid rgba(56,142,60,.9)"
LABEL = "font-size:75%;font-weight:600;border:1px solid currentColor;border-radius:3px;margin:0 3px;padding:0 3px"
PAGE = "white-space:pre-wrap;line-height:1.8;max-width:48em"
NOBODY = "nobody named"


def as_html(document: Document, annotation: Annotation, error: str | None = None) -> str:
    """Return the text with its quotes marked; every character stands in it once."""
    if error is not None:
        return f"<p><b>{escape(document.doc_id)}</b> could not be annotated: {escape(error)}</p>"
    spans = [styled for quote in annotation.quotes for styled in _styled(quote)]
    edges = sorted({0, len(document.text), *(edge for start, end, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        holding = dict.fromkeys(style for first, last, style in spans if first <= start and end <= last)
        text = escape(document.text[start:end])
        pieces.append(f'<span style="{";".join(holding)}">{text}</span>' if holding else text)
        pieces += [_label(quote) for quote in annotation.quotes if quote.content[-1].end_char == end]
    return f'<div style="{PAGE}">{"".join(pieces)}</div>'


def _styled(quote: Quote) -> Iterator[tuple[int, int, str]]:
    """Yield the first character, the end and the style of each part of a quote."""
    for part, style in ((quote.content, CONTENT), (quote.cue, CUE), (quote.source, SOURCE)):
        for span in part:
            yield span.start_char, span.end_char, style


def _label(quote: Quote) -> str:
    score = "" if quote.speaker_score is None else f" {quote.speaker_score:.2f}"
    return f'<span style="{LABEL}">{escape(quote.speaker or NOBODY)}{score}</span>'
