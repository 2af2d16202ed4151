"""Annotates many documents, in order: inline where few, else in a pool of processes. Not here: what to annotate.

One document that an annotator fails on must not stop the others: it comes back as `Failed`, and so does one at which
the process dies or hangs when it is annotated alone.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from pipelines.annotate.annotating import Failed, annotate_chunk
from pipelines.annotate.worker import PROGRAM
from pipelines.ingest.pool import Chunk, Pool
from pipelines.records import Annotation, Annotator, Document, Rejected

CHUNK_DOCUMENTS = 16
CHUNK_CHARACTERS = 16_000
INLINE_DOCUMENTS = 48  # starting a pool costs more than annotating so many
PATIENCE_SECONDS = 600  # for an answer; the longest document within the limits takes a minute on an idle processor

AnnotatorFactory = Callable[[], Annotator]


def annotate_many(
    documents: Iterable[Document],
    annotator: Annotator,
    make_annotator: AnnotatorFactory,
    *,
    workers: int,
    in_pool: bool = False,
) -> Iterator[tuple[Document, Annotation | Failed]]:
    """Yield every document with its annotation, in order; memory holds a few chunks per worker.

    Few documents are given to `annotator`, unless `in_pool`. Worker processes make their own: `make_annotator` must be
    a function of a module, which they import by name.
    """
    rest = iter(documents)
    head = list(islice(rest, INLINE_DOCUMENTS + 1))
    if not head or (not in_pool and (len(head) <= INLINE_DOCUMENTS or workers < 2)):
        for chunk in _chunks(chain(head, rest)):
            yield from zip(chunk, annotate_chunk(annotator, chunk), strict=True)
        return
    with Pool[Document](workers, make_annotator, program=PROGRAM, seconds_per_record=PATIENCE_SECONDS) as pool:
        for document, result in pool.results(_packed(chain(head, rest))):
            is_lost = isinstance(result, Rejected)
            yield document, Failed(document.doc_id, result.detail) if is_lost else result


def _packed(documents: Iterable[Document]) -> Iterator[Chunk[Document]]:
    for documents_together in _chunks(documents):
        chunk: Chunk[Document] = Chunk()
        for document in documents_together:
            chunk.add(document, document)
        yield chunk


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield few long documents or more short ones together, so that the processes end at about the same time."""
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
