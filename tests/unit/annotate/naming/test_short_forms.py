"""Shorter names and the fuller ones that they stand for. All people and bodies are invented, places are not."""

import re

import pytest

from pipelines.annotate.naming.chaining import chain_names
from pipelines.annotate.naming.short_forms import body_fits
from pipelines.annotate.reading import Name
from pipelines.records import EntityType, Span


def _chains(text: str, names: dict[str, EntityType]) -> list[str]:
    """Return for every printed name, in text order, the name of its chain."""
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    found = [Name(Span(*match.span()), names[match[0]]) for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)]
    chains = chain_names(text, found)
    return [chains.all[number].name for number in chains.of_name]


@pytest.mark.parametrize("kind", ["PERSON", "ORG"])
def test_an_acronym_is_nobodys_surname(kind: EntityType) -> None:
    text = "Park Sun Un met the envoys. The UN said so."
    assert _chains(text, {"Park Sun Un": "PERSON", "UN": kind}) == ["Park Sun Un", "UN"]


def test_a_surname_in_capitals_is_no_acronym_where_the_full_name_prints_it_so() -> None:
    text = "Bruno ORR met the envoys. ORR said so."
    assert _chains(text, {"Bruno ORR": "PERSON", "ORR": "ORG"}) == ["Bruno ORR", "Bruno ORR"]


def test_a_surname_in_a_line_of_capitals_is_no_acronym() -> None:
    text = "ORR RESIGNS\nBruno Orr met the envoys."
    assert _chains(text, {"Bruno Orr": "PERSON", "ORR": "ORG"}) == ["Bruno Orr", "Bruno Orr"]


@pytest.mark.parametrize(
    ("short", "full", "is_short"),
    [
        ("russian", "russian foreign ministry", False),
        ("hong kong", "hong kong stock exchange", False),
        ("u s", "u s securities and exchange commission", False),
        ("south korean", "south korean defense ministry", False),
        ("ukrainians", "ukrainians of vell association", False),
        ("foreign ministry", "russian foreign ministry", True),
        ("security council", "u n security council", True),
        ("vell harbour", "vell harbour company", True),
        ("drakes", "chicago drakes", True),
        ("the drakes", "chicago drakes", True),
        ("democrats", "texas democrats", False),
        ("drakes", "young drakes", False),
        ("us", "u s", True),
        ("republic of korea", "democratic people's republic of korea", False),
        ("united nations", "united nations security council", False),
    ],
)
def test_a_place_or_nationality_is_never_short_for_a_body(short: str, full: str, is_short: bool) -> None:
    assert (body_fits(tuple(short.split()), tuple(full.split())) > 0) is is_short


@pytest.mark.parametrize(
    "text",
    [
        '"I know Ilian well," Orr said, referring to Kestrian President Sorokov.\nSorokov did not reply.',
        "“I know Ilian well,” Orr said in reference to Sorokov.",
        '"I know Ilian (Sorokov) well," Orr said.',
        '"I know Ilian [Sorokov] well," Orr said.',
    ],
)
def test_a_given_name_and_the_surname_that_explains_it_are_one_person(text: str) -> None:
    names = _chains(text, {"Ilian": "PERSON", "Sorokov": "PERSON", "Orr": "PERSON"})
    assert set(names) == {"Ilian Sorokov", "Orr"}


@pytest.mark.parametrize(
    "text",
    [
        'Ilian came. "I know him well," Orr said, referring to President Sorokov.',
        '"I know Ilian and Marek," Orr said, referring to President Sorokov.',
        '"I know Ilian well," Orr said. President Sorokov did not reply.',
    ],
)
def test_a_given_name_that_nothing_binds_stays_alone(text: str) -> None:
    found = _chains(text, {"Ilian": "PERSON", "Marek": "PERSON", "Sorokov": "PERSON", "Orr": "PERSON"})
    assert {"Ilian", "Sorokov"} <= set(found)
