"""What people corrected is learned from: speakers they vouch for, and no word of what they did not look at."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.annotate.annotators import ReaderAnnotator
from training.cue_classes import read_cue_examples
from training.labels import LabelledArticle
from training.speaker_examples import read_examples

TEXT = (
    "Harbour opens\n\nOdo Fenn met Ida Moor at the harbour. He said the quay was safe. "
    "Ida Moor said the ships would come in May.\n"
)
WORDS = "the quay was safe"
START = TEXT.index(WORDS)


def _pairs(found: Sequence[Any], wanted: Sequence[Any], _: Any, least: float) -> list[tuple[int, int]]:
    return [
        (number, place)
        for number, one in enumerate(found)
        for place, other in enumerate(wanted)
        if len(one & other) >= least * len(one | other)
    ]


SCORER: Any = SimpleNamespace(  # by characters
    word_index=lambda text: text,
    words=lambda pairs, _: frozenset(at for start, end in pairs for at in range(start, end)),
    best_pairs=_pairs,
    same_name=lambda one, other: one == other,
)


def _article(*, checked: Sequence[str], is_partial: bool) -> LabelledArticle:
    label = {"content": [[START, START + len(WORDS)]], "class": "speech", "speaker": "Ida Moor", "unsure": False}
    return LabelledArticle("a1", "Ledger", TEXT, [{**label, "checked": checked}], is_partial=is_partial)


@pytest.fixture(scope="module")
def reader() -> ReaderAnnotator:
    return ReaderAnnotator()


def test_a_corrected_speaker_is_whom_the_ranker_learns(reader: ReaderAnnotator) -> None:
    (example,) = read_examples(reader, [_article(checked=["speaker"], is_partial=True)], SCORER)
    assert example.in_reach and example.form == "pronoun"


def test_a_speaker_whom_nobody_vouched_for_teaches_nothing(reader: ReaderAnnotator) -> None:
    assert not [*read_examples(reader, [_article(checked=["kind"], is_partial=True)], SCORER)]


@pytest.mark.parametrize(("is_partial", "learned"), [(True, 1), (False, 2)])
def test_what_nobody_looked_at_is_no_example_that_a_cue_reports_nothing(
    is_partial: bool, learned: int, reader: ReaderAnnotator
) -> None:
    found = [*read_cue_examples(reader, [_article(checked=["speaker"], is_partial=is_partial)], SCORER)]
    assert len(found) == learned
