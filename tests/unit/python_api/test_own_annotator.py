"""The example of an annotator of one's own, and what is wrong with others."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import whosaid
from whosaid import Annotation, Document, Quote, Sentence, Span

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
WHOLE = Sentence(Span(0, 10), 0, "body")


def _example() -> Any:
    spec = importlib.util.spec_from_file_location("own_annotator", EXAMPLES / "own_annotator.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_keeps_what_it_has_to_promise_and_finds_what_it_says() -> None:
    annotator = _example().make()
    text = "Council debate\nAda Brennick: The ferry stays.\nOdo Fenn: Who pays for it?\nAda Brennick: All of us."
    whosaid.validate(annotator, [text])
    found = whosaid.annotate(text, annotator=annotator)
    assert [(quote.speaker, quote.content) for quote in found.quotes] == [
        ("Ada Brennick", "The ferry stays."),
        ("Odo Fenn", "Who pays for it?"),
        ("Ada Brennick", "All of us."),
    ]


@dataclass
class Gives:
    """Answers with what it was made with."""

    answer: Any
    version: Any = "gives-1"

    def annotate(self, documents: Sequence[Document]) -> Any:
        return self.answer


@pytest.mark.parametrize(
    ("annotator", "why"),
    [
        (Gives([Annotation("0", [WHOLE])], version=None), "version is None"),
        (Gives([]), "0 annotations for 1 documents"),
        (Gives(None), "a NoneType for 1 documents"),
        (Gives([{"quotes": []}]), "dict is no whosaid.Annotation"),
        (Gives([Annotation("0")]), "there are no sentences"),
        (Gives([Annotation("7", [WHOLE])]), "the annotation is of document '7'"),
        (Gives([Annotation("0", [Sentence(Span(0, 11), 0, "body")])]), "no text at 0-11"),
        (Gives([Annotation("0", [WHOLE, Sentence(Span(4, 8), 0, "body")])]), "sentences: 0-10 and 4-8 overlap"),
        (Gives([Annotation("0", [WHOLE], [], [Quote("direct", [Span(0, 5), Span(4, 9)])])]), "0-5 and 4-9 overlap"),
    ],
)
def test_what_a_run_would_refuse_is_said_before(annotator: Any, why: str) -> None:
    with pytest.raises(whosaid.AnnotationError, match=why):
        whosaid.validate(annotator, ["0123456789"])


def test_the_trained_reader_passes_its_own_test() -> None:
    whosaid.validate(whosaid.default_annotator())
