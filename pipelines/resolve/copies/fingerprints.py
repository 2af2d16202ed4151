"""Fingerprints: an article's words, and the few hashes of five words in a row by which copies of it are found.

Of the hashes of every 16 runs in a row the smallest is kept (winnowing: Schleimer, Wilkerson and Aiken 2003), so that
two articles which share 20 words in a row share a fingerprint. Only the body counts: headlines are rewritten.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pipelines.resolve.arrow.columns import Hashes, Integers
from pipelines.resolve.words import TOKEN, Vocabulary

RUN = 5  # words hashed together
WINDOW = 16  # runs, of which one is kept
STEP = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth): odd, and spreads over all bits


@dataclass(frozen=True, slots=True)
class Body:
    """The folded words of an article's body, with their characters in the article's text."""

    words: Hashes
    starts: Integers
    ends: Integers


def read_body(text: str, body_start_char: int, vocabulary: Vocabulary) -> Body:
    """Return the words of `text` from `body_start_char`."""
    codes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in TOKEN.finditer(text, body_start_char):
        for code in vocabulary.codes[match[0]]:
            codes.append(code)
            starts.append(match.start())
            ends.append(match.end())
    hashes = np.array([vocabulary.hashes[code] for code in codes], dtype=np.uint64)
    return Body(hashes, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))


def hash_runs(words: Hashes) -> Hashes:
    """Return the hash of each run of `RUN` words; of all words where there are fewer."""
    if not len(words):
        return words
    runs = sliding_window_view(words, min(RUN, len(words)))
    hashes = np.zeros(len(runs), dtype=np.uint64)
    for place in range(runs.shape[1]):
        hashes = (hashes ^ runs[:, place]) * STEP
        hashes ^= hashes >> np.uint64(29)
    return hashes


def winnow(runs: Hashes) -> Hashes:
    """Return the fingerprints of an article's run hashes, each once."""
    if not len(runs):
        return runs
    return np.unique(sliding_window_view(runs, min(WINDOW, len(runs))).min(axis=1))


def hash_body(runs: Hashes) -> int:
    """Return a hash of all runs, by which equal bodies meet however many others are like them."""
    return int.from_bytes(blake2b(runs.tobytes(), digest_size=8).digest(), "little")
