"""Quotation marks as evidence for the borders of contents."""

import pytest

from pipelines.annotate.reader.content_borders import mend_contents
from pipelines.annotate.reader.model_files import MODEL_FOLDER
from pipelines.annotate.reader.words import WordPieces


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(MODEL_FOLDER / "tokenizer.json")


def mended(pieces: WordPieces, text: str, *contents: str, others: tuple[str, ...] = ()) -> list[str]:
    words = pieces(text)

    def span(printed: str) -> tuple[int, int]:
        first, last = words.start.searchsorted([at := text.index(printed), at + len(printed)])
        return int(first), int(last)

    found = mend_contents([span(c) for c in contents], [span(o) for o in others], words.quote, words.paragraph)
    return [text[words.start[first] : words.end[last - 1]] for first, last in found]


def test_a_quotation_that_is_content_for_the_most_part_is_content_as_a_whole(pieces: WordPieces) -> None:
    text = "“We open on Friday and close at ten,” she said."
    assert mended(pieces, text, "“We open on Friday and") == ["“We open on Friday and close at ten,"]
    assert mended(pieces, text, "at ten,”") == ["at ten,”"]
    assert mended(pieces, text, "“We open on", "Friday and close") == ["“We open on Friday and close at ten,"]


def test_a_quotation_that_holds_a_cue_is_left_alone(pieces: WordPieces) -> None:
    text = "“We open on Friday, he told me, and close,” she said."
    assert mended(pieces, text, "“We open on Friday,", others=("told",)) == ["“We open on Friday,"]


def test_words_in_marks_inside_a_longer_content_change_nothing(pieces: WordPieces) -> None:
    text = "He said the works were a “very fine old mill” at heart."
    assert mended(pieces, text, "the works were a “very fine old mill” at heart") == [
        "the works were a “very fine old mill” at heart"
    ]


def test_a_content_ends_with_the_paragraph_in_which_its_quotation_is_closed(pieces: WordPieces) -> None:
    text = "“It was shut.”\n\nThe mill was loud."
    assert mended(pieces, text, text) == ["“It was shut.”", "The mill was loud."]


def test_a_quotation_carried_over_paragraphs_stays_one_content(pieces: WordPieces) -> None:
    text = "“It was shut.\n\n“It was loud.”"
    assert mended(pieces, text, text) == [text]
