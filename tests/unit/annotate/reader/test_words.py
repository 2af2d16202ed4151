"""Text to words, windows and back: offsets are exact whatever the text."""

import random
import time
from pathlib import Path

import numpy as np
import pytest

from pipelines.annotate.reader.model_files import MODEL_FOLDER
from pipelines.annotate.reader.windows import cut_windows
from pipelines.annotate.reader.words import CARRIED, CLOSES, INSIDE, OPENS, OUTSIDE, WordPieces, Words


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(Path(MODEL_FOLDER) / "tokenizer.json")


def printed(words: Words, text: str) -> list[str]:
    return [text[a:b] for a, b in zip(words.start, words.end, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lena Orr’s plan", ["Lena", "Orr", "’", "s", "plan"]),
        ("🎉 “Yes” 👩‍🚀!", ["🎉", "“", "Yes", "”", "👩", "‍", "🚀", "!"]),
        ("the ﬁrst oﬀer", ["the", "ﬁrst", "oﬀer"]),
        ("قال عمر: نعم", ["قال", "عمر", ":", "نعم"]),
        ("Éva Nagy\u00a0said", ["Éva", "Nagy", "said"]),
        ("İstanbul ǅ ß", ["İstanbul", "ǅ", "ß"]),
    ],
)
def test_words_stand_at_their_own_characters(pieces: WordPieces, text: str, expected: list[str]) -> None:
    assert printed(pieces(text), text) == expected


def test_every_word_has_a_piece_even_if_nothing_is_left_of_it_after_normalising(pieces: WordPieces) -> None:
    words = pieces("a \u0301 b \u200d c " + "x" * 500)
    assert (np.diff(words.first_piece) >= 1).all()
    assert len(words.pieces) == words.first_piece[-1]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_text_without_words_has_none(pieces: WordPieces, text: str) -> None:
    assert len(pieces(text)) == 0


def states(pieces: WordPieces, text: str) -> list[int]:
    return [int(s) for s in pieces(text).quote]


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "«{}»"])
def test_quotation_marks_of_all_kinds_open_and_close(pieces: WordPieces, marks: str) -> None:
    assert states(pieces, marks.format("No more") + " she said") == [OPENS, INSIDE, INSIDE, CLOSES, OUTSIDE, OUTSIDE]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark(pieces: WordPieces) -> None:
    assert states(pieces, "“One\n“two”\nThree") == [OPENS, INSIDE, OPENS, CARRIED, CLOSES, OUTSIDE]


def test_a_mark_that_nobody_closed_ends_with_its_paragraph(pieces: WordPieces) -> None:
    assert states(pieces, "“One\nTwo three") == [OPENS, INSIDE, OUTSIDE, OUTSIDE]


def test_lines_are_paragraphs_only_where_there_are_no_blank_lines(pieces: WordPieces) -> None:
    assert list(pieces("a\nb\nc").paragraph)[-1] - pieces("a\nb\nc").paragraph[0] == 2
    assert list(pieces("a\nb\n\nc").paragraph)[-1] - pieces("a\nb\n\nc").paragraph[0] == 1


def invented_text(seed: int, paragraphs: int) -> str:
    chance = random.Random(seed)
    vocabulary = [
        "Orr",
        "said",
        "the",
        "new",
        "bridge",
        "will",
        "not",
        "be",
        "built",
        ",",
        "“",
        "we",
        "know",
        "”",
        ".",
        "However",
    ]
    lengths = [chance.choice([3, 30, 90, 700]) for _ in range(paragraphs)]
    return "\n\n".join(" ".join(chance.choice(vocabulary) for _ in range(n)) for n in lengths)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("limit", [40, 254])
def test_windows_own_every_word_once_and_fit(pieces: WordPieces, seed: int, limit: int) -> None:
    words = pieces(invented_text(seed, 7))
    windows = cut_windows(words, lambda: limit, overlap=limit // 3)
    owned = [i for w in windows for i in range(w.own_first, w.own_last)]
    assert owned == list(range(len(words)))
    for window in windows:
        assert window.first <= window.own_first < window.own_last <= window.last
        assert words.first_piece[window.last] - words.first_piece[window.first] <= limit


def test_a_paragraph_that_fits_is_never_cut(pieces: WordPieces) -> None:
    words = pieces("\n\n".join(["The council met on the new bridge and said nothing ."] * 60))
    starts = {int(i) for i in np.flatnonzero(np.diff(words.paragraph)) + 1} | {0}
    assert {w.first for w in cut_windows(words, lambda: 254)} <= starts


@pytest.mark.parametrize("text", ["x" * 5_000_000, '"' * 10_000, "no end " * 60_000, "A" * 200 + " ", "\u202e" * 3000])
def test_degenerate_text_takes_linear_time(pieces: WordPieces, text: str) -> None:
    began = time.process_time()
    words = pieces(text)
    windows = cut_windows(words, lambda: 254)
    assert time.process_time() - began < 5
    assert sum(w.own_last - w.own_first for w in windows) == len(words)
