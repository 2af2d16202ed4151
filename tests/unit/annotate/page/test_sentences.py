"""Sentences of invented texts."""

import pytest

from pipelines.annotate.page.sentences import split_sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Lena Orr met Gov. Ito on Monday.",
        "J. P. Ito runs the U.S. office of Brae Inc. in Vell.",
        "It cost $3.5 million, or 2.1 per cent.",
        "The U.S. Air Force and the U.N. Security Council met.",
        '"Why now?" Orr asked.',
        '"Stop!" shouted the guard.',
        "He waited ... and then left.",
        "The talks began at 9 a.m. on Friday.",
        "The town was founded in c. 1820 by weavers.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell. Orr left.", ["Rain fell.", "Orr left."]),
        ('"We agree." The mayor smiled.', ['"We agree."', "The mayor smiled."]),
        ("“One. Two,” she said. “Three.”", ["“One.", "Two,” she said.", "“Three.”"]),
        ("She lives in the U.S. The move was long planned.", ["She lives in the U.S.", "The move was long planned."]),
        ("It was cited.[3] Others doubt it.", ["It was cited.[3]", "Others doubt it."]),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_headline_without_full_stop_is_a_sentence_of_its_own() -> None:
    assert split("Bridge To Close\nThe bridge closes today.") == ["Bridge To Close", "The bridge closes today."]


def test_a_line_without_letters_or_digits_is_no_sentence() -> None:
    assert split("One.\n .\n***\nTwo.") == ["One.", "Two."]


def test_offsets_are_code_points_beside_emoji_and_right_to_left_text() -> None:
    assert split("😀 Good. שלום לכולם. Fine.") == ["😀 Good.", "שלום לכולם.", "Fine."]
