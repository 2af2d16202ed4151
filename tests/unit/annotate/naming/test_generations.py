"""Father and son of one name in one article. All people are invented."""

import re

import pytest

from pipelines.annotate.naming.chaining import chain_names
from pipelines.annotate.reading import Name
from pipelines.records import Span

NAMES = r"(?:Odo |Ria )?Fenn(?: [JS]r\.)?"


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("Odo Fenn sold the yard. His son, Odo Fenn Jr., stayed. Fenn Jr. wept. Ria Fenn did not.", [0, 1, 1, 2]),
        ("Odo Fenn Jr. kept the yard of his father. Odo Fenn had built it.", [0, 1]),
        ("Odo Fenn Sr. and Odo Fenn Jr. spoke.", [0, 1]),
        ("Odo Fenn Jr. kept the yard. Fenn wept. Fenn Jr. left.", [0, 0, 0]),
        ("Odo Fenn's yard was sold. Odo Fenn wept. Fenn left.", [0, 0, 0]),
    ],
)
def test_a_suffix_tells_two_people_apart_only_where_both_are_named(text: str, chains: list[int]) -> None:
    names = [Name(Span(*match.span()), "PERSON", 0.9) for match in re.finditer(NAMES, text)]
    assert list(chain_names(text, names).of_name) == chains
