"""Utterances: the same words wherever they were printed.

`resolve_utterances` takes what was printed and what is known, and returns what is known then. The rooms in the order
of use: `segments` makes rows to compare, `wordings` finds and judges pairs of different texts, `links` weighs what else
speaks for a pair. Then `keep_ids` names the utterances, and `summary` counts their prints.
"""

from pipelines.resolve.utterances.resolve import Utterances, resolve_utterances
from pipelines.resolve.utterances.segments.prints import Prints

__all__ = ["Prints", "Utterances", "resolve_utterances"]
