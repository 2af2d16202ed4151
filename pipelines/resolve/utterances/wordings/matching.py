"""Matching: pairs of different wordings that are prints of the same words as far as the words can tell.

A wording stands for all segments that print it; its number is the `segment_no` of the first of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from pipelines.arrow_types import required
from pipelines.resolve.arrow.columns import Flags, Hashes, Integers, take_rows, texts_of
from pipelines.resolve.arrow.components import connect
from pipelines.resolve.increments.postings import Candidates, find_candidates, merge_candidates, merge_postings
from pipelines.resolve.utterances.segments.own_voice import QUOTATION_MARK
from pipelines.resolve.utterances.wordings.alignment import Tokens, tokenize
from pipelines.resolve.utterances.wordings.candidates import make_postings, postings_of, table_of
from pipelines.resolve.utterances.wordings.judging import LITTLE, NOTHING, Verdict, judge
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import UTTERANCE_POSTINGS, WORDS

LEAST_SHARED = 0.6  # content words, in any order, of the shorter side, that make a candidate worth judging
LEAST_SHARED_QUOTED = 0.25  # where a side has a quotation inside, which may be all that they share
SURE_SCORE = 0.9  # ties two wordings even where a little more must speak for them
ROUNDS = ((0, 1), (1, 3), (3, 16))  # ranks judged together; a pair that earlier rounds tied is not judged again
TEXTS_KEPT = 200_000
JUDGED_AT_ONCE = 50_000  # pairs whose verdicts are held as objects


VERDICTS = pa.schema(
    [
        required("kind", pa.string()),
        required("score", pa.float64()),
        required("needs", pa.int64()),
        required("shared", pa.int64()),
        required("is_one", pa.bool_()),
        *(
            required(f"{side}_{name}", kind)
            for name, kind in (("words", WORDS), ("first", pa.int64()), ("last", pa.int64()))
            for side in ("left", "right")
        ),
    ]
)
"""One row per verdict; words `first` to `last`, exclusive, are the side's stretch."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Verdicts, what `evidence.link_judged` asks of them, and the postings with the new ones."""

    verdicts: pa.Table  # VERDICTS
    asked: pa.Table
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
    asked = verdicts.select(["needs", "shared", "score", "is_one", "kind"])
    asked = asked.append_column("verdict_no", pa.array(np.arange(len(asked))))
    for name, side in (("left_wording", pairs.left), ("right_wording", pairs.right)):
        asked = asked.append_column(name, pa.array(wordings[side[kept]]))
    return Matches(verdicts, asked, postings)


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


def _judge_in_rounds(texts: Sequence[str], pairs: Candidates, vocabulary: Vocabulary) -> tuple[pa.Table, Integers]:
    """Return verdicts and the places of their pairs: best candidates first, and none that is tied already."""
    tables = [VERDICTS.empty_table()]
    kept: list[int] = []
    labels = np.arange(len(texts))

    @lru_cache(maxsize=TEXTS_KEPT)
    def read(place: int) -> Tokens:
        return tokenize(texts[place], vocabulary)

    for first, end in ROUNDS:
        is_open = (pairs.rank >= first) & (pairs.rank < end) & (labels[pairs.left] != labels[pairs.right])
        sure: list[int] = []
        for places in _batches(np.flatnonzero(is_open)):
            verdicts: list[Verdict] = []
            for place in places:
                verdict = judge(read(int(pairs.left[place])), read(int(pairs.right[place])), vocabulary)
                if verdict is not None:
                    verdicts.append(verdict)
                    kept.append(place)
                    if _is_sure(verdict):
                        sure.append(place)
            tables.append(_table_of(verdicts))
        labels = connect(labels, pairs.left[sure], pairs.right[sure])
    return pa.concat_tables(tables), np.array(kept, dtype=np.int64)


def _is_sure(verdict: Verdict) -> bool:
    is_sure = verdict.needs == NOTHING or (verdict.needs == LITTLE and verdict.score >= SURE_SCORE)
    return verdict.is_one and is_sure


def _batches(places: Integers) -> Iterator[list[int]]:
    for start in range(0, len(places), JUDGED_AT_ONCE):
        yield places[start : start + JUDGED_AT_ONCE].tolist()


def _table_of(verdicts: Sequence[Verdict]) -> pa.Table:
    """Return verdicts as a table, which holds them in a tenth of the memory."""
    columns = {name: [getattr(verdict, name) for verdict in verdicts] for name in VERDICTS.names[:5]}
    for side in ("left", "right"):
        stretches = [getattr(verdict, f"{side}_stretch") for verdict in verdicts]
        columns[f"{side}_words"] = [getattr(verdict, f"{side}_words") for verdict in verdicts]
        columns[f"{side}_first"], columns[f"{side}_last"] = ([s[end] for s in stretches] for end in (0, 1))
    return pa.table(columns, schema=VERDICTS)


def index_wordings(segments: pa.Table) -> pa.Table:
    """Return the postings of all wordings of `segments`, as the runs that brought them would have left them."""
    nothing_known = UTTERANCE_POSTINGS.empty_table()
    return _meet(segments, np.ones(len(segments), dtype=np.bool_), nothing_known, Vocabulary())[1]
