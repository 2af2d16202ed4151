"""Puts the right words of a correction where the article prints them. Reads no files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.corrections.read import Place
from pipelines.records import Span


def placed(row: Mapping[str, Any], text: str, *, near: int, place: Place) -> dict[str, Any]:
    """Return a correction with `content`, `content_spans` and `start_char`: the right words, and where they stand.

    `near` is where the quote's content begins: of several places the nearest one is meant. Raises `CorrectionError`
    where the article does not print the words, or prints others there.
    """
    spans = row["spans"] or (_nearest(row["content"], text, near, place) if row["wrong"] == "span" else _named(row))
    if spans[-1].end_char > len(text):
        raise place.error(f"the article ends at {len(text)}, before {spans[-1].end_char}")
    content = " ".join(span.of(text) for span in spans)
    if row["wrong"] == "missing" and content != row["words"]:
        raise place.error(f"the article prints {content!r} there, not {row['words']!r}")
    if row["source"] and row["source"] not in text:
        raise place.error(f"the article does not print {row['source']!r}: give the source as it does")
    ends = [{"start_char": span.start_char, "end_char": span.end_char} for span in spans]
    return {**row, "content": content, "content_spans": ends, "start_char": near}


def _named(row: Mapping[str, Any]) -> Sequence[Span]:
    return [Span(row["start_char"], row["end_char"])]


def _nearest(words: str, text: str, near: int, place: Place) -> Sequence[Span]:
    starts = sorted(_starts(words, text), key=lambda start: abs(start - near))
    if not starts:
        raise place.error(f"the article does not print {words!r}: give the right words as it does, or their spans")
    return [Span(starts[0], starts[0] + len(words))]


def _starts(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
