"""Contents end before what the writer adds, read by the trained reader in invented sentences."""

from collections.abc import Callable

import pytest

from pipelines.annotate.attribution.content_ends import without_aside, without_asked
from pipelines.annotate.reading import Attribution
from pipelines.records import Annotation, Span

Annotate = Callable[..., Annotation]


def ended(text: str, cue: str) -> str:
    at = text.index(cue)
    content = Span(at + len(cue) + 1, len(text) - 1)
    (piece,) = without_aside(text, Attribution((content,), (Span(at, at + len(cue)),))).content
    return piece.of(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Falk said the toll would stay at 3%, which is lower than in Vell.", "the toll would stay at 3%"),
        ("Falk said Vell had hired Lena Orr, who has two sons.", "Vell had hired Lena Orr"),
    ],
)
def test_a_clause_in_the_present_behind_words_told_in_the_past_is_the_writers(text: str, content: str) -> None:
    assert ended(text, "said") == content


@pytest.mark.parametrize(
    "text",
    [
        "Falk says the toll would stay at 3%, which is lower than in Vell.",
        "Falk said the toll is 3%, which is lower than in Vell.",
        "Falk said the toll would stay at 3%, which was lower than in Vell.",
        "Falk said the toll would stay at 3%, “which is low”.",
        "Falk said the school, which has 40 pupils, would close.",
    ],
)
def test_a_clause_that_may_have_been_said_stays(text: str) -> None:
    cue = "says" if "says" in text else "said"
    assert ended(text, cue) == text[text.index(cue) + len(cue) + 1 : -1]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Reporters asked Tom Falk why the bridge was closed. Falk said it was unsafe.", "why the bridge was closed"),
        ("Police asked the young driver whether he had seen the van. He had.", "whether he had seen the van"),
    ],
)
def test_whom_a_question_is_put_to_is_no_part_of_it(annotate: Annotate, text: str, content: str) -> None:
    asked = [q for q in annotate(text).quotes if q.cue_lemma == "ask"]
    assert [[span.of(text) for span in quote.content] for quote in asked] == [[content]]


def test_whom_a_question_was_put_to_before_its_cue_is_no_part_of_it() -> None:
    text = "Lena Orr was asked whether she would run again."
    pieces = [Span(0, 8), Span(19, len(text) - 1)]
    (piece,) = without_asked(text, Attribution(pieces, [Span(9, 18)])).content
    assert piece.of(text) == "whether she would run again"
