"""Matching: pairs of different wordings that are prints of the same words as far as the words can tell.

A wording stands for all segments that print it; its number is the `segment_no` of the first of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from pipelines.resolve.columns import Flags, Hashes, Integers, take_rows, texts_of
from pipelines.resolve.postings import Candidates, find_candidates, merge_candidates, merge_postings
from pipelines.resolve.utterances.alignment import Tokens, tokenize
from pipelines.resolve.utterances.candidates import make_postings, postings_of, table_of
from pipelines.resolve.utterances.folding import Vocabulary
from pipelines.resolve.utterances.grouping import connect
from pipelines.resolve.utterances.judging import LITTLE, NOTHING, Verdict, judge
from pipelines.resolve.utterances.own_voice import QUOTATION_MARK
from pipelines.resolved import UTTERANCE_POSTINGS

LEAST_SHARED = 0.6  # content words, in any order, of the shorter side, that make a candidate worth judging
LEAST_SHARED_QUOTED = 0.25  # where a side has a quotation inside, which may be all that they share
SURE_SCORE = 0.9  # ties two wordings even where a little more must speak for them
ROUNDS = ((0, 1), (1, 3), (3, 16))  # ranks judged together; a pair that earlier rounds tied is not judged again
TEXTS_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Matches:
    """Verdicts, what `evidence.link_judged` asks of them, and the postings with the new ones."""

    verdicts: Sequence[Verdict]
    table: pa.Table
    postings: pa.Table


def match_wordings(segments: pa.Table, is_new: Flags, postings: pa.Table, vocabulary: Vocabulary) -> Matches:
    """Return what matches among the wordings of new segments, and between them and known ones."""
    candidates, postings = _meet(segments, is_new, postings, vocabulary)
    numbers = segments["segment_no"].to_numpy()
    left, right = np.searchsorted(numbers, candidates.left), np.searchsorted(numbers, candidates.right)
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    left, right = places[: len(left)], places[len(left) :]
    texts = texts_of(take_rows(segments.select(["text"]), rows)["text"])
    wordings = segments["wording"].to_numpy()[rows]
    is_worth = _share_words(texts, left, right, vocabulary) & (wordings[left] != wordings[right])
    pairs = Candidates(left[is_worth], right[is_worth], candidates.rank[is_worth])
    verdicts, kept = _judge_in_rounds(texts, pairs, vocabulary)
    table = pa.table(
        {
            "verdict_no": pa.array(np.arange(len(verdicts))),
            "left_wording": pa.array(wordings[pairs.left[kept]]),
            "right_wording": pa.array(wordings[pairs.right[kept]]),
            "needs": pa.array([verdict.needs for verdict in verdicts], pa.int64()),
            "shared": pa.array([verdict.shared for verdict in verdicts], pa.int64()),
            "score": pa.array([verdict.score for verdict in verdicts], pa.float64()),
            "is_one": pa.array([verdict.is_one for verdict in verdicts], pa.bool_()),
            "kind": pa.array([verdict.kind for verdict in verdicts], pa.string()),
        }
    )
    return Matches(verdicts, table, postings)


def _meet(segments: pa.Table, is_new: Flags, postings: pa.Table, vocabulary: Vocabulary) -> tuple[Candidates, pa.Table]:
    """Return candidate pairs of wordings, each by the segment that printed it first, and all postings."""
    is_quote = segments["form"].to_numpy() != "unattributed"
    fresh = {side: _new_postings(segments, is_quote == side, is_new, vocabulary) for side in (True, False)}
    both = {side: merge_postings(postings_of(postings, is_quote=side), fresh[side]) for side in fresh}
    found = [
        find_candidates(fresh[True], both[True]),
        find_candidates(fresh[True], both[False]),
        find_candidates(fresh[False], both[True]),
    ]
    return merge_candidates(found), table_of(both)


def _new_postings(segments: pa.Table, of_side: Flags, is_new: Flags, vocabulary: Vocabulary) -> Hashes:
    """Return postings of the wordings that this side prints for the first time."""
    rows = np.flatnonzero(of_side)
    _, first = np.unique(segments["wording"].to_numpy()[rows], return_index=True)
    rows = np.sort(rows[first])
    rows = rows[is_new[rows]]
    chosen = take_rows(segments.select(["text", "segment_no"]), rows)
    return make_postings(vocabulary.fold(texts_of(chosen["text"])), chosen["segment_no"].to_numpy())


def _share_words(texts: Sequence[str], left: Integers, right: Integers, vocabulary: Vocabulary) -> Flags:
    """Return for each pair whether enough content words stand in both to look closer."""
    folded = vocabulary.fold(texts)
    glyphs, content = ["".join(sorted(text)) for text in folded.content_glyphs()], folded.content_words()
    shared = process.cpdist(
        [glyphs[i] for i in left.tolist()],
        [glyphs[i] for i in right.tolist()],
        scorer=LCSseq.similarity,
        dtype=np.int32,
        workers=-1,
    )
    shorter = np.minimum(content[left], content[right])
    is_quoting = np.array([QUOTATION_MARK.search(text) is not None for text in texts], dtype=np.bool_)
    least = np.where(is_quoting[left] | is_quoting[right], LEAST_SHARED_QUOTED, LEAST_SHARED)
    return np.asarray(shared >= np.maximum(np.ceil(shorter * least), 2), dtype=np.bool_)


def _judge_in_rounds(texts: Sequence[str], pairs: Candidates, vocabulary: Vocabulary) -> tuple[list[Verdict], Integers]:
    """Return verdicts and the places of their pairs: best candidates first, and none that is tied already."""
    verdicts: list[Verdict] = []
    kept: list[int] = []
    labels = np.arange(len(texts))

    @lru_cache(maxsize=TEXTS_KEPT)
    def read(place: int) -> Tokens:
        return tokenize(texts[place], vocabulary)

    for first, end in ROUNDS:
        is_open = (pairs.rank >= first) & (pairs.rank < end) & (labels[pairs.left] != labels[pairs.right])
        sure: list[int] = []
        for place in np.flatnonzero(is_open).tolist():
            verdict = judge(read(int(pairs.left[place])), read(int(pairs.right[place])), vocabulary)
            if verdict is not None:
                verdicts.append(verdict)
                kept.append(place)
                is_sure = verdict.needs == NOTHING or (verdict.needs == LITTLE and verdict.score >= SURE_SCORE)
                if verdict.is_one and is_sure:
                    sure.append(place)
        labels = connect(labels, pairs.left[sure], pairs.right[sure])
    return verdicts, np.array(kept, dtype=np.int64)


def index_wordings(segments: pa.Table) -> pa.Table:
    """Return the postings of all wordings of `segments`, as the runs that brought them would have left them."""
    nothing_known = UTTERANCE_POSTINGS.empty_table()
    return _meet(segments, np.ones(len(segments), dtype=np.bool_), nothing_known, Vocabulary())[1]
