"""Which name a source is about."""

import pytest

from pipelines.annotate.naming.source_heads import head_name
from pipelines.annotate.reading import Name
from pipelines.records import EntityType, Span

TYPES: dict[str, EntityType] = {
    "Tom Falk": "PERSON",
    "Lena Orr": "PERSON",
    "Norwire": "ORG",
    "Port Board": "ORG",
    "Defence Ministry": "MISC",
    "Vell": "LOC",
    "German": "MISC",
    "Dutch": "MISC",
    "Americans": "MISC",
    "Bureau": "ORG",
}


def head(source: str) -> str | None:
    found = [(source.find(name), name) for name in TYPES if name in source]
    names = [Name(Span(at, at + len(name)), TYPES[name]) for at, name in sorted(found)]
    chosen = head_name(source, Span(0, len(source)), list(enumerate(names)))
    return chosen[1].span.of(source) if chosen else None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("state news agency Norwire", "Norwire"),
        ("the 15-member Port Board", "Port Board"),
        ("Vell's Defence Ministry", "Defence Ministry"),
        ("Vell-based Norwire", "Norwire"),
        ("the Port Board (PB)", "Port Board"),
        ("the newspaper", None),
        ("a spokesman for the Port Board", None),
        ("analysts at Norwire", None),
        ("papers regarding the Port Board", None),
        ("the mayor and Norwire", None),
        ("her Norwire", None),
        ("the Prime Minister's Bureau", None),
        ("chairman and chief executive Tom Falk", "Tom Falk"),
        ("a friend of Tom Falk and spokeswoman Lena Orr", None),
        ("a port official named Tom Falk", "Tom Falk"),
        ("a lawyer for Tom Falk", None),
        ("a lawyer for U.N. Secretary-General Tom Falk", None),
        ("University of Vell professor Tom Falk", "Tom Falk"),
        ("Tom Falk, whose deputy Lena Orr", "Lena Orr"),
        ("Tom Falk, whose sister, Lena Orr,", "Lena Orr"),
        ("Tom Falk, who has two sons,", "Tom Falk"),
        ("a correspondent who joined Tom Falk", None),
        ("new modelling that minister Tom Falk", None),
        ("Tom Falk‘s mother", None),
        ("Tom Falk MP", "Tom Falk"),
        ("the German", None),
        ("the Dutch", None),
        ("German and Dutch officials", None),
        ("Dutch", None),
        ("German", "German"),
        ("Americans", "Americans"),
    ],
)
def test_a_source_is_about_the_name_that_its_words_lead_to(source: str, name: str | None) -> None:
    assert head(source) == name
