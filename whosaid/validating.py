"""Tries an annotator of one's own before a run does: what it gives must be what the pipeline can keep."""

from collections.abc import Iterable

from pipelines.annotate.promises import broken_promise
from pipelines.records import Annotation, Annotator, Document
from whosaid.annotating import AnnotationError

EXAMPLE = 'Ferry to stay\n"Nobody here is going to swim to work," said Ada Brennick, who chairs the council.'


def validate(annotator: Annotator, texts: Iterable[str] = (EXAMPLE,)) -> None:
    """Let `annotator` annotate `texts`; raise `AnnotationError` with the first thing that a run would refuse.

    That is: no version; another number of annotations than documents, or in another order; a text without sentences;
    offsets outside the text; sentences, or parts of one content, that overlap; values that no table allows.
    """
    version = getattr(annotator, "version", None)
    if not isinstance(version, str) or not version:
        raise AnnotationError(f"version is {version!r}, not a text that names code and weights")
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    annotations = annotator.annotate(documents)
    if not isinstance(annotations, list) or len(annotations) != len(documents):
        raise AnnotationError(f"annotate gave {_shortly(annotations)} for {len(documents)} documents")
    for document, annotation in zip(documents, annotations, strict=True):
        if (why := _refused(document, annotation)) is not None:
            raise AnnotationError(f"document {document.doc_id!r}: {why}")


def _refused(document: Document, annotation: object) -> str | None:
    if not isinstance(annotation, Annotation):
        return f"{type(annotation).__name__} is no whosaid.Annotation"
    if document.text.strip() and not annotation.sentences:
        return "there are no sentences"
    return broken_promise(document, annotation)


def _shortly(annotations: object) -> str:
    return f"{len(annotations)} annotations" if isinstance(annotations, list) else f"a {type(annotations).__name__}"
