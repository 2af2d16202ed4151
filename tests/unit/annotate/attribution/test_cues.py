"""Cues read beside invented sources."""

import pytest

from pipelines.annotate.attribution.cues import read_cue
from pipelines.annotate.naming.source_phrases import read_source
from pipelines.records import QuoteKind, SourceType, Span


def cue_of(
    text: str, cue: str, *, source: str = "Orr", kind: QuoteKind = "indirect", source_type: SourceType = "person"
) -> tuple[str | None, str | None]:
    start = text.index(cue)
    content = Span(start + len(cue), len(text))
    sources = [Span(text.index(source), text.index(source) + len(source))] if source else []
    read = read_cue(
        text,
        [Span(start, start + len(cue))],
        read_source(text, sources, []),
        content,
        kind=kind,
        source_type=source_type,
    )
    return read.lemma, read.cue_class


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Orr said it rains.", "said", ("say", "speech")),
        ("Orr tweeted that it rains.", "tweeted", ("tweet", "writing")),
        ("Orr believes that it rains.", "believes", ("believe", "thought")),
        ("Orr has repeatedly said it rains.", "has repeatedly said", ("say", "speech")),
        ("Orr called on Monday for rain.", "called", ("call for", "speech")),
        ("Orr has long hoped for rain.", "has long hoped", ("hope", "thought")),
        ("Sailors of Orr long for rain.", "long for", ("long", "thought")),
    ],
)
def test_a_cue_has_lemma_and_class(text: str, cue: str, expected: tuple[str, str]) -> None:
    assert cue_of(text, cue) == expected


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Orr was told that it rains.", "was told"),
        ("Orr was rudely reminded that it rains.", "was rudely reminded"),
        ("Orr would argue that it rains.", "would argue"),
        ("Orr hopes to announce that it rains.", "announce"),
    ],
)
def test_passive_and_hypothetical_cues_have_no_class(text: str, cue: str) -> None:
    assert cue_of(text, cue)[1] is None


def test_a_question_put_to_somebody_has_no_class() -> None:
    assert cue_of("Asked if it rains, Orr laughed.", "Asked", source="") == ("ask", None)


def test_a_weak_cue_reports_words_only_beside_quotation_marks() -> None:
    text = "Orr praised the plan."
    assert cue_of(text, "praised", kind="mixed")[1] == "speech"
    assert cue_of(text, "praised", kind="indirect")[1] == "thought"


def test_what_a_survey_says_is_a_document() -> None:
    survey = cue_of("The survey said it rains.", "said", source="The survey", source_type="document")
    assert survey == ("say", "document")


def test_what_a_report_says_whose_author_is_known_is_writing() -> None:
    assert cue_of("The report said it rains.", "said", source="The report", source_type="person") == ("say", "writing")


def test_what_a_letter_says_is_writing() -> None:
    assert cue_of("The letter said it rains.", "said", source="The letter") == ("say", "writing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orr announced that the ferry is late.", "speech"),
        ("Orr announced the ferry would be late.", "speech"),
        ("Orr announced the end of the strike.", "thought"),
        ("Orr promised to end the strike.", "thought"),
        ("Orr suggested that hinted at a strike.", "thought"),
        ("Orr noted the end of the strike.", "speech"),
    ],
)
def test_an_act_is_not_a_report_of_words(text: str, expected: str) -> None:
    cue = text.split()[1]
    assert cue_of(text, cue)[1] == expected


def test_capitals_before_a_link_are_no_cue() -> None:
    assert cue_of("Orr READ the plan is late.", "READ") == (None, None)


@pytest.mark.parametrize(("source_type", "expected"), [("person", "speech"), ("organisation", "document")])
def test_what_a_body_estimates_is_a_document_and_what_a_person_estimates_is_said(
    source_type: SourceType, expected: str
) -> None:
    assert cue_of("Orr estimated that it rains.", "estimated", source_type=source_type)[1] == expected


def test_what_a_fact_confirms_nobody_says() -> None:
    assert cue_of("The river rose, confirming that it rains.", "confirming", source="") == ("confirm", None)
