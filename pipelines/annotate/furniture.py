"""An annotation without what it found in page furniture: such paragraphs give no quotes."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.records import Annotation, Quote, Span


def is_within(span: Span, furniture: Sequence[Span]) -> bool:
    """True where `span` begins in furniture."""
    return any(part.start_char <= span.start_char < part.end_char for part in furniture)


def without_furniture(annotation: Annotation, furniture: Sequence[Span]) -> Annotation:
    """Return `annotation` with its sentences in furniture marked and without the quotes that begin there."""
    if not furniture:
        return annotation
    sentences = [replace(each, is_boilerplate=is_within(each.span, furniture)) for each in annotation.sentences]
    kept = [number for number, quote in enumerate(annotation.quotes) if not is_within(quote.content[0], furniture)]
    numbers = {old: new for new, old in enumerate(kept)}
    quotes = [_renumbered(annotation.quotes[number], numbers) for number in kept]
    return replace(annotation, sentences=sentences, quotes=quotes)


def _renumbered(quote: Quote, numbers: dict[int, int]) -> Quote:
    parent = quote.parent_quote_no
    return quote if parent is None else replace(quote, parent_quote_no=numbers.get(parent))
