"""Who speaks together, and for whom, in invented sources."""

import re

import pytest

from pipelines.annotate.naming.co_speakers import joint_speakers, spoken_for
from pipelines.annotate.reading import Name
from pipelines.records import EntityType, Span

BODIES = ("Vell Airlines", "Port of Vell", "Kremlin", "Hamas", "Iran")


def named(source: str, *names: str) -> list[tuple[int, Name]]:
    found = []
    for number, name in enumerate(names):
        at = re.search(re.escape(name), source)
        assert at
        kind: EntityType = "ORG" if name in BODIES else "PERSON"
        found.append((number, Name(Span(*at.span()), kind)))
    return found


@pytest.mark.parametrize(
    ("source", "names", "joint"),
    [
        ("Tom Brae and Rudi Falk", ["Tom Brae", "Rudi Falk"], ["Rudi Falk"]),
        ("Hamas and Iran", ["Hamas", "Iran"], ["Iran"]),
        ("Orr, Falk and chief engineer Ida Moor", ["Orr", "Falk", "Ida Moor"], ["Falk", "Ida Moor"]),
        ("Orr and Falk’s lawyer", ["Orr", "Falk"], []),
        ("Orr, Falk", ["Orr", "Falk"], []),
        ("Orr of Hamas and Ida Moor", ["Orr", "Hamas", "Ida Moor"], ["Ida Moor"]),
        ("Orr and the Kremlin", ["Orr", "Kremlin"], []),
    ],
)
def test_names_of_one_kind_that_are_joined_speak_together(source: str, names: list[str], joint: list[str]) -> None:
    found = joint_speakers(source, Span(0, len(source)), 0, named(source, *names))
    assert [names[number] for number in found] == joint


@pytest.mark.parametrize(
    ("source", "names", "head", "body"),
    [
        ("A spokeswoman for Vell Airlines", ["Vell Airlines"], None, "Vell Airlines"),
        ("Kremlin spokesman Tom Brae", ["Kremlin", "Tom Brae"], 1, "Kremlin"),
        ("Ida Moor, director of the Port of Vell,", ["Ida Moor", "Port of Vell"], 0, "Port of Vell"),
        ("Vell Airlines’ chief executive", ["Vell Airlines"], None, "Vell Airlines"),
        ("a lawyer for Tom Brae", ["Tom Brae"], None, "Tom Brae"),
        ("a director of Tom Brae", ["Tom Brae"], None, None),
        ("Ida Moor, who sailed for Hamas,", ["Ida Moor", "Hamas"], 0, None),
    ],
)
def test_a_representative_speaks_for_the_body_that_its_noun_leads_to(
    source: str, names: list[str], head: int | None, body: str | None
) -> None:
    found = spoken_for(source, Span(0, len(source)), head, named(source, *names))
    assert (None if found is None else names[found]) == body
