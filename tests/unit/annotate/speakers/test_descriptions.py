"""Descriptions, letters and pronouns as sources, resolved among spans that are given; invented texts."""

import re

import pytest

from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.steps import finish
from pipelines.records import Document, Quote, Span

PEOPLE = re.compile(r"Lena Orr|Tom Falk|Rudi Brae|Orr|Falk")


def at(text: str, printed: str, start: int = 0) -> Span:
    first = text.index(printed, start)
    return Span(first, first + len(printed))


def quotes(text: str, *said: tuple[str, str, str]) -> list[Quote]:
    """Each of `said`: source, cue and content as printed, in text order of the sources."""
    names = [Name(Span(*m.span()), "PERSON") for m in PEOPLE.finditer(text)]
    found, reached = [], 0
    for source, cue, content in said:
        source_span = at(text, source, reached)
        reached = source_span.end_char
        near = max(0, source_span.start_char - len(cue) - 1)
        found.append(Attribution([at(text, content)], [at(text, cue, near)], [source_span]))
    return list(finish(Document("d", text), Reading(split_sentences(text), names, found)).quotes)


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("A statement sent to us by Lena Orr said it rained.", "A statement sent to us by Lena Orr", "Lena Orr"),
        ("The mayor of Falk, Lena Orr, said it rained.", "The mayor of Falk, Lena Orr,", "Lena Orr"),
        ("A spokesman for Tom Falk, Rudi Brae, said it rained.", "A spokesman for Tom Falk, Rudi Brae,", "Rudi Brae"),
        ("A spokesman for Tom Falk said it rained.", "A spokesman for Tom Falk", None),
        ("After Orr was moved, she left. Her letter said it rained.", "Her letter", "Orr"),
        ("A study by Tom Falk said it rained.", "A study by Tom Falk", "Tom Falk"),
        ("Lena Orr, 41, ran home. It was late. The 41-year-old said it rained.", "The 41-year-old", "Lena Orr"),
        ("Lena Orr, 41, ran home. It was late. The 52-year-old said it rained.", "The 52-year-old", None),
        ("Tom Falk wept. Lena Orr ran home. The Norwegian said it rained.", "The Norwegian", "Lena Orr"),
        ("Norland president Tom Falk sat. The president of Vell said it rained.", "The president of Vell", None),
        ("Vell president Tom Falk sat. The president of Vell said it rained.", "The president of Vell", "Tom Falk"),
        ("The director of the port, Lena Orr, wept. The director said it rained.", "The director", "Lena Orr"),
        (
            "Judge Tom Falk sat. Former judge Lena Orr left. The former judge said it rained.",
            "The former judge",
            "Lena Orr",
        ),
        ("A Court of Vell judge said it rained. Justice Lena Orr sat.", "A Court of Vell judge", "Lena Orr"),
    ],
)
def test_a_description_or_a_letter_is_the_persons_whom_the_text_ties_to_it(
    text: str, source: str, speaker: str | None
) -> None:
    assert quotes(text, (source, "said", "it rained"))[0].speaker == speaker


def test_a_document_is_its_authors_where_words_were_quoted_from_it_before() -> None:
    text = "Lena Orr said in a letter that it rained. The letter said the port was wet."
    first = ("Lena Orr", "said", "that it rained")
    assert quotes(text, first, ("The letter", "said", "the port was wet"))[1].speaker == "Lena Orr"


def test_a_pronoun_is_not_the_person_of_whom_it_tells() -> None:
    text = "Rudi Brae and Tom Falk met.\nFalk hid under a desk, he said."
    assert quotes(text, ("he", "said", "Falk hid under a desk"))[0].speaker == "Rudi Brae"


@pytest.mark.parametrize(
    "before",
    [
        "Tom Falk slept. Lena Orr sang. It was for the late Tom Falk.",
        "Lena Orr sang. Two Falk supporters left.",
        "“It is late,” Lena Orr told NBN’s Tom Falk.",
    ],
)
def test_a_pronoun_is_nobody_who_is_told_something_or_hangs_on_another_word(before: str) -> None:
    text = f"{before}\nShe said it rained."
    assert quotes(text, ("She", "said", "it rained"))[0].speaker == "Lena Orr"


def test_who_was_told_something_is_the_one_that_answers() -> None:
    text = "“You are late,” the challenger told Mayor Tom Falk.\n“I was never late,” he shot back."
    said = ("the challenger", "told", "“You are late,”"), ("he", "shot back", "“I was never late,”")
    assert quotes(text, *said)[1].speaker == "Tom Falk"
