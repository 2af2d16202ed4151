"""The title or role that stands right before a name, and what is no part of it."""

import pytest

from pipelines.annotate.naming.titles_before import title_before


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("They met Vell harbour director ", "Vell harbour director"),
        ("It was said by Falk, Lund & Wren analyst ", "Lund & Wren analyst"),
        ("The ban angered the suspended ferry chief ", "suspended ferry chief"),
        ("Then came the girl’s aunt ", "girl’s aunt"),
        ("So said U.S. Secretary-General ", "U.S. Secretary-General"),
        ("He wrote to state senator ", "state senator"),
        ("So said port CFO ", "port CFO"),
        ("(Dr. ", "Dr."),
        ("It was the secretary of state ", "secretary of state"),
        ("So said former Minister of Public Health ", "former Minister of Public Health"),
        ("He met the daughter of gunman ", "gunman"),
    ],
)
def test_a_role_is_the_noun_phrase_right_before_the_name(before: str, role: str) -> None:
    assert title_before(before, "Lena Orr") == role


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("The first step Mr. ", "Mr."),
        ("On page 21 ferry founder ", "ferry founder"),
        ("The film is about Vell French President ", "French President"),
        ("In the strait Mr. Falk accused President ", "President"),
        ("She was playing Captain ", "Captain"),
        ("A board showing Norland’s leader ", "Norland’s leader"),
        ("The harbour talks - President ", "President"),
        ("That’s port correspondent ", "port correspondent"),
        ("“It is shut,” confirmed Vell mayor ", "Vell mayor"),
        ("in the years,' owner ", "owner"),
    ],
)
def test_what_is_no_part_of_the_phrase_is_left_out(before: str, role: str) -> None:
    assert title_before(before, "Lena Orr") == role


@pytest.mark.parametrize(
    "before", ["She beat her rival. ", "He lost to the president. ", "They went with ", "the mayor, "]
)
def test_a_sentence_before_the_name_is_no_role(before: str) -> None:
    assert title_before(before, "Orr") is None


def test_a_given_name_is_no_title() -> None:
    assert title_before("He sang like Dean ", "Orr") is None
