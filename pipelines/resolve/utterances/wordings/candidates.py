"""Candidates: the keys by which wordings that may be prints of the same words find one another.

A key is the unordered pair of two stems of content words that stand next to each other, or with one between.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pipelines.resolve.arrow.columns import Hashes, Integers
from pipelines.resolve.increments.postings import pack
from pipelines.resolve.words import Folded
from pipelines.resolved import UTTERANCE_POSTINGS

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # spreads sums of hashes over the upper bits


def make_postings(folded: Folded, numbers: Integers) -> Hashes:
    """Return the postings of texts, text by text; `numbers` are the texts' `segment_no`."""
    is_content = folded.is_content()
    stems = np.array(folded.vocabulary.stem_hashes, dtype=np.uint64)[folded.codes[is_content]]
    rows = folded.rows()[is_content]
    keys, owners = [], []
    for step in (1, 2):
        same = rows[step:] == rows[:-step]
        keys.append(((stems[step:] + stems[:-step]) * MULTIPLIER)[same])
        owners.append(rows[step:][same])
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return pack(key[order], numbers[owner[order]])


def postings_of(table: pa.Table, *, is_quote: bool) -> Hashes:
    """Return the sorted postings of quotes, or of unattributed sentences, from rows of `UTTERANCE_POSTINGS`."""
    flags = table["is_quote"].to_numpy()
    postings: Hashes = table["posting"].to_numpy()[flags == is_quote]
    return postings if bool((postings[1:] >= postings[:-1]).all()) else np.sort(postings)


def table_of(postings: Mapping[bool, Hashes]) -> pa.Table:
    """Return rows of `UTTERANCE_POSTINGS` of the sorted postings of quotes (True) and of sentences (False)."""
    return pa.concat_tables(
        pa.table([pa.array(np.full(len(values), side)), pa.array(values)], schema=UTTERANCE_POSTINGS)
        for side, values in postings.items()
    )
