"""Annotates documents in this process; one that the annotator fails on, or that is beyond the limits, is `Failed`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.annotate.promises import broken_promise
from pipelines.records import Annotation, Annotator, Document

MOST_PIECES = 40_000
"""Words and signs: eight times as many as the longest of 22,388 articles of three corpora has (5,076).

Sixteen kinds of text that are made to be slow (dots, quotation marks, brackets, names, lines, ...) take the reader 1 to
2.5 s of the processor at 2,500 and 4 to 11 s at 10,000: at the limit less than a minute. There the rules take 13 s.
"""
PIECE = re.compile(r"\w{1,20}|[^\w\s]")  # as the encoder counts at least: a sign is one, a long word several
LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that is beyond the limits, that the annotator raised an error for, or that it gave for what no
    annotation may be.
    """

    doc_id: str
    error: str


def annotate_chunk(annotator: Annotator, documents: Sequence[Document]) -> list[Annotation | Failed]:
    """Annotate documents together; where that fails, one by one, so that only the culprit is lost.

    An annotation that breaks a promise has failed too, and so has a document beyond the limits, which is not tried.
    """
    if any(map(_beyond_limits, documents)):
        return [_alone(annotator, document) for document in documents]
    try:
        found = zip(documents, annotator.annotate(documents), strict=True)
        return [_kept(document, annotation) for document, annotation in found]
    except Exception as error:  # noqa: BLE001 - whatever one document sets off, the others are still annotated
        if len(documents) == 1:
            return [Failed(documents[0].doc_id, f"{type(error).__name__}: {error}"[:LONGEST_ERROR])]
    return [result for document in documents for result in annotate_chunk(annotator, [document])]


def _kept(document: Document, annotation: Annotation) -> Annotation | Failed:
    broken = broken_promise(document, annotation)
    return annotation if broken is None else Failed(document.doc_id, f"broken promise of an annotation: {broken}"[:300])


def _alone(annotator: Annotator, document: Document) -> Annotation | Failed:
    why = _beyond_limits(document)
    return Failed(document.doc_id, why) if why else annotate_chunk(annotator, [document])[0]


def _beyond_limits(document: Document) -> str | None:
    if len(document.text) <= MOST_PIECES:
        return None
    pieces = sum(1 for _ in PIECE.finditer(document.text))
    return f"{pieces:,} words and signs, more than {MOST_PIECES:,}" if pieces > MOST_PIECES else None
