"""Datelines at the head of a report."""

import pytest

from pipelines.ingest.datelines import Dateline, find_dateline, read_dateline, read_place

PROSE = " The port authority said on Monday that the bridge would close for a week."


@pytest.mark.parametrize(
    ("head", "place", "service"),
    [
        ("BEIJING -- ", "BEIJING", None),
        ("NEW YORK — ", "NEW YORK", None),
        ("THE HAGUE —", "THE HAGUE", None),
        ("WASHINGTON (AP) — ", "WASHINGTON", "AP"),
        ("LONDON, March 3 (Reuters) - ", "LONDON", "Reuters"),
        ("Paris/Berlin - ", "Paris/Berlin", None),
        ("KUNDUZ, Afghanistan — ", "KUNDUZ, Afghanistan", None),
        ("ERIE, Pa. (AP) - ", "ERIE, Pa.", "AP"),
        ("MOSCOW, January 5. /TASS/. ", "MOSCOW", "TASS"),
        ("RIO DE JANEIRO (AFP)", "RIO DE JANEIRO", "AFP"),
        ("Hong Kong (CNN)", "Hong Kong", None),
        ("KUALA LUMPUR: ", "KUALA LUMPUR", None),
        ("(Reuters) - ", None, "Reuters"),
    ],
)
def test_the_usual_forms_are_read(head: str, place: str | None, service: str | None) -> None:
    assert read_dateline(head + PROSE) == Dateline(place, service)


@pytest.mark.parametrize(
    "head",
    [
        "FILE - ",
        "UPDATE 1 - ",
        "In this picture - ",
        "He said - and",
        "WARNING: ",
        "Q: ",
        "“No” — ",
        "She was — she said — ",
        "2026 - ",
    ],
)
def test_other_words_before_a_dash_are_no_place(head: str) -> None:
    assert read_dateline(head + PROSE) is None


def test_a_short_remark_after_a_dash_is_not_a_report() -> None:
    assert read_dateline("Spectacular — Lena Orr, May 3") is None


def test_the_dateline_is_found_after_a_caption_and_a_byline() -> None:
    lines = ["The bridge at dawn.", "By Lena Orr", "TARNMOUTH, Ohio — The bridge closed on Monday."]
    assert find_dateline(lines) == Dateline("TARNMOUTH, Ohio", None)


def test_a_place_in_small_letters_counts_only_in_the_first_paragraphs() -> None:
    lines = ["One.", "Two.", "Three.", "Bridges - what else - were the talk of the town that whole long week."]
    assert find_dateline(lines) is None


@pytest.mark.parametrize(
    "line",
    [
        "Odo Fenn - who has resigned as mayor - built the bridge with his own hands.",
        "The Long Bridge - Fenn's film about the town - won two prizes on Monday.",
        "Hasty - and costly - repairs closed the bridge for a week, the port said.",
    ],
)
def test_an_aside_between_two_dashes_is_no_dateline(line: str) -> None:
    assert find_dateline([line]) is None


def test_a_stated_dateline_loses_its_day_and_dash() -> None:
    assert read_place("SALVADOR, Feb 26 -") == Dateline("SALVADOR", None)
    assert read_place(" - ") is None
