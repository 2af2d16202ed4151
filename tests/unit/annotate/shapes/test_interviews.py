"""Interviews without labels: questions in lines of their own, and who answers them."""

import pytest

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.interviews import with_interviews
from pipelines.annotate.shapes.transcript_labels import with_transcripts
from pipelines.records import Span

HEAD = "Tove Aldane on the bench\n\nBy Rudi Falk\n\nThe judge Tove Aldane talks to Rudi Falk. Tove Aldane is 61.\n\n"


def people(text: str) -> list[Name]:
    found = []
    for printed in ("Tove Aldane", "Rudi Falk"):
        at = text.find(printed)
        while at >= 0:
            found.append(Name(Span(at, at + len(printed)), "PERSON"))
            at = text.find(printed, at + 1)
    return sorted(found, key=lambda n: n.span.start_char)


def read(body: str, attributions: list[Attribution] | None = None) -> list[tuple[str, list[str]]]:
    text = HEAD + body
    rows = with_interviews(text, people(text), attributions or [])
    return [(a.source[0].of(text), [s.of(text) for s in a.content]) for a in rows]


def test_all_paragraphs_below_a_question_are_said_by_whom_the_introduction_is_about() -> None:
    body = "How was it?\nI was afraid.\n\nMy hands shook.\n\nWill you go?\nI will.\n\nWhat now?\nTomatoes, I hope."
    assert read(body) == [
        ("Tove Aldane", ["I was afraid.", "My hands shook."]),
        ("Tove Aldane", ["I will."]),
        ("Tove Aldane", ["Tomatoes, I hope."]),
    ]


def test_answers_in_marks_that_nobody_says_are_the_same_persons_and_those_with_a_source_stay() -> None:
    body = "Why now?\n“It is time.”\nWhy here?\n“Why not?” she laughs.\nAnd then?\n“Nothing.”"
    text = HEAD + body
    spans = [Span(text.index(q), text.index(q) + len(q)) for q in ("“It is time.”", "“Why not?”", "“Nothing.”")]
    she = Span(text.index("she"), text.index("she") + 3)
    found = [Attribution([span], (), [she] if n == 1 else ()) for n, span in enumerate(spans)]
    assert [source for source, _ in read(body, found)] == ["Tove Aldane", "she", "Tove Aldane"]


@pytest.mark.parametrize(
    "body",
    [
        "What is the levy?\nIt is a tax on boats.\nWho pays it?\nOwners do.\nWhen is it due?\nIt is due in May.",
        "How was it?\nI was afraid.\nWill you go?\nI will.",
    ],
)
def test_an_explainer_and_two_questions_are_no_interview(body: str) -> None:
    assert read(body) == []


def test_what_stands_behind_the_label_of_an_answer_is_said_by_the_one_introduced() -> None:
    text = HEAD + "Q: How was it?\n\nA: I was afraid.\n\nMy hands shook.\n\nQ: And now?\n\nA: Better."
    rows = with_transcripts(text, people(text), [])
    assert [a.source[0].of(text) for a in rows] == ["Q", "Tove Aldane", "Q", "Tove Aldane"]
    assert [s.of(text) for s in rows[1].content] == ["I was afraid.", "My hands shook."]
