"""Acronyms that invented texts write out."""

import time

import pytest

from pipelines.annotate.naming.acronyms import is_acronym, written_out


@pytest.mark.parametrize(
    ("text", "acronym", "full"),
    [
        ("The Office of Harbour Traffic met.", "OHT", "Office of Harbour Traffic"),
        ("A letter from Ports, Rivers and Canals Vell came.", "PRCV", "Ports, Rivers and Canals Vell"),
        ("The Harbour-Traffic Office met.", "HTO", "Harbour-Traffic Office"),
        ("The old harbour traffic office met.", "HTO", None),
        ("Harbours. Then Orr left.", "HTO", None),
    ],
)
def test_the_words_whose_letters_it_is_are_found(text: str, acronym: str, full: str | None) -> None:
    assert written_out(text, acronym) == full


@pytest.mark.parametrize(("printed", "expected"), [("PBO", True), ("US", False), ("Orr", False), ("A1B", False)])
def test_three_to_six_capitals_are_an_acronym(printed: str, expected: bool) -> None:
    assert is_acronym(printed) is expected


def test_many_capitals_take_linear_time() -> None:
    began = time.process_time()
    written_out("Harbour Harbour Traffic of the " * 40_000, "HTHTHO")
    assert time.process_time() - began < 5
