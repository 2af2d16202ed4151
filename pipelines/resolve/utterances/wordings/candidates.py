"""Candidates: the keys by which wordings that may be prints of the same words find one another.

A key is the unordered pair of two stems of content words that stand next to each other, or with one between.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipelines.resolve.arrow.columns import Flags, Hashes, Integers
from pipelines.resolve.increments.postings import Candidates, find_candidates, merge_candidates, merge_postings, pack
from pipelines.resolve.words import Folded
from pipelines.resolved import UTTERANCE_POSTINGS

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth): spreads sums over the upper bits


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of the wordings that quotes print, and of those that sentences in an article's own voice print."""

    quotes: Hashes
    sentences: Hashes

    @classmethod
    def from_table(cls, table: pa.Table) -> "Postings":
        """Return the sorted postings of rows of `UTTERANCE_POSTINGS`."""
        postings = table["posting"].to_numpy()
        is_quote = np.asarray(table["is_quote"].to_numpy(), dtype=np.bool_)
        return cls(_sorted(postings[is_quote]), _sorted(postings[~is_quote]))

    def to_table(self) -> pa.Table:
        """Return the postings as rows of `UTTERANCE_POSTINGS`, those of quotes first."""
        sides = ((True, self.quotes), (False, self.sentences))
        tables = [
            pa.table([pa.array(np.full(len(values), is_quote)), pa.array(values)], schema=UTTERANCE_POSTINGS)
            for is_quote, values in sides
        ]
        return pa.concat_tables(tables)

    def merge(self, new: "Postings") -> "Postings":
        """Return both sides sorted with the `new` postings, in whatever order those are."""
        return Postings(merge_postings(self.quotes, new.quotes), merge_postings(self.sentences, new.sentences))

    def find_candidates(self, new: "Postings") -> Candidates:
        """Return the best candidates of the `new` postings, which this index holds already.

        Quotes meet quotes and sentences. Sentences do not meet sentences: neither attributes its words to anybody, so
        the pair would say nothing of an utterance, and there are many more sentences than quotes.
        """
        return merge_candidates(
            [
                find_candidates(new.quotes, self.quotes),
                find_candidates(new.quotes, self.sentences),
                find_candidates(new.sentences, self.quotes),
            ]
        )


def _sorted(postings: Hashes) -> Hashes:
    """Return the postings in order; those that are in order, as a run leaves them, are not sorted again."""
    return postings if bool((postings[1:] >= postings[:-1]).all()) else np.sort(postings)


def make_postings(folded: Folded, segment_nos: Integers) -> Hashes:
    """Return the postings of texts, text by text, under the texts' `segment_nos`."""
    is_content = folded.is_content()
    stems = np.array(folded.vocabulary.stem_hashes, dtype=np.uint64)[folded.codes[is_content]]
    texts = folded.rows()[is_content]  # the text that each content word is in
    keys, owners = [], []
    for step in (1, 2):
        is_one_text: Flags = texts[step:] == texts[:-step]
        pair_keys = (stems[step:] + stems[:-step]) * MULTIPLIER  # a sum: the same key whichever stem comes first
        keys.append(pair_keys[is_one_text])
        owners.append(texts[step:][is_one_text])
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return pack(key[order], segment_nos[owner[order]])
