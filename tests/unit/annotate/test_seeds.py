"""Two real reports of one event, held to gold made by hand."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.records import Document, Quote, Span

Pair = tuple[dict[str, Any], Quote | None, set[str]]

LEAST = 27  # of 28
OVERLAP = 0.5


def touched(text: str, spans: list[Span]) -> set[int]:
    return {
        m.start() for s in spans for m in re.finditer(r"\w+", text) if m.start() < s.end_char and s.start_char < m.end()
    }


def overlap(text: str, quote: Quote, span: Span) -> float:
    a, b = touched(text, list(quote.content)), touched(text, [span])
    return len(a & b) / len(a | b)


@pytest.fixture(scope="module")
def pairs(shared_folder: Path) -> list[Pair]:
    """Each required quote, the quote found for it if any, and the names of its speaker."""
    return list(_pairs(shared_folder))


def _pairs(shared: Path) -> Iterator[Pair]:
    gold = json.loads((shared / "gold/seeds.json").read_text(encoding="utf-8"))
    annotator = ReaderAnnotator()
    for name, wanted in gold["documents"].items():
        text = (shared / "real/seeds" / name).read_bytes().decode("utf-8")
        (annotation,) = annotator.annotate([Document(name, text, text.index("\n") + 1)])
        for row in wanted["quotes"]:
            if row["required"]:
                best = max(annotation.quotes, key=lambda q: overlap(text, q, Span(*row["span"])))
                is_found = overlap(text, best, Span(*row["span"])) >= OVERLAP
                yield row, best if is_found else None, {row["speaker"], *gold["people"].get(row["speaker"], [])}


def is_right(quote: Quote | None, names: set[str]) -> bool:
    return quote is not None and quote.speaker in names


def test_the_required_quotes_are_found_with_their_speakers(
    pairs: list[Pair],
) -> None:
    missing = [row["id"] for row, quote, names in pairs if not is_right(quote, names)]
    assert len(pairs) - len(missing) >= LEAST, missing


def test_all_direct_quotes_are_found_with_their_speakers(
    pairs: list[Pair],
) -> None:
    assert [row["id"] for row, quote, names in pairs if row["kind"] == "direct" and not is_right(quote, names)] == []


def test_none_goes_to_a_wrong_person(pairs: list[Pair]) -> None:
    found = [(row["id"], quote.speaker, names) for row, quote, names in pairs if quote and quote.speaker]
    assert [(number, speaker) for number, speaker, names in found if speaker not in names] == []
