"""Lines that were broken at a margin become paragraphs again; lines that are paragraphs stay."""

import textwrap

import pytest

from pipelines.ingest.wrapped import join_wrapped_lines

FIRST = (
    "The port of Dunmore will take no grain from Monday while its loading arms are mended, the harbour board said on "
    "Friday. It expects the work to last for nine days."
)
SECOND = (
    'Traders were not surprised. "We had been told in March," said Odo Fenn, who runs the largest of the silos. Prices '
    "at Dunmore had fallen by two per cent since then."
)
TABLE = ["Wheat 2.55 2.40 IV", "Corn 1.92 1.82 V", "Oats 1.10 0.99 VI"]


@pytest.mark.parametrize("width", [45, 64, 80])
def test_paragraphs_wrapped_at_a_margin_and_parted_by_blank_lines_are_whole_again(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (FIRST, SECOND))
    assert join_wrapped_lines(wrapped).split("\n\n") == [FIRST, SECOND]


def test_where_no_blank_line_parts_them_a_short_last_line_does() -> None:
    wrapped = "\n".join(textwrap.fill(paragraph, 64) for paragraph in (FIRST, SECOND))
    assert join_wrapped_lines(wrapped).split("\n") == [FIRST, SECOND]


def test_a_fresh_indentation_begins_a_paragraph() -> None:
    wrapped = "\r\n".join(textwrap.fill(p, 64, initial_indent="    ") for p in (FIRST, SECOND)).replace("\n", "\r\n")
    assert [line for line in join_wrapped_lines(wrapped).splitlines() if line] == [FIRST, SECOND]


def test_a_table_between_wrapped_paragraphs_keeps_its_rows() -> None:
    wrapped = "\n\n".join([textwrap.fill(FIRST, 64), "\n".join(TABLE), textwrap.fill(SECOND, 64)])
    assert join_wrapped_lines(wrapped).split("\n") == [FIRST, "", *TABLE, "", SECOND]


def test_a_hyphen_at_the_end_of_a_line_keeps_its_word_together() -> None:
    wrapped = (
        "Its board had set out to reach nothing less than full self-\nsufficiency in grain by the end of the year."
    )
    assert "full self-sufficiency in grain" in join_wrapped_lines(wrapped)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n{SECOND}",
        "The bridge will close on Monday, the mayor said.\nTraders had asked for a delay.\nThe work begins.",
        "\n".join(TABLE),
        "eggs\nmilk\nbread",
        "One line",
        "",
    ],
    ids=["a paragraph a line", "a sentence a line", "a table", "a list", "one line", "nothing"],
)
def test_lines_that_no_margin_broke_stay_as_they_are(text: str) -> None:
    assert join_wrapped_lines(text) == text
