"""Reactions under a line with a name: read by their shape; invented texts."""

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.reaction_lists import with_reactions
from pipelines.records import Span

LIST = """What they said of the pier
Lena Orr on the noise
“It hums all night, and nobody sleeps.”
“I have moved my bed to the cellar.”
Port director Tom Falk …
… on money
“There is none left in the box.”
… on the future
“We shall see when the boats are back.”
The council votes on Monday, Tom Falk said.
“A pier is a pier and will stay one.”"""


def read(text: str) -> list[tuple[str, str]]:
    people = [Name(Span(at, at + len(n)), "PERSON") for n in ("Lena Orr", "Tom Falk") for at in [text.index(n)]]
    said = with_reactions(text, people, [])
    return [(a.source[0].of(text), a.content[0].of(text)) for a in said]


def test_the_paragraphs_below_a_heading_are_said_by_whom_it_names() -> None:
    assert read(LIST) == [
        ("Lena Orr", "“It hums all night, and nobody sleeps.”"),
        ("Lena Orr", "“I have moved my bed to the cellar.”"),
        ("Tom Falk", "“There is none left in the box.”"),
        ("Tom Falk", "“We shall see when the boats are back.”"),
    ]


def test_what_a_sentence_says_of_somebody_is_no_heading() -> None:
    assert read("Lena Orr walked on the pier for an hour.\n“It hums all night.”\nTom Falk waits.") == []


def test_what_was_read_in_such_a_paragraph_gives_way() -> None:
    start = LIST.index("“It hums")
    wrong = Attribution([Span(start, start + 39)], (), (), 0.5)
    people = [Name(Span(27, 35), "PERSON")]
    assert wrong not in with_reactions(LIST, people, [wrong])


def test_a_text_without_lines_has_no_reactions() -> None:
    assert with_reactions("", [], []) == []
