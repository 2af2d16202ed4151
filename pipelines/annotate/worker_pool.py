"""Annotates many documents, in order: inline where few, else in a pool of processes. Not here: what to annotate.

One document that an annotator fails on must not stop the others: it comes back as `Failed`.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

from pipelines.annotate.promises import broken_promise
from pipelines.records import Annotation, Annotator, Document

CHUNK_DOCUMENTS = 16
CHUNK_CHARACTERS = 16_000
INLINE_DOCUMENTS = 48  # starting a pool costs more than annotating so many

AnnotatorFactory = Callable[[], Annotator]


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that the annotator raised an error for, or gave what no annotation may be."""

    doc_id: str
    error: str


_annotator: Annotator | None = None  # one per worker process


def annotate_many(
    documents: Iterable[Document], annotator: Annotator, make_annotator: AnnotatorFactory, *, workers: int
) -> Iterator[tuple[Document, Annotation | Failed]]:
    """Yield every document with its annotation, in order; memory holds a few chunks per worker.

    Few documents are given to `annotator`. Worker processes make their own: `make_annotator` must be a function of a
    module, which they import by name.
    """
    rest = iter(documents)
    head = list(islice(rest, INLINE_DOCUMENTS + 1))
    if len(head) <= INLINE_DOCUMENTS or workers < 2:
        for chunk in _chunks(chain(head, rest)):
            yield from zip(chunk, annotate_chunk(annotator, chunk), strict=True)
        return
    spawn = multiprocessing.get_context("spawn")  # a forked child may hold locks of threads that it does not have
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_start, initargs=(make_annotator,)) as pool:
        waiting: deque[tuple[list[Document], Future[list[Annotation | Failed]]]] = deque()
        try:
            for chunk in _chunks(chain(head, rest)):
                waiting.append((chunk, pool.submit(_annotate_here, chunk)))
                if len(waiting) > 4 * workers:
                    yield from _finished(waiting)
            while waiting:
                yield from _finished(waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def annotate_chunk(annotator: Annotator, documents: Sequence[Document]) -> list[Annotation | Failed]:
    """Annotate documents together; where that fails, one by one, so that only the culprit is lost.

    An annotation that breaks a promise has failed too.
    """
    try:
        found = zip(documents, annotator.annotate(documents), strict=True)
        return [_kept(document, annotation) for document, annotation in found]
    except Exception as error:  # noqa: BLE001 - whatever one document sets off, the others are still annotated
        if len(documents) == 1:
            return [Failed(documents[0].doc_id, f"{type(error).__name__}: {error}"[:300])]
    return [result for document in documents for result in annotate_chunk(annotator, [document])]


def _kept(document: Document, annotation: Annotation) -> Annotation | Failed:
    broken = broken_promise(document, annotation)
    return annotation if broken is None else Failed(document.doc_id, f"broken promise of an annotation: {broken}"[:300])


def _start(make_annotator: AnnotatorFactory) -> None:
    global _annotator
    _annotator = make_annotator()


def _annotate_here(documents: list[Document]) -> list[Annotation | Failed]:
    if _annotator is None:
        raise RuntimeError("a worker was asked to annotate before it was started")
    return annotate_chunk(_annotator, documents)


def _finished(
    waiting: deque[tuple[list[Document], Future[list[Annotation | Failed]]]],
) -> Iterator[tuple[Document, Annotation | Failed]]:
    chunk, future = waiting.popleft()
    return zip(chunk, future.result(), strict=True)


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Few long documents or more short ones, so that the processes end at about the same time."""
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text)
        if len(chunk) == CHUNK_DOCUMENTS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
