"""Names behind ranks."""

import pytest

from pipelines.annotate.naming.name_spans import with_given_names, without_homes
from pipelines.annotate.reading import Name
from pipelines.records import Span


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The witness was Major-Gen Gopaul Orr, who was appointed.", "Gopaul Orr"),
        ("The witness was Capt. Ng Orr.", "Ng Orr"),
        ("The court heard Justice Orr.", "Orr"),
        ("The court of Vell heard Orr.", "Orr"),
        ("He was met by Mayor Governor Orr.", "Orr"),
    ],
)
def test_a_surname_takes_the_given_name_to_which_a_rank_leads(text: str, whole: str) -> None:
    start = text.index("Orr")
    (name,) = with_given_names(text, [Name(Span(start, start + 3), "PERSON")])
    assert name.span.of(text) == whole


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        ("said Lena Orr of Vell.", ["Lena Orr of Vell"], ["Lena Orr"]),
        ("the Bishop of Vell spoke", ["of Vell"], []),
        ("The MEC said so.", ["MEC"], []),
        ("LENA said so.", ["LENA"], ["LENA"]),
        ("Catherine of Aragon wept", ["Catherine of Aragon"], ["Catherine of Aragon"]),
    ],
)
def test_a_persons_name_is_neither_a_home_nor_the_rest_of_an_office(
    text: str, names: list[str], kept: list[str]
) -> None:
    found = [Name(Span(text.index(name), text.index(name) + len(name)), "PERSON") for name in names]
    assert [name.span.of(text) for name in without_homes(text, found)] == kept
