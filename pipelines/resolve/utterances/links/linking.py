"""Linking: the order in which evidence ties segments to one utterance.

Equal words come first, then the verdicts that need little besides, then the rest. What is tied by then is evidence for
what follows: two articles that share an utterance already are likely to share the sentence beside it. A *label* is the
number of the utterance, as far as one is known, that a segment is of.
"""

from dataclasses import dataclass

import pyarrow as pa

from pipelines.resolve.arrow.columns import Flags, Integers, keep_rows
from pipelines.resolve.arrow.components import connect
from pipelines.resolve.utterances.links.evidence import (
    Links,
    join_links,
    label,
    link_equal,
    link_judged,
    link_short,
    relate,
)
from pipelines.resolve.utterances.wordings.matching import match_wordings
from pipelines.resolve.utterances.wordings.verdicts import Besides
from pipelines.resolve.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Linked:
    """Every new link, and what it makes of the segments."""

    labels: Integers  # of each segment, numbered from 0
    links: Links
    verdicts: pa.Table  # VERDICTS, which the links name by number
    postings: pa.Table  # those of the new wordings added


def link_segments(
    segments: pa.Table, labels: Integers, is_new: Flags, postings: pa.Table, vocabulary: Vocabulary
) -> Linked:
    """Link new segments with one another and with known ones; `labels` are those that known segments come with."""
    matches = match_wordings(segments, is_new, postings, vocabulary)
    is_sure = matches.pairs["besides"].to_numpy() <= Besides.LITTLE
    with relate(segments, is_new=is_new) as connection:
        label(connection, labels)
        equal = link_equal(connection)
        labels = _unite(labels, equal)
        label(connection, labels)
        sure = link_judged(connection, keep_rows(matches.pairs, is_sure))
        labels = _unite(labels, sure)
        label(connection, labels)
        rest = [link_short(connection), link_judged(connection, matches.pairs)]
    links = join_links([equal, sure, *rest])
    return Linked(_unite(labels, links), links, matches.verdicts, matches.postings)


def _unite(labels: Integers, links: Links) -> Integers:
    """Return labels in which segments that links hold for one utterance share one, numbered from 0."""
    return connect(labels, links.left[links.is_one_utterance], links.right[links.is_one_utterance])
