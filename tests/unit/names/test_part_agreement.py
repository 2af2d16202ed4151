"""When two parts of a name agree: one judgment for chains of an article and for entities across articles."""

import pytest

from pipelines.annotate.naming.spellings import given_names_agree, is_variant
from pipelines.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.names.agreement import Agreement
from pipelines.resolve.entities.names.person_agreement import agree_persons


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("lena", "lena", Part.SAME),
        ("zelenskyy", "zelensky", Part.SPELLING),
        ("volodymyr", "volodymr", Part.MISSPELT),
        ("bob", "robert", Part.NICKNAME),
        ("kate", "catherine", Part.NICKNAME),
        ("l", "lena", Part.INITIAL),
        ("cook", "cock", Part.NEAR),
        ("lena", "tom", Part.DIFFERENT),
    ],
)
def test_parts_agree_as_they_are_spelled_whichever_is_named_first(left: str, right: str, agreement: Part) -> None:
    assert agree_parts(left, right) is agreement
    assert agree_parts(right, left) is agreement


def test_a_family_name_has_no_initial_and_no_nickname() -> None:
    assert agree_parts("o", "orr", is_family=True) is Part.DIFFERENT
    assert agree_parts("bob", "robert", is_family=True) is Part.DIFFERENT


@pytest.mark.parametrize(("short", "full"), [("kate", "catherine"), ("xander", "alexander"), ("mo", "mohammed")])
def test_a_nickname_is_one_within_an_article_and_across_articles(short: str, full: str) -> None:
    assert given_names_agree(short, full)
    assert agree_persons(f"{short} Falk", f"{full} Falk") is Agreement.NICKNAME


@pytest.mark.parametrize(("left", "right", "is_one"), [("sorokov", "sorokow", True), ("lee", "leo", False)])
def test_a_family_name_spelt_otherwise_is_one_within_an_article_and_across_articles(
    left: str, right: str, is_one: bool
) -> None:
    assert is_variant(left, right) is is_one
    assert (agree_persons(f"Tom {left}", f"Tom {right}") >= Agreement.MISSPELT) is is_one
