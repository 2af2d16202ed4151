"""Attributions by a preposition at a sentence's start."""

import pytest

from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution
from pipelines.annotate.shapes.prepositions import with_prepositions
from pipelines.records import Span


def read(text: str, *found: Attribution) -> list[tuple[str, str]]:
    spans = split_sentences(text)
    return [(a.source[0].of(text), a.content[0].of(text)) for a in with_prepositions(text, spans, found) if a.source]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Per the ministry, bread is up a tenth.", "the ministry", "bread is up a tenth"),
        ("In the words of one baker, it is “a robbery”.", "one baker", "it is “a robbery”"),
        ("By the union's account, wages fell.", "the union", "wages fell"),
        ("In Lena Orr’s telling, she was never asked.", "Lena Orr", "she was never asked"),
        ("As the bishop put it, “man lives by bread”.", "the bishop", "“man lives by bread”"),
    ],
)
def test_what_follows_is_said_by_whom_the_preposition_governs(text: str, source: str, content: str) -> None:
    assert read(f"It rained. {text}") == [(source, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Per capita, bread is dear.",
        "Per week, two ferries sail.",
        "By the river’s edge, the union waited.",
        "In the harbour, she was never asked.",
        "As the bishop left, it rained.",
    ],
)
def test_rates_places_and_times_are_nobody(text: str) -> None:
    assert read(text) == []


def test_what_was_read_there_stays() -> None:
    text = "Per the ministry, bread is up."
    assert read(text, Attribution([Span(18, 29)])) == []
