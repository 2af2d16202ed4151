"""Who speaks in turns of dialogue, in invented articles."""

import re

from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.steps import finish
from pipelines.records import Document, Span


def speakers(text: str) -> list[str | None]:
    """Each quotation is an attribution of its own; it has a source where `said Name` stands right behind it."""
    names = [Name(Span(*m.span()), "PERSON") for m in re.finditer("Lena Orr|Tom Falk", text)]
    found = []
    for quotation in re.finditer("“[^”]*”", text):
        said = re.compile(r" (said|asked) (\w+ \w+)").match(text, quotation.end())
        source, cue = ([Span(*said.span(2))], [Span(*said.span(1))]) if said else ([], [])
        found.append(Attribution([Span(*quotation.span())], cue, source))
    document = Document("d", text)
    return [q.speaker for q in finish(document, Reading(split_sentences(text), names, found), is_right=True).quotes]


def test_who_speaks_alternates_up_to_the_turn_that_names_one() -> None:
    text = "“Were you there?” asked Tom Falk. “I was not.” “Who was?” “My brother,” said Lena Orr. “He drinks.”"
    assert speakers(text) == ["Tom Falk", "Lena Orr", "Tom Falk", "Lena Orr", "Lena Orr"]


def test_a_turn_whose_other_side_the_text_does_not_name_is_nobodys() -> None:
    assert speakers("It rained on the coast. “Were you there?” “I was not,” said Lena Orr.") == [None, "Lena Orr"]


def test_what_answers_a_question_is_not_said_by_the_asker() -> None:
    text = "“It is safe,” said Lena Orr. “Will you cross it?” asked Tom Falk. “I already have.”"
    assert speakers(text) == ["Lena Orr", "Tom Falk", "Lena Orr"]
