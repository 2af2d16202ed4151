"""Passages: what two articles share, word for word, with both sides' places."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.resolve.arrow.columns import Flags, Hashes, Integers
from pipelines.resolve.copies.fingerprints import RUN, Body, hash_runs

LEAST_WORDS = 8  # of a passage
MOST_BETWEEN = 4  # words that may differ within a passage


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `start` to `end` of one body are words `copy_start` to `copy_end` of the other, but for small changes."""

    start: int
    end: int
    copy_start: int
    copy_end: int
    words: int  # that are the same


def share_of(body: Body, other: Body) -> float:
    """Return the share of the words of `body` that stand in a run of five which `other` prints too."""
    return float(np.mean(_is_shared(hash_runs(body.words), hash_runs(other.words), len(body.words))))


def _is_shared(runs: Hashes, others: Hashes, words: int) -> Flags:
    flags = np.zeros(words, dtype=np.bool_)
    found = np.flatnonzero(np.isin(runs, others))
    for place in range(min(RUN, words)):
        flags[found + place] = True
    return flags


def find_passages(body: Body, other: Body) -> list[Passage]:
    """Return the passages in the order of `body`; a run that either side repeats begins none."""
    first, second = hash_runs(body.words), hash_runs(other.words)
    here, there = _places_once(first), _places_once(second)
    shared = np.intersect1d(first[here], second[there], assume_unique=True)
    starts = here[np.searchsorted(first[here], shared)]
    copy_starts = there[np.searchsorted(second[there], shared)]
    order = np.argsort(starts)
    return [p for p in _join(_runs(starts[order], copy_starts[order], RUN)) if p.words >= LEAST_WORDS]


def _places_once(runs: Hashes) -> Integers:
    """Return the places of runs that occur once, in the order of their hashes."""
    values, first, counts = np.unique(runs, return_index=True, return_counts=True)
    return np.asarray(first[counts == 1], dtype=np.int64) if len(values) else np.empty(0, np.int64)


def _runs(starts: Integers, copy_starts: Integers, size: int) -> list[Passage]:
    if not len(starts):
        return []
    is_next = (np.diff(starts) == 1) & (np.diff(copy_starts) == 1)
    cuts = [0, *(np.flatnonzero(~is_next) + 1).tolist(), len(starts)]
    found = []
    for first, last in pairwise(cuts):
        start, copy_start, words = int(starts[first]), int(copy_starts[first]), last - first + size - 1
        found.append(Passage(start, start + words, copy_start, copy_start + words, words))
    return found


def _join(runs: list[Passage]) -> list[Passage]:
    """Join runs that follow each other on both sides with a few words between."""
    joined: list[Passage] = []
    for run in runs:
        if not joined or not _follows(joined[-1], run):
            joined.append(run)
            continue
        last = joined[-1]
        words = last.words + run.words - max(last.end - run.start, last.copy_end - run.copy_start, 0)
        joined[-1] = Passage(last.start, run.end, last.copy_start, run.copy_end, words)
    return joined


def _follows(last: Passage, run: Passage) -> bool:
    between = max(run.start - last.end, run.copy_start - last.copy_end)
    return between <= MOST_BETWEEN and run.end > last.end and run.copy_end > last.copy_end
