"""Gathers the segments that a run compares: known ones that stay, known ones to look at again, and new ones.

An article that comes again replaces itself: its earlier segments go. What they held together may hold no longer, so
the other segments of their utterances are looked at again, as if they were new.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import Column, Flags, is_any, keep_rows, names_of, set_column, texts_of
from pipelines.resolve.increments.postings import NUMBER_MASK
from pipelines.resolve.utterances.known import Utterances
from pipelines.resolve.utterances.segments.prints import Prints, cut_prints
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import UTTERANCE_SEGMENTS


@dataclass(frozen=True, slots=True)
class Parted:
    """What is known, parted by the articles that come again."""

    kept: pa.Table  # segments that stay as they are
    again: pa.Table  # segments to look at again
    gone: pa.Table  # earlier segments of the articles that come again
    pairs: pa.Table  # between kept segments
    postings: pa.Table  # of kept segments


@dataclass(frozen=True, slots=True)
class Gathered:
    """The segments of a run in the order of their numbers: the kept ones, those looked at again, the new ones."""

    segments: pa.Table
    is_new: Flags  # also of those looked at again
    is_copy_changed: Flags  # an article became a copy, or is none any more
    held_ids: Column  # the utterance that a kept segment is of; null for all others
    claimed_ids: Column  # the utterance that the same words of the same article were of before; null where of none


def part_known(known: Utterances, coming: set[str]) -> Parted:
    """Part what is known by the articles `coming` again."""
    is_gone = is_any(known.segments["article_id"], coming)
    if not is_gone.any():
        nothing = known.segments.slice(0, 0)
        return Parted(known.segments, nothing, nothing, known.pairs, known.postings)
    gone = keep_rows(known.segments, is_gone)
    is_again = ~is_gone & _is_tied_to(known.segments, gone, is_gone)
    kept = keep_rows(known.segments, ~is_gone & ~is_again)
    again = keep_rows(known.segments, is_again)
    return Parted(kept, again, gone, _pairs_of(kept, known.pairs), _postings_of(kept, known.postings))


def _is_tied_to(segments: pa.Table, gone: pa.Table, is_gone: Flags) -> Flags:
    """Flag the segments that share an utterance or a wording with those that go."""
    is_tied = is_any(segments["utterance_id"], names_of(gone["utterance_id"]))
    wordings = keep_rows(segments, is_gone | is_tied)["wording"].unique()
    # The first segment of a wording stands for all in the postings: where it goes, another has to take its place.
    return np.asarray(is_tied | pc.is_in(segments["wording"], wordings).to_numpy(), dtype=np.bool_)


def _pairs_of(kept: pa.Table, pairs: pa.Table) -> pa.Table:
    ids = kept["segment_id"].combine_chunks()
    sides = [pc.is_in(pairs[name], ids) for name in ("left_segment_id", "right_segment_id")]
    return pairs.filter(pc.and_(*sides))


def _postings_of(kept: pa.Table, postings: pa.Table) -> pa.Table:
    segment_nos = (postings["posting"].to_numpy() & NUMBER_MASK).astype(np.int64)
    return keep_rows(postings, np.isin(segment_nos, kept["segment_no"].to_numpy()))


def gather_segments(parted: Parted, prints: Prints, vocabulary: Vocabulary, *, first_segment_no: int) -> Gathered:
    """Return kept segments as they are, and all others numbered from `first_segment_no`: again first, then new."""
    kept, again = parted.kept, _number_from(parted.again, first_segment_no)
    fresh = cut_prints(prints, vocabulary, first_segment_no=first_segment_no + len(again))
    segments = pa.concat_tables([kept, again, fresh]).combine_chunks()
    is_copy = is_any(segments["article_id"], set(prints.copies))
    was_copy = np.asarray(segments["is_copy"].to_numpy(), dtype=np.bool_)
    kept_ids, again_ids = (table["utterance_id"].combine_chunks() for table in (kept, again))
    nothing = pa.nulls(len(segments) - len(kept), pa.string())
    return Gathered(
        segments=set_column(segments, UTTERANCE_SEGMENTS.field("is_copy"), pa.array(is_copy)),
        is_new=np.arange(len(segments)) >= len(kept),
        is_copy_changed=is_copy != was_copy,
        held_ids=pa.chunked_array([kept_ids, nothing], pa.string()),
        claimed_ids=pa.chunked_array([kept_ids, again_ids, _earlier_ids(fresh, parted.gone)], pa.string()),
    )


def _number_from(segments: pa.Table, first_segment_no: int) -> pa.Table:
    numbers = np.arange(first_segment_no, first_segment_no + len(segments))
    return set_column(segments, UTTERANCE_SEGMENTS.field("segment_no"), pa.array(numbers))


def _earlier_ids(fresh: pa.Table, gone: pa.Table) -> "pa.Array[Any]":
    """Return for each fresh segment the id that the same words had in the same article before; null where none."""
    named = gone.filter(pc.is_valid(gone["utterance_id"]))
    columns = [texts_of(named[name]) for name in ("article_id", "wording", "utterance_id")]
    earlier = {(article, wording): name for article, wording, name in zip(*columns, strict=True)}
    if not earlier:
        return pa.nulls(len(fresh), pa.string())
    keys = zip(texts_of(fresh["article_id"]), texts_of(fresh["wording"]), strict=True)
    return pa.array([earlier.get(key) for key in keys], pa.string())
