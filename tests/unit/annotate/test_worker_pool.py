"""What becomes of documents that an annotator cannot take: one is lost, never the others, and never the run."""

import os
import signal
import time
from collections.abc import Callable, Sequence

import pytest

from pipelines.annotate import worker_pool
from pipelines.annotate.annotating import MOST_PIECES, Failed, annotate_chunk
from pipelines.annotate.worker_pool import INLINE_DOCUMENTS, annotate_many
from pipelines.records import Annotation, Document

MANY = INLINE_DOCUMENTS + 20


class Deeds:
    """Annotates with nothing, and does what the text of a document says."""

    version = "deeds-1"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        for document in documents:
            if document.text == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if document.text == "exit":
                os._exit(3)
            if document.text == "raise":
                raise ValueError("no")
            if document.text == "hang":
                time.sleep(600)
        return [Annotation(document.doc_id) for document in documents]


def documents(deeds: dict[int, str]) -> list[Document]:
    return [Document(str(number), deeds.get(number, "Words.")) for number in range(MANY)]


def failures(deeds: dict[int, str]) -> dict[str, str]:
    read = list(annotate_many(documents(deeds), Deeds(), Deeds, workers=2))
    assert [document.doc_id for document, _ in read] == [str(number) for number in range(MANY)]
    return {document.doc_id: result.error for document, result in read if isinstance(result, Failed)}


@pytest.mark.parametrize(
    ("deeds", "words"),
    [
        ({30: "kill"}, "ended with status -9"),
        ({0: "exit", MANY - 1: "exit"}, "ended with status 3"),
        ({17: "kill", 18: "kill", 19: "exit"}, "ended with status"),
        ({5: "raise"}, "ValueError: no"),
    ],
)
def test_a_document_at_which_the_process_dies_is_the_only_one_that_fails(deeds: dict[int, str], words: str) -> None:
    failed = failures(deeds)
    assert failed.keys() == {str(number) for number in deeds}
    assert all(words in error for error in failed.values())


def test_a_document_at_which_the_process_hangs_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "PATIENCE_SECONDS", 3)
    failed = failures({20: "hang"})
    assert failed.keys() == {"20"} and "took longer than 3 s" in failed["20"]


TOO_LONG: dict[str, Callable[[int], str]] = {
    "dots": lambda count: "." * count,
    "quotation marks": lambda count: '"' * count,
    "one line": lambda count: "word " * count,
    "names": lambda count: "Lena Orr, " * count,
    "one word": lambda count: "a" * 20 * count,
    "brackets": lambda count: "(" * count + ")" * count,
    "lines": lambda count: "x\n" * count,
}


@pytest.mark.parametrize("kind", TOO_LONG)
def test_a_document_of_more_words_and_signs_than_the_limit_is_not_tried(kind: str) -> None:
    short, long = Document("a", "Words."), Document("b", TOO_LONG[kind](MOST_PIECES + 1))
    found = annotate_chunk(Deeds(), [short, long, short])
    assert [isinstance(one, Failed) for one in found] == [False, True, False]
    assert isinstance(found[1], Failed) and f"more than {MOST_PIECES:,}" in found[1].error


def test_a_long_document_within_the_limit_is_annotated() -> None:
    assert annotate_chunk(Deeds(), [Document("a", "Some words. " * (MOST_PIECES // 3))]) == [Annotation("a")]
