"""What is settled by rule about the names that the model finds."""

import pytest

from pipelines.annotate.reader.model_files import MODEL_FOLDER
from pipelines.annotate.reader.name_borders import tidy_names
from pipelines.annotate.reader.name_types import TYPES
from pipelines.annotate.reader.read import RawName
from pipelines.annotate.reader.words import WordPieces


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(MODEL_FOLDER / "tokenizer.json")


def raw_name(first: int, last: int, kind: str, chance: float = 0.9) -> RawName:
    """What the model found, with `chance` on `kind` and the rest on the others."""
    return RawName(first, last, 0.9, tuple(chance if t == kind else (1 - chance) / 3 for t in TYPES))


def tidied(pieces: WordPieces, text: str, *found: tuple[str, str], chance: float = 0.9) -> list[tuple[str, str]]:
    """`found` is what the model gave: printed words and type, in text order."""
    words = pieces(text)
    raw, at = [], 0
    for printed, kind in found:
        at = text.index(printed, at)
        first, last = (int(x) for x in words.start.searchsorted([at, at + len(printed)]))
        raw.append(raw_name(first, last, kind, chance))
        at += len(printed)
    return [(n.span.of(text), n.entity_type) for n in tidy_names(text, words, raw)]


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("His Highness Crown Prince Idris Orr spoke", "Highness Crown Prince Idris Orr", "Idris Orr"),
        ("Idris Orr of Harrow", "Idris Orr of", "Idris Orr"),
        ("Lee Orr-in spoke", "Lee Orr-in", "Lee Orr-in"),
        ("It was Idris Orr. She left", "Idris Orr.", "Idris Orr"),
        ("Idris Orr Jr. spoke", "Idris Orr Jr.", "Idris Orr Jr."),
        ("The 30 left", "30", None),
        ("His plan", "His", None),
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
    raw = [raw_name(0, 3, "PERSON"), raw_name(2, 4, "ORG")]
    assert [(n.span.start_char, n.span.end_char) for n in tidy_names("Lena Orr Harrow Works", words, raw)] == [(0, 15)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Orr spoke to Lena Orr", "PERSON"),
        ("Orr spoke to Lena Vell", "ORG"),
        ("Lena Orr met the Orr", "PERSON"),
        ("They met the Orr", "ORG"),
    ],
)
def test_a_name_of_one_word_is_a_person_if_the_text_names_that_person_in_full(
    pieces: WordPieces, text: str, kind: str
) -> None:
    words = pieces(text)
    printed = text.split()
    raw = [RawName(at, at + 1, 0.9, (0.6, 0.38, 0.01, 0.01)) for at, w in enumerate(printed) if w == "Orr"]
    if "Lena" in printed:
        at = printed.index("Lena")
        raw = [r for r in raw if r.first != at + 1] + [raw_name(at, at + 2, "PERSON")]
    types = {n.span.of(text): n.entity_type for n in tidy_names(text, words, raw)}
    assert types["Orr"] == kind


def test_names_end_with_a_hyphenated_number(pieces: WordPieces) -> None:
    assert tidied(pieces, "a Harrow-29 and the U-20", ("Harrow", "MISC")) == [("Harrow-29", "MISC"), ("U-20", "MISC")]


def test_acronyms_and_persons_are_found_wherever_they_are_printed_again(pieces: WordPieces) -> None:
    text = "The HWX met Orr Vell. Vell said the HWX and Vell agreed; the Hwx did not."
    found = [("HWX", "ORG"), ("Orr Vell", "PERSON"), ("Vell", "PERSON")]
    assert tidied(pieces, text, *found) == [
        ("HWX", "ORG"),
        ("Orr Vell", "PERSON"),
        ("Vell", "PERSON"),
        ("HWX", "ORG"),
        ("Vell", "PERSON"),
    ]


def test_laws_and_events_are_no_organisations(pieces: WordPieces) -> None:
    assert tidied(pieces, "The Harrow Act passed", ("Harrow Act", "ORG"), chance=0.7) == [("Harrow Act", "MISC")]


def test_a_currency_is_no_place(pieces: WordPieces) -> None:
    assert tidied(pieces, "US$30 in the US", ("US", "LOC"), ("US", "LOC")) == [("US", "LOC")]


@pytest.mark.parametrize(("chance", "kept"), [(0.5, []), (0.9, [("Arsenal", "ORG")])])
def test_a_common_word_with_a_capital_is_a_name_only_if_the_model_is_sure(
    pieces: WordPieces, chance: float, kept: list[tuple[str, str]]
) -> None:
    assert tidied(pieces, "Then Arsenal won", ("Arsenal", "ORG"), chance=chance) == kept


@pytest.mark.parametrize(("short", "kind"), [("Sorokow", "PERSON"), ("Sorrento", "LOC")])
def test_a_name_a_slip_away_from_a_family_name_is_that_person(pieces: WordPieces, short: str, kind: str) -> None:
    text = f"{short} met Ilya Sorokov"
    raw = [RawName(0, 1, 0.9, (0.4, 0.05, 0.54, 0.01)), raw_name(2, 4, "PERSON")]
    assert {n.span.of(text): n.entity_type for n in tidy_names(text, pieces(text), raw)}[short] == kind


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ('Tomas "Tom" Vell spoke', ["Tomas", 'Tom" Vell'], ['Tomas "Tom" Vell']),
        ("Tomas “Tom” Vell spoke", ["Tomas", "Tom", "Vell"], ["Tomas “Tom” Vell"]),
        ('He called Vell "Tom" and left', ['Vell "Tom'], ["Vell"]),
    ],
)
def test_a_nickname_in_marks_is_part_of_a_name(
    pieces: WordPieces, text: str, found: list[str], kept: list[str]
) -> None:
    assert [name for name, _ in tidied(pieces, text, *((f, "PERSON") for f in found))] == kept
