"""People of one surname whom only their titles tell apart."""

import re

import pytest

from pipelines.annotate.naming.chaining import chain_names
from pipelines.annotate.reading import Name
from pipelines.records import Span


def people(text: str) -> list[str]:
    """Return for each printed name the name of its chain."""
    names = [Name(Span(*m.span()), "PERSON") for m in re.finditer("(?:Tom |Lena )?Orr", text)]
    chains = chain_names(text, names)
    return [chains.all[number].name for number in chains.of_name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mr Tom Orr won. Mrs Orr said so. Mr Orr left.", ["Tom Orr", "Mrs Orr", "Tom Orr"]),
        ("Tom Orr won. Ms. Orr said so.", ["Tom Orr", "Ms. Orr"]),
        ("Lord Orr was tired. Lady Orr said so.", ["Orr", "Lady Orr"]),
        ("Tom Orr won. His wife, Mrs Orr, wept. Miss Orr, his daughter, left.", ["Tom Orr", "Mrs Orr", "Miss Orr"]),
        ("Lena Orr won. Mrs Orr said so. Ms Orr left.", ["Lena Orr", "Lena Orr", "Lena Orr"]),
        ("Dr Lena Orr won. Dr Orr said so.", ["Lena Orr", "Lena Orr"]),
    ],
)
def test_a_title_of_the_other_gender_or_of_kin_is_another_person(text: str, found: list[str]) -> None:
    assert people(text) == found
