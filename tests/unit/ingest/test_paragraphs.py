"""Text as the warehouse keeps it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.paragraphs import clean_paragraphs, compose, is_only_headline, strip_markup


def test_blank_lines_and_runs_of_spaces_become_one_newline_and_one_space() -> None:
    assert clean_paragraphs("One \u00a0 two\r\n\r\n\tthree\u2028four  ") == "One two\nthree\nfour"


def test_control_and_invisible_characters_are_dropped_and_joiners_of_scripts_kept() -> None:
    assert clean_paragraphs("a\x00b\x1b\u200bc\u00ad\ufeffd\u200de") == "abcd\u200de"


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert clean_paragraphs("a\ud800b") == "a\ufffdb"


@given(st.text())
def test_clean_text_is_nfc_encodable_and_stays_as_it_is_when_cleaned_again(text: str) -> None:
    clean = clean_paragraphs(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode().decode() == clean
    assert clean_paragraphs(clean) == clean
    assert clean == "" or all(line and line == line.strip() for line in clean.split("\n"))


def test_markup_in_a_title_is_dropped() -> None:
    assert strip_markup("<script>alert(1)</script> The <b>bridge</b> closes") == "alert(1) The bridge closes"


def test_the_headline_comes_first_and_the_body_begins_after_it() -> None:
    composed = compose("Bridge closes", "The bridge closed.")
    assert composed.text == "Bridge closes\nThe bridge closed."
    assert composed.text[composed.body_start_char :] == "The bridge closed."


def test_a_body_that_begins_with_its_headline_does_not_get_it_twice() -> None:
    composed = compose("Bridge closes: mayor", "BRIDGE CLOSES – MAYOR\nThe bridge closed.")
    assert composed.text.count("\n") == 1
    assert composed.text[composed.body_start_char :] == "The bridge closed."


def test_a_title_that_was_cut_short_is_known_in_the_body() -> None:
    composed = compose("Harbour bridge to close for a week...", "Harbour bridge to close for a week in May\nIt will.")
    assert composed.text.startswith("Harbour bridge to close for a week in May\n")


def test_a_headline_with_the_date_on_its_line_ends_before_the_date() -> None:
    composed = compose("Bridge closes", "Bridge closes Updated: 2026-01-02 10:00 By Agencies\nIt did.")
    assert composed.text[composed.body_start_char :].startswith("Updated: 2026")


def test_a_first_sentence_that_begins_with_the_words_of_the_headline_is_body() -> None:
    assert compose("Bridge closes", "Bridge closes at noon.").text == "Bridge closes\nBridge closes at noon."


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Stand", "Standby crews waited at the harbour."),
        ("Stand", "Stand by the harbour wall and you will hear it."),
        ("New rules", "New rules published on Monday will change that."),
        ("Tickets", "Tickets posted to visitors never came."),
    ],
)
def test_a_sentence_that_begins_with_a_short_headline_stays_whole(title: str, first: str) -> None:
    composed = compose(title, f"{first}\nMore of it.")
    assert composed.text[composed.body_start_char :].startswith(f"{first}\n")


@pytest.mark.parametrize(
    "label", ["Updated: 2026-01-02", "| By Lena Orr", "- by Lena Orr", "by Lena Orr, Max Tell", "posted 2 January"]
)
def test_a_label_on_the_line_of_the_headline_is_no_part_of_it(label: str) -> None:
    composed = compose("Bridge closes", f"Bridge closes {label}\nIt did.")
    assert composed.text[composed.body_start_char :] == f"{label}\nIt did."


def test_no_headline_means_that_the_body_begins_at_zero() -> None:
    assert compose(None, "The bridge closed.").body_start_char == 0


def test_a_body_that_repeats_the_headline_alone_says_no_more() -> None:
    assert is_only_headline("Bridge closes", "Bridge closes.")
    assert not is_only_headline("Bridge closes", "Bridge closes at noon, the mayor said.")
