"""How far back a pronoun looks by rule, in invented articles; beyond that a learned ranker judges, or nobody."""

import pytest

from pipelines.annotate import ReaderAnnotator
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.speakers.pronouns import resolve_pronoun
from pipelines.annotate.speakers.scene import Scene
from pipelines.annotate.steps import read_facts
from pipelines.records import Document, Span


def spans(text: str, *printed: str) -> list[Span]:
    return [Span(text.rindex(words), text.rindex(words) + len(words)) for words in printed]


@pytest.mark.parametrize(("sentences_back", "expected"), [(1, True), (6, True), (7, False)])
def test_a_pronoun_is_who_is_named_up_to_six_sentences_before(sentences_back: int, expected: bool) -> None:
    text = f"Tom Falk left. {'It rained. ' * (sentences_back - 1)}“The bridge is safe for all,” he said."
    name, content, cue, source = spans(text, "Tom Falk", "“The bridge is safe for all,”", "said", "he")
    reading = Reading(split_sentences(text), [Name(name, "PERSON")], [Attribution([content], [cue], [source])])
    facts = read_facts(Document("d", text), reading, is_right=True)
    assert (resolve_pronoun(Scene(facts), 0, facts.sources[0]).chain_no is not None) is expected


def test_a_he_is_not_whom_she_stood_for_before() -> None:
    text = "Hilde Falk met Tom Lund on Monday. She liked the plan. “It is too dear,” he said."
    (annotation,) = ReaderAnnotator().annotate([Document("d", text, 0)])
    assert [quote.speaker for quote in annotation.quotes] == ["Hilde Falk", "Tom Lund"]
