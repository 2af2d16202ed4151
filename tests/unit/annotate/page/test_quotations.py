"""Quotation marks in invented texts."""

import pytest

from pipelines.annotate.page.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [q.span.of(text) for q in find_quotations(text)]


@pytest.mark.parametrize(
    "quotation",
    ['"We go"', "“We go”", "„We go“", "«We go»", "»We go«", "‘We go’", "'We go'", "``We go''", "''We go''"],
)
def test_every_kind_of_mark_encloses_a_quotation(quotation: str) -> None:
    assert quoted(f"Orr said: {quotation} again.") == [quotation]


@pytest.mark.parametrize(
    "text", ["The boys' team didn't win.", "It's Orr's.", "Rock 'n' roll", "the '90s weren't dull"]
)
def test_apostrophes_are_not_marks(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_inside_another_belongs_to_it() -> None:
    assert quoted("“She told me ‘go home’ twice,” he said.") == ["“She told me ‘go home’ twice,”"]


def test_paragraphs_that_each_open_and_only_the_last_closes_are_one_quotation() -> None:
    text = "“First part.\n\n“Second part.\n\n“Third part,” she said."
    [quotation] = find_quotations(text)
    assert [p.of(text) for p in quotation.pieces] == ["“First part.", "“Second part.", "“Third part,”"]
    assert quotation.is_closed


def test_a_mark_that_nobody_closes_ends_with_its_paragraph() -> None:
    text = "“We were not told\nThe mayor left. “Fine,” he said."
    [first, second] = find_quotations(text)
    assert (first.span.of(text), first.is_closed) == ("“We were not told", False)
    assert second.span.of(text) == "“Fine,”"


def test_a_stray_mark_in_the_middle_of_a_sentence_opens_nothing() -> None:
    assert quoted('A 12" pipe burst in Vell.') == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("'We begin.\n'We go on, don't we?\n'We end,' she said.", [3]),
        ("‘We begin.\n‘We end,’ she said. ‘It’s done.’", [2, 1]),
        ("'We begin.\nShe said that they went on.", []),
        ("'Tis late.\n'Tis cold.", []),
    ],
)
def test_single_marks_carry_a_quotation_on_where_the_next_paragraph_opens_with_one(
    text: str, pieces: list[int]
) -> None:
    assert [len(quotation.pieces) for quotation in find_quotations(text)] == pieces
