"""Verdicts: what the words of two texts say, one at a time and as a table. Not here: how it is found (`judging`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import pyarrow as pa

from pipelines.arrow_types import required
from pipelines.resolve.utterances.wordings.alignment import Stretch
from pipelines.resolved import WORDS


class Besides(IntEnum):
    """How much must speak for a pair besides its words; `sql/judged_words.sql` says what counts as how much."""

    NOTHING = 0
    LITTLE = 1
    MUCH = 2
    MOST = 3


Kind = Literal["truncated", "words_changed", "paraphrase", "contradicted"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two texts are prints of the same words, if `besides` the words as much speaks for it."""

    kind: Kind
    score: float
    besides: Besides
    shared: int  # content words
    is_one_utterance: bool  # else one is but a part of the other
    left_words: list[str]
    right_words: list[str]
    left_stretch: Stretch
    right_stretch: Stretch


OF_BOTH = ("kind", "score", "besides", "shared", "is_one_utterance")  # what a verdict says of both sides
VERDICTS = pa.schema(
    [
        required("kind", pa.string()),
        required("score", pa.float64()),
        required("besides", pa.int64()),
        required("shared", pa.int64()),
        required("is_one_utterance", pa.bool_()),
        *(
            required(f"{side}_{name}", kind)
            for name, kind in (("words", WORDS), ("first", pa.int64()), ("last", pa.int64()))
            for side in ("left", "right")
        ),
    ]
)
"""One row per verdict; words `first` to `last`, exclusive, are the side's stretch."""


def table_of(verdicts: Sequence[Verdict]) -> pa.Table:
    """Return verdicts as a table, which holds them in a tenth of the memory."""
    columns = {name: [getattr(verdict, name) for verdict in verdicts] for name in OF_BOTH}
    for side in ("left", "right"):
        stretches = [getattr(verdict, f"{side}_stretch") for verdict in verdicts]
        columns[f"{side}_words"] = [getattr(verdict, f"{side}_words") for verdict in verdicts]
        columns[f"{side}_first"] = [first for first, _ in stretches]
        columns[f"{side}_last"] = [last for _, last in stretches]
    return pa.table(columns, schema=VERDICTS)
