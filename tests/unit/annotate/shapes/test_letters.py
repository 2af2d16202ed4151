"""Letters to the editor and lists of tributes: words without marks, and the names above or below them."""

import re

import pytest

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.letters import with_letters
from pipelines.records import Span

PEOPLE = "Mirela Anders|Jonas Thewlis|Hanna Brode|Peter Stanning"


def read(text: str, attributions: list[Attribution] | None = None) -> list[tuple[str, list[str]]]:
    names = [Name(Span(*m.span()), "PERSON") for m in re.finditer(PEOPLE, text)]
    rows = with_letters(text, names, attributions or [])
    return [(" ".join(s.of(text) for s in a.source), [s.of(text) for s in a.content]) for a in rows]


def test_a_letter_is_its_signers_with_all_paragraphs_above_the_signature() -> None:
    text = (
        "Letters: the bypass\n\nI live on the old road.\n\nMy children cannot sleep.\nHanna Brode\nOakmere\n\n"
        "May I suggest a tunnel?\nDr Peter Stanning, Carrow"
    )
    assert read(text) == [
        ("Hanna Brode", ["I live on the old road.", "My children cannot sleep."]),
        ("Peter Stanning", ["May I suggest a tunnel?"]),
    ]


def test_a_tribute_is_whose_name_stands_above_it() -> None:
    text = (
        "Tributes to the conductor\n\nMirela Anders, soprano\n\nHe was the kindest man I met.\n\n"
        "Jonas Thewlis (first violin):\nI played under him for years.\n\nHe never raised his voice."
    )
    assert read(text) == [
        ("Mirela Anders", ["He was the kindest man I met."]),
        ("Jonas Thewlis", ["I played under him for years."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tributes\n\nMirela Anders, soprano\n\nHe was the kindest man I met.",
        "The squad\n\nMirela Anders, keeper\n\nShe joined in May.\n\nJonas Thewlis, forward\n\nHe scored nine goals.",
        "Letters\n\nI live here.\n\nHanna Brode said so on Monday.\n\nPeter Stanning disagreed in a letter.",
    ],
)
def test_one_name_lists_about_people_and_sentences_that_begin_with_a_name_are_none(text: str) -> None:
    assert read(text) == []


def test_what_was_read_in_the_words_gives_way_and_what_stands_outside_stays() -> None:
    text = "Mirela Anders\nHe told us I was late.\nJonas Thewlis\nI knew him, she said.\nOrr said no."
    inside, outside = (Attribution([Span(text.index(w), text.index(w) + len(w))]) for w in ("I was late", "no."))
    assert [content for _, content in read(text, [inside, outside])] == [
        ["no."],
        ["He told us I was late."],
        ["I knew him, she said."],
    ]
