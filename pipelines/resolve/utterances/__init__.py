"""Utterances: the same words wherever they were printed.

`resolve_utterances` adds what was printed to what is known. In the order of use: `gather` collects the segments to
compare, which `segments` cuts; `wordings` finds and judges pairs of different texts; `links` weighs what else speaks
for a pair; `keep_ids` names the utterances; `summary` counts their prints. `stage` is the way in from the lake.
"""

from pipelines.resolve.utterances.known import Utterances
from pipelines.resolve.utterances.resolve import resolve_utterances
from pipelines.resolve.utterances.segments.prints import Prints

__all__ = ["Prints", "Utterances", "resolve_utterances"]
