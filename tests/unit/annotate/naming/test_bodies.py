"""Bodies whose name is part lower case, read from the sources that speak; invented texts."""

import pytest

from pipelines.annotate.naming.bodies import with_bodies
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span


def bodies(text: str, source: str, *printed: str) -> list[str]:
    names = [Name(Span(text.index(p), text.index(p) + len(p)), "LOC") for p in printed]
    content = [Span(text.index("it rained"), text.index("it rained") + 9)]
    attribution = Attribution(content, (), [Span(text.index(source), text.index(source) + len(source))])
    return [n.span.of(text) for n in with_bodies(text, names, [attribution]) if n.form == "nominal"]


@pytest.mark.parametrize(
    ("source", "name", "body"),
    [
        ("Norland’s emergency service", "Norland", ["Norland’s emergency service"]),
        ("The Vell police", "Vell", ["Vell police"]),
        ("The Vell baker", "Vell", []),
    ],
)  # fmt: skip
def test_a_source_of_a_name_and_a_noun_for_a_body_is_a_body(source: str, name: str, body: list[str]) -> None:
    assert bodies(f"{source} said it rained.", source, name) == body


def test_an_article_with_a_capital_is_no_name() -> None:
    assert bodies("The company said it rained.", "The company") == []


def test_a_body_that_the_text_prints_in_capitals_needs_no_other_name() -> None:
    text = "The Vell Police left. The Vell police said it rained."
    names = [Name(Span(4, 15), "ORG"), Name(Span(26, 30), "LOC")]
    attribution = Attribution([Span(43, 52)], (), [Span(22, 37)])
    assert [n.form for n in with_bodies(text, names, [attribution])] == ["name", "name"]


def test_a_body_of_two_places_is_one_name_and_two_people_are_two() -> None:
    text = "Vell and Carrow Police said it rained."
    attribution = Attribution([Span(28, 37)], (), [Span(0, 22)])
    names = [Name(Span(0, 4), "LOC"), Name(Span(9, 22), "ORG")]
    assert [n.span.of(text) for n in with_bodies(text, names, [attribution])] == ["Vell and Carrow Police"]
    names = [Name(Span(0, 4), "PERSON"), Name(Span(9, 22), "ORG")]
    assert [n.span.of(text) for n in with_bodies(text, names, [attribution])] == ["Vell", "Carrow Police"]
