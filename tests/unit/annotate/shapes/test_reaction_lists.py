"""Reactions under a line with a name: read by their shape; invented texts."""

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.reaction_lists import reacting_names, with_reactions
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


def test_a_heading_in_a_list_has_a_whole_name_where_the_finder_saw_a_part() -> None:
    text = LIST.replace("… on the future", "Bong Joon-Ho on the future").replace(
        "Port director Tom Falk …\n…", "Tom Falk"
    )
    people = [Name(Span(text.index(n), text.index(n) + len(n)), "PERSON") for n in ("Lena Orr", "Tom Falk", "Joon-Ho")]
    assert [n.span.of(text) for n in reacting_names(text, people)] == ["Lena Orr", "Tom Falk", "Bong Joon-Ho"]
    assert reacting_names(text, people[2:]) == people[2:]


def test_a_line_of_a_name_with_who_it_is_and_a_colon_is_that_persons() -> None:
    lines = (
        "From Lena Orr, Vell: “Never build it.”\nOne more, from Tom Falk: “What pier?”\nThe mayor met Lena Orr: “Yes.”"
    )
    people = [Name(Span(lines.index(n), lines.index(n) + 8), "PERSON") for n in ("Lena Orr", "Tom Falk")]
    people.append(Name(Span(lines.rindex("Lena Orr"), lines.rindex("Lena Orr") + 8), "PERSON"))
    said = with_reactions(lines, people, [])
    assert [(a.source[0].of(lines), a.content[0].of(lines)) for a in said] == [
        ("Lena Orr", "“Never build it.”"),
        ("Tom Falk", "“What pier?”"),
    ]


def test_a_quotation_that_its_next_paragraph_goes_on_with_is_a_reaction_too() -> None:
    text = "Lena Orr on the noise\n“It hums all night.\n“I have moved my bed.”\nThe council votes."
    said = with_reactions(text, [Name(Span(0, 8), "PERSON")], [])
    assert [a.content[0].of(text) for a in said] == ["“It hums all night.", "“I have moved my bed.”"]
