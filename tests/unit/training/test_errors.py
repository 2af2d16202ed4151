"""Outcomes of gold attributions, by the shared scorer's notion of words and overlap."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from training.errors import outcomes
from training.scorer import load_scorer

TEXT = "Orr said the old mill is shut for good. Vell left. The works are loud, Vell added on Friday."


@pytest.fixture(scope="module")
def scorer(shared_folder: Path) -> ModuleType:
    return load_scorer(shared_folder / "score/score.py")


def quote(content: str, source: str = "") -> dict[str, Any]:
    def spans(printed: str) -> list[list[int]]:
        return [[TEXT.index(printed), TEXT.index(printed) + len(printed)]] if printed else []

    return {"content": spans(content), "cue": [], "source": spans(source), "kind": "indirect"}


def kinds(scorer: ModuleType, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    document = {"doc_id": "d", "text": TEXT, "quotes": gold}
    return [o.kind for o in outcomes(scorer, document, {"doc_id": "d", "quotes": found})]


MILL = "the old mill is shut for good"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([quote(MILL, "Orr")], ["right"]),
        ([quote(MILL)], ["source, missing or too many"]),
        ([quote(MILL, "Vell")], ["source, another"]),
        ([quote("the old mill is shut", "Orr")], ["border"]),
        ([quote("the old", "Orr")], ["apart", "extra, in words of a gold content"]),
        ([quote("the old"), quote("for good")], ["cut", *["extra, in words of a gold content"] * 2]),
        ([quote("Vell left")], ["missed", "extra, beside nothing"]),
    ],
)
def test_one_gold_attribution_has_one_outcome(
    scorer: ModuleType, found: list[dict[str, Any]], expected: list[str]
) -> None:
    assert kinds(scorer, [quote(MILL, "Orr")], found) == expected


def test_a_prediction_over_two_gold_contents_swallows_them(scorer: ModuleType) -> None:
    gold = [quote("the old mill"), quote("The works are loud", "Vell")]
    assert kinds(scorer, gold, [quote(TEXT)]) == ["swallowed", "swallowed", "extra, in words of a gold content"]
