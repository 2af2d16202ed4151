"""Matching: pairs of different wordings that are prints of the same words as far as the words can tell.

A *wording* is a text as folded words; it stands for all segments that print it, and goes by the `segment_no` of the
first of them. Three index spaces meet here: a `segment_no` names a segment for good, a *row* is its place in
`segments`, and a *text number* its place in the list of texts that this run compares (`_Compared.texts`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from pipelines.resolve.arrow.columns import Flags, Hashes, Integers, take_rows, texts_of
from pipelines.resolve.arrow.components import connect
from pipelines.resolve.increments.postings import Candidates
from pipelines.resolve.utterances.segments.own_voice import QUOTATION_MARK
from pipelines.resolve.utterances.wordings.alignment import Tokens, tokenize
from pipelines.resolve.utterances.wordings.candidates import Postings, make_postings
from pipelines.resolve.utterances.wordings.judging import judge
from pipelines.resolve.utterances.wordings.verdicts import OF_BOTH, VERDICTS, Besides, Verdict, table_of
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import UTTERANCE_POSTINGS

LEAST_SHARED = 0.6  # content words, in any order, of the shorter side, that make a candidate worth judging
LEAST_SHARED_QUOTED = 0.25  # where a side has a quotation inside, which may be all that they share
LEAST_SHARED_WORDS = 2  # of however short a side: one word in common is chance
SURE_SCORE = 0.9  # ties two wordings even where a little more must speak for them
ROUNDS = ((0, 1), (1, 3), (3, 16))  # ranks judged together; a pair that earlier rounds tied is not judged again
TEXTS_KEPT = 200_000  # tokenized ones, held while their pairs are judged
JUDGED_AT_ONCE = 50_000  # pairs whose verdicts are held as objects


@dataclass(frozen=True, slots=True)
class Matches:
    """What the words of this run's candidates say."""

    verdicts: pa.Table  # VERDICTS
    pairs: pa.Table  # one row per verdict: the two wordings, and what weighing other evidence needs of the verdict
    postings: pa.Table  # UTTERANCE_POSTINGS, the new wordings added


@dataclass(frozen=True, slots=True)
class _Compared:
    """The texts of candidate pairs; `left` and `right` of a pair are text numbers."""

    texts: list[str]
    wordings: Hashes  # of each text
    pairs: Candidates


def match_wordings(segments: pa.Table, is_new: Flags, postings: pa.Table, vocabulary: Vocabulary) -> Matches:
    """Return what matches among the wordings of new segments, and between them and known ones."""
    candidates, index = _find_pairs(segments, is_new, postings, vocabulary)
    compared = _read_texts(segments, candidates)
    is_worth_judging = _share_words(compared, vocabulary)
    pairs = Candidates(*(side[is_worth_judging] for side in _columns_of(compared.pairs)))
    verdicts, judged = _judge_in_rounds(compared.texts, pairs, vocabulary)
    return Matches(verdicts, _name_pairs(verdicts, compared.wordings, pairs, judged), index.to_table())


def _find_pairs(
    segments: pa.Table, is_new: Flags, postings: pa.Table, vocabulary: Vocabulary
) -> tuple[Candidates, Postings]:
    """Return candidate pairs of wordings by their segment numbers, and the index with the new wordings."""
    is_quote = np.asarray(segments["form"].to_numpy() != "unattributed", dtype=np.bool_)
    new = Postings(
        quotes=_new_postings(segments, is_quote, is_new, vocabulary),
        sentences=_new_postings(segments, ~is_quote, is_new, vocabulary),
    )
    index = Postings.from_table(postings).merge(new)
    return index.find_candidates(new), index


def _new_postings(segments: pa.Table, is_of_side: Flags, is_new: Flags, vocabulary: Vocabulary) -> Hashes:
    """Return postings of the wordings that this side, quotes or sentences, prints for the first time."""
    rows = np.flatnonzero(is_of_side)
    _, first = np.unique(segments["wording"].to_numpy()[rows], return_index=True)
    rows = np.sort(rows[first])
    rows = rows[is_new[rows]]
    chosen = take_rows(segments.select(["text", "segment_no"]), rows)
    return make_postings(vocabulary.fold(texts_of(chosen["text"])), chosen["segment_no"].to_numpy())


def _read_texts(segments: pa.Table, candidates: Candidates) -> _Compared:
    """Return the texts of candidates that are given by their segment numbers; each text is read once."""
    segment_nos = segments["segment_no"].to_numpy()  # ascending
    pair_rows = np.searchsorted(segment_nos, np.concatenate([candidates.left, candidates.right]))
    text_rows, text_nos = np.unique(pair_rows, return_inverse=True)
    n_pairs = len(candidates.left)
    return _Compared(
        texts=texts_of(take_rows(segments.select(["text"]), text_rows)["text"]),
        wordings=segments["wording"].to_numpy()[text_rows],
        pairs=Candidates(text_nos[:n_pairs], text_nos[n_pairs:], candidates.rank),
    )


def _columns_of(pairs: Candidates) -> tuple[Integers, Integers, Integers]:
    return pairs.left, pairs.right, pairs.rank


def _share_words(compared: _Compared, vocabulary: Vocabulary) -> Flags:
    """Return for each pair of different wordings whether enough content words stand in both to look closer.

    A text's content words are a string of one character per stem, sorted. Of two sorted strings the longest common
    subsequence is all that both have, however often and in whatever order the texts have it: the size of the
    intersection of two bags of words, which `cpdist` counts for all pairs on all cores.
    """
    left, right, _ = _columns_of(compared.pairs)
    folded = vocabulary.fold(compared.texts)
    bags, n_content = ["".join(sorted(text)) for text in folded.content_glyphs()], folded.content_words()
    n_shared = process.cpdist(
        [bags[text_no] for text_no in left.tolist()],
        [bags[text_no] for text_no in right.tolist()],
        scorer=LCSseq.similarity,
        dtype=np.int32,
        workers=-1,
    )
    shorter = np.minimum(n_content[left], n_content[right])
    is_quoting = np.array([QUOTATION_MARK.search(text) is not None for text in compared.texts], dtype=np.bool_)
    least_share = np.where(is_quoting[left] | is_quoting[right], LEAST_SHARED_QUOTED, LEAST_SHARED)
    is_enough = n_shared >= np.maximum(np.ceil(shorter * least_share), LEAST_SHARED_WORDS)
    return np.asarray(is_enough & (compared.wordings[left] != compared.wordings[right]), dtype=np.bool_)


def _judge_in_rounds(texts: Sequence[str], pairs: Candidates, vocabulary: Vocabulary) -> tuple[pa.Table, Integers]:
    """Return verdicts, and which of `pairs` each is of: best candidates first, and none that is tied already.

    Most candidates of a text that is printed a hundred times are prints of it: once the best ones have tied those, the
    others need not be judged.
    """
    tables = [VERDICTS.empty_table()]
    judged: list[int] = []
    groups = np.arange(len(texts))  # texts that sure verdicts have tied so far share a number

    @lru_cache(maxsize=TEXTS_KEPT)
    def read(text_no: int) -> Tokens:
        return tokenize(texts[text_no], vocabulary)

    for first_rank, end_rank in ROUNDS:
        is_of_round = (pairs.rank >= first_rank) & (pairs.rank < end_rank)
        is_open = is_of_round & (groups[pairs.left] != groups[pairs.right])
        sure: list[int] = []
        for batch in _batches(np.flatnonzero(is_open)):
            verdicts: list[Verdict] = []
            for pair_no in batch:
                verdict = judge(read(int(pairs.left[pair_no])), read(int(pairs.right[pair_no])), vocabulary)
                if verdict is None:
                    continue
                verdicts.append(verdict)
                judged.append(pair_no)
                if _is_sure(verdict):
                    sure.append(pair_no)
            tables.append(table_of(verdicts))
        groups = connect(groups, pairs.left[sure], pairs.right[sure])
    return pa.concat_tables(tables), np.array(judged, dtype=np.int64)


def _is_sure(verdict: Verdict) -> bool:
    """Say whether the words alone make the two one utterance, as good as certainly."""
    is_sure = verdict.besides == Besides.NOTHING
    is_nearly_sure = verdict.besides == Besides.LITTLE and verdict.score >= SURE_SCORE
    return verdict.is_one_utterance and (is_sure or is_nearly_sure)


def _batches(numbers: Integers) -> Iterator[list[int]]:
    for start in range(0, len(numbers), JUDGED_AT_ONCE):
        yield numbers[start : start + JUDGED_AT_ONCE].tolist()


def _name_pairs(verdicts: pa.Table, wordings: Hashes, pairs: Candidates, judged: Integers) -> pa.Table:
    """Return one row per verdict with its number and its two wordings."""
    named = verdicts.select(OF_BOTH).append_column("verdict_no", pa.array(np.arange(len(verdicts))))
    named = named.append_column("left_wording", pa.array(wordings[pairs.left[judged]]))
    return named.append_column("right_wording", pa.array(wordings[pairs.right[judged]]))


def index_wordings(segments: pa.Table) -> pa.Table:
    """Return the postings of all wordings of `segments`, as the runs that brought them would have left them."""
    is_new = np.ones(len(segments), dtype=np.bool_)
    return _find_pairs(segments, is_new, UTTERANCE_POSTINGS.empty_table(), Vocabulary())[1].to_table()
