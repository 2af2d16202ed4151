"""Postings: an index of what items share, to find the few that a new item may match.

A *posting* is one key of one item in 64 bits: 36 bits of the key's hash, then the item's number. A sorted array of them
is the whole index. Each newcomer meets, per key, its neighbours in that order and the first of the key: work and pairs
grow with what is new, not with what is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.resolve.arrow.columns import Flags, Floats, Hashes, Integers

NUMBER_BITS = np.uint64(28)
NUMBER_MASK = np.uint64((1 << 28) - 1)

# Neighbours met per key. Items are numbered by arrival, so those before a newcomer are the latest ones, likely to be of
# the same days.
BEFORE, AFTER, FIRST = 3, 1, 2
MOST_SHARED = 2_000  # a key that more items share tells nothing
BEST = 6  # candidates kept per newcomer
CHUNK = 500_000  # postings compared at once
RANK_BITS = 4


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of item numbers, the lower one left, each once; `rank` 0 is the best candidate of one of the two."""

    left: Integers
    right: Integers
    rank: Integers


def pack(keys: Hashes, numbers: Integers) -> Hashes:
    """Return the postings of 64-bit keys of the items with these numbers (below 2**28)."""
    return np.asarray(keys >> NUMBER_BITS << NUMBER_BITS | numbers.astype(np.uint64), dtype=np.uint64)


def merge_postings(index: Hashes, fresh: Hashes) -> Hashes:
    """Return the sorted `index` with the postings of `fresh`, in whatever order those are."""
    fresh = np.sort(fresh)
    return fresh if not len(index) else np.insert(index, np.searchsorted(index, fresh), fresh)


def find_candidates(newcomers: Hashes, index: Hashes) -> Candidates:
    """Return the best candidates of each item of `newcomers` in the sorted `index`, which may hold it too."""
    parts = [_best(newcomers[start:end], index) for start, end in _chunks(newcomers)]
    return merge_candidates(parts)


def merge_candidates(parts: Sequence[Candidates]) -> Candidates:
    """Return the candidates of all parts, each pair once with its best rank."""
    left, right, rank = (
        np.concatenate([np.empty(0, np.int64), *(getattr(part, name) for part in parts)])
        for name in ("left", "right", "rank")
    )
    low, high = np.minimum(left, right), np.maximum(left, right)
    ranked = np.sort((low << 28 | high) << RANK_BITS | rank)
    pairs = ranked >> RANK_BITS
    is_first = np.ones(len(pairs), dtype=np.bool_)
    is_first[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[is_first]
    return Candidates(pairs >> 28, pairs & int(NUMBER_MASK), ranked[is_first] & ((1 << RANK_BITS) - 1))


def _chunks(newcomers: Hashes) -> list[tuple[int, int]]:
    """Return ranges of postings that part no item."""
    owners = newcomers & NUMBER_MASK
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])) if len(owners) else np.empty(0, np.int64)
    cuts = [0]
    while cuts[-1] < len(owners):
        place = np.searchsorted(starts, cuts[-1] + CHUNK)
        cuts.append(int(starts[place]) if place < len(starts) else len(owners))
    return list(pairwise(cuts))


def _best(entries: Hashes, index: Hashes) -> Candidates:
    """Return up to `BEST` pairs per newcomer, by how many and how rare the keys are that both sides have."""
    entries = np.sort(entries)  # looked up in order, which the processor's cache likes
    entries = entries[np.append(True, entries[1:] != entries[:-1])]
    key_start = np.searchsorted(index, entries & ~NUMBER_MASK)
    key_end = np.searchsorted(index, entries | NUMBER_MASK, side="right")
    place = np.searchsorted(index, entries)
    shared = key_end - key_start
    weight = 1.0 / np.sqrt(np.maximum(shared, 1))
    useful = (shared > 0) & (shared <= MOST_SHARED)
    steps = [place - step for step in range(1, BEFORE + 1)] + [place + step for step in range(AFTER + 1)]
    firsts = [np.where(key_start + step < place - BEFORE, key_start + step, -1) for step in range(FIRST)]
    left, right, gain = [], [], []
    for other in steps + firsts:
        met = useful & (other >= key_start) & (other < key_end)
        left.append((entries & NUMBER_MASK)[met])
        right.append(index[other[met]] & NUMBER_MASK)
        gain.append(weight[met])
    return _top(np.concatenate(left), np.concatenate(right), np.concatenate(gain))


def _top(left: Hashes, right: Hashes, gain: Floats) -> Candidates:
    apart: Flags = left != right
    pairs, gain = (left[apart] << NUMBER_BITS) | right[apart], gain[apart]
    if not len(pairs):
        return Candidates(*(np.empty(0, np.int64) for _ in range(3)))
    order = np.argsort(pairs, kind="stable")
    pairs, gain = pairs[order], gain[order]
    starts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1]))
    pairs, gain = pairs[starts], np.add.reduceat(gain, starts)
    owner = (pairs >> NUMBER_BITS).astype(np.int64)
    order = np.lexsort((-gain, owner))
    owner = owner[order]
    group = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    rank = np.arange(len(owner)) - np.repeat(group, np.diff(np.append(group, len(owner))))
    is_kept = rank < BEST
    kept = pairs[order[is_kept]]
    return Candidates((kept >> NUMBER_BITS).astype(np.int64), (kept & NUMBER_MASK).astype(np.int64), rank[is_kept])
