"""Who says what in small articles of the kinds that readers stumble on: lists, turns, pronouns, interviews, letters.

Each line of `reader_cases.jsonl` is an article with some of its words and who says them; null is nobody by name.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.annotate import ReaderAnnotator
from pipelines.records import Document

CASES = [json.loads(line) for line in Path(__file__).with_suffix("").with_name("reader_cases.jsonl").open()]


@pytest.fixture(scope="module")
def reader() -> ReaderAnnotator:
    return ReaderAnnotator()


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_who_says_what(case: dict[str, Any], reader: ReaderAnnotator) -> None:
    text = case["text"]
    (annotation,) = reader.annotate([Document("d", text, text.find("\n") + 1)])
    said = {}
    for words, speaker in case["said"]:
        at = text.find(words, text.find("\n") if words not in text.split("\n")[0] else 0)
        holding = [q for q in annotation.quotes if any(s.start_char <= at < s.end_char for s in q.content)]
        inner = max(holding, key=lambda q: q.content[0].start_char, default=None)
        said[words] = (speaker, inner.speaker if inner else "not found")
    assert {words: found for words, (_, found) in said.items()} == {words: who for words, (who, _) in said.items()}
