"""Utterances: the same words wherever they were printed.

`resolve_utterances` takes what was printed and what is known, and returns what is known then. Its parts in the order of
use: `segments` (with `cutting`, `own_voice` and `speaker_keys`) makes rows to compare, `folding` folds words,
`matching` finds and judges pairs of wordings (`candidates`, `alignment`, `judging`), `evidence` weighs what else speaks
for a pair, `grouping` names utterances, `pairs` and `summary` make the rows that others read.
"""

from pipelines.resolve.utterances.resolve import Utterances, resolve_utterances
from pipelines.resolve.utterances.segments import Prints

__all__ = ["Prints", "Utterances", "resolve_utterances"]
