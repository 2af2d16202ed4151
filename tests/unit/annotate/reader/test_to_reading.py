"""From word numbers to characters: what belongs to a content and what to its cue."""

import pytest

from pipelines.annotate.reader.linking import Found
from pipelines.annotate.reader.model_files import MODEL_FOLDER
from pipelines.annotate.reader.read import RawReading
from pipelines.annotate.reader.to_reading import reading_of
from pipelines.annotate.reader.words import WordPieces


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Orr described it as “mad” today.", "described", ["as", "mad"]),
        ('Orr described it as "mad" today.', "described", ["as", "mad"]),
        ("Orr described “mad” today.", "described", ["mad"]),
    ],
)
def test_as_before_a_quotation_belongs_to_no_content(text: str, cue: str, content: list[str]) -> None:
    words = WordPieces.from_file(MODEL_FOLDER / "tokenizer.json")(text)
    place = {text[a:b]: i for i, (a, b) in enumerate(zip(words.start, words.end, strict=True))}
    piece = (place[content[0]], place[content[-1]] + 1)
    until = place["it"] + 1 if "it" in place else place[cue] + 1
    raw = RawReading(words, [], [Found((piece,), (place[cue], until), None, 0.9)])
    (found,) = reading_of(text, raw).attributions
    assert [s.of(text).strip('“”"') for s in found.content] == ["mad"]
    assert found.cue[0].of(text) == text[text.index(cue) : text.index("mad") - 1].strip()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("“It is shut,” she said, and that was a reason to leave.", ["“It is shut,”"]),
        (
            "“It is shut,” she said, and “that was a reason to leave.”",
            ["“It is shut,”", "“that was a reason to leave.”"],
        ),
    ],
)
def test_after_a_quotation_and_its_cue_words_outside_marks_are_the_writers(said: str, kept: list[str]) -> None:
    words = WordPieces.from_file(MODEL_FOLDER / "tokenizer.json")(said)
    place = {said[a:b]: i for i, (a, b) in enumerate(zip(words.start, words.end, strict=True))}
    pieces = ((place["It"], place["shut"] + 2), (place["that"], place["leave"] + 1))
    raw = RawReading(words, [], [Found(pieces, (place["said"], place["said"] + 1), None, 0.9)])
    (found,) = reading_of(said, raw).attributions
    assert [s.of(said) for s in found.content] == kept
