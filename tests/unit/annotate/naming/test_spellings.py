"""Invented names that are one person's, and names that are not."""

import pytest

from pipelines.annotate.naming.spellings import fits, name_words


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Orr", "Lena Orr"),
        ("Mr. Brannock", "Tom Brannock"),
        ("Brannok", "Tom Brannock"),
        ("L. Orr", "Lena Orr"),
        ("Tom Brannock", "Thomas Brannock"),
        ("José Ruíz", "Jose Ruiz"),
        ("Falk's", "Rudi Falk"),
        ("Rudi Falk", "Rudi M. Falk"),
        ("Volodko Marchenkiy", "Volodko Marchenky"),
        ("Bill", "William Gurney"),
        ("Sasha", "Alexander Gurney"),
    ],
)
def test_a_shorter_or_misspelt_form_fits_the_full_name(short: str, full: str) -> None:
    assert fits(name_words(short), name_words(full)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lena Orr", "Tom Orr"),
        ("Ito", "Lena Orr"),
        ("Ore", "Lena Orr"),
        ("van", "Piet van Dale"),
        ("Vladimir", "Volodymyr Marchenko"),
    ],
)
def test_different_people_do_not_fit(one: str, other: str) -> None:
    assert fits(name_words(one), name_words(other)) == 0


def test_a_surname_that_stands_first_fits_as_well_as_one_that_stands_last() -> None:
    assert fits(("kim",), ("kim", "bo", "ra")) == fits(("kim",), ("kim", "bo-ra")) == fits(("kim",), ("lena", "kim"))
    assert fits(("lee",), ("lee", "harvey", "brannock")) < fits(("lee",), ("lena", "lee"))
