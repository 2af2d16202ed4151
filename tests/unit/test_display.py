"""Tables and charts as Dagster's Markdown shows them."""

import base64
import html

import pytest

from pipelines.display import Point, ranges, stacks, table


def drawn(shown: object) -> str:
    """Return the picture's markup."""
    return base64.b64decode(str(shown.value).rpartition(",")[2].rstrip(")")).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["byline_not_null", "<b>&amp; #1 | [x](y) `z` \\ *a*"])
def test_a_cell_shows_its_text_and_holds_no_markup(text: str) -> None:
    cell = table([{"what": text}]).value.splitlines()[2].removeprefix("| ").removesuffix(" |")
    assert html.unescape(cell) == text
    assert not set("_<>|*`[]\\") & set(cell)


def test_a_value_outside_its_range_is_marked_and_one_without_a_range_is_drawn() -> None:
    picture = drawn(ranges("Shares", [Point("a", 0.1), Point("b", 0.2, 0.1, 0.3), Point("c", 0.9, 0.1, 0.3, True)]))
    assert picture.count("#8fb8d8") == 2, "ranges"
    assert picture.count("#2f6f9f") == 2, "values inside"
    assert picture.count("#c0504d") == 1, "values outside"


def test_no_points_are_an_empty_chart() -> None:
    assert "<svg" in drawn(ranges("Shares", []))


def test_parts_of_a_column_take_their_colours_in_order() -> None:
    picture = drawn(stacks("Checks", ["r1"], {"passed": [3], "failed": [1]}, unit="checks", colours=("green", "red")))
    assert picture.count("green") == picture.count("red") == 2
