"""Annotates texts in this process, or in some of its own."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from pipelines.annotate import default_annotator
from pipelines.annotate.annotating import Failed
from pipelines.annotate.worker_pool import annotate_many
from pipelines.records import Annotation, Annotator, Document
from whosaid.annotated import AnnotatedDocument, AnnotatedDocuments


class AnnotationError(ValueError):
    """A document could not be annotated: it is too long, or the annotator failed or broke a promise; says which."""


def annotate(
    texts: str | Document | Iterable[str | Document],
    *,
    annotator: Annotator | None = None,
    workers: int = 1,
    errors: Literal["raise", "keep"] = "raise",
) -> AnnotatedDocuments:
    """Annotate one text or many, and return as many documents, in order.

    A text is plain: paragraphs end at line breaks, a headline (if there is one) is the first. Give a `Document` to
    name it, or to say where its headline ends.

    `annotator` takes the place of the trained reader. More `workers` than one are processes that annotate with the
    trained reader; they are worth their start from some fifty documents on.

    Raises `AnnotationError` at the first document that cannot be annotated; with `errors="keep"` it is returned
    without quotes, and its `error` says why.
    """
    if annotator is not None and workers > 1:
        raise ValueError("only the trained reader is given to more than one worker")
    annotator = annotator or _reader()
    found = annotate_many(_documents(texts), annotator, default_annotator, workers=workers)
    return AnnotatedDocuments([_kept(document, result, errors) for document, result in found])


def _documents(texts: str | Document | Iterable[str | Document]) -> Iterator[Document]:
    given = [texts] if isinstance(texts, str | Document) else texts
    for number, text in enumerate(given):
        if not isinstance(text, str | Document):
            raise TypeError(f"text {number} is no str or whosaid.Document, but {type(text).__name__}")
        yield text if isinstance(text, Document) else Document(str(number), text)


def _kept(document: Document, result: Annotation | Failed, errors: str) -> AnnotatedDocument:
    if not isinstance(result, Failed):
        return AnnotatedDocument(document, result)
    if errors == "raise":
        raise AnnotationError(f"document {document.doc_id!r}: {result.error}")
    return AnnotatedDocument(document, Annotation(document.doc_id), result.error)


@cache
def _reader() -> Annotator:
    return default_annotator()  # takes a second to load
