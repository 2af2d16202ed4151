"""What is settled by rule about the names that the model finds."""

import pytest

from pipelines.annotate.reader.features import WordPieces
from pipelines.annotate.reader.names import tidy_names
from pipelines.annotate.reader.read import TYPES, RawName
from pipelines.annotate.reader.session import MODEL_FOLDER


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(MODEL_FOLDER / "tokenizer.json")


def tidied(pieces: WordPieces, text: str, *found: tuple[str, str]) -> list[tuple[str, str]]:
    """`found` is what the model gave: printed words and type, in text order."""
    words = pieces(text)
    raw, at = [], 0
    for printed, kind in found:
        at = text.index(printed, at)
        first, last = (int(x) for x in words.start.searchsorted([at, at + len(printed)]))
        raw.append(RawName(first, last, TYPES.index(kind), 0.9))
        at += len(printed)
    return [(n.span.of(text), n.entity_type) for n in tidy_names(text, words, raw)]


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("Sen. Lena Orr spoke", "Sen. Lena Orr", "Lena Orr"),
        ("President spoke", "President", None),
        ("Lena Orr’s plan", "Lena Orr’s", "Lena Orr"),
        ("Lena Orr-Vell spoke", "Lena Orr", "Lena Orr-Vell"),
        ("Lena Orr\nTomas", "Lena Orr\nTomas", "Lena Orr"),
        ("see www.orr.example now", "orr", None),
        ("with garlic", "garlic", None),
    ],
)
def test_borders_of_persons(pieces: WordPieces, text: str, found: str, kept: str | None) -> None:
    assert tidied(pieces, text, (found, "PERSON")) == ([(kept, "PERSON")] if kept else [])


def test_a_spelling_has_one_type_throughout_a_text(pieces: WordPieces) -> None:
    text = "Harrow said. Harrow paid. Harrow left."
    found = [("Harrow", "ORG"), ("Harrow", "PERSON"), ("Harrow", "ORG")]
    assert tidied(pieces, text, *found) == [("Harrow", "ORG")] * 3


def test_adjectives_of_nationality_are_found_and_typed(pieces: WordPieces) -> None:
    assert tidied(pieces, "A French firm and a German one", ("German", "LOC")) == [
        ("French", "MISC"),
        ("German", "MISC"),
    ]


def test_names_never_overlap(pieces: WordPieces) -> None:
    words = pieces("Lena Orr Harrow Works")
    raw = [RawName(0, 3, 0, 0.9), RawName(2, 4, 1, 0.9)]
    assert [(n.span.start_char, n.span.end_char) for n in tidy_names("Lena Orr Harrow Works", words, raw)] == [(0, 15)]
