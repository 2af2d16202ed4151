"""The flow: what was printed, and what is known, to utterances. Work grows with what is new, not with what is known.

An article that comes again replaces itself: its earlier segments go, and what they held together is looked at again.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import (
    Flags,
    Integers,
    equal_rows,
    is_any,
    keep_rows,
    names_of,
    set_column,
    texts_of,
)
from pipelines.resolve.increments.postings import NUMBER_MASK
from pipelines.resolve.utterances.keep_ids import first_labels, name_utterances, unite
from pipelines.resolve.utterances.links.evidence import (
    Links,
    join_links,
    label,
    link_equal,
    link_judged,
    link_short,
    relate,
)
from pipelines.resolve.utterances.links.pairs import describe, split_quotes
from pipelines.resolve.utterances.segments.prints import Prints, cut_prints
from pipelines.resolve.utterances.summary import summarize
from pipelines.resolve.utterances.wordings.judging import LITTLE
from pipelines.resolve.utterances.wordings.matching import Matches, match_wordings
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import (
    UTTERANCE_HISTORY,
    UTTERANCE_PAIRS,
    UTTERANCE_POSTINGS,
    UTTERANCE_QUOTES,
    UTTERANCE_SEGMENTS,
    UTTERANCES,
)


@dataclass(frozen=True, slots=True)
class Utterances:
    """All that is known of who printed the same words; each table has its schema in `pipelines.resolved`."""

    utterances: pa.Table
    pairs: pa.Table
    history: pa.Table
    segments: pa.Table
    postings: pa.Table
    touched: frozenset[str] = frozenset()
    """Articles of which the run that gave this read, lost or changed a segment: all else is as it was."""

    @classmethod
    def none(cls) -> "Utterances":
        """Nothing known yet."""
        return cls(
            utterances=UTTERANCES.empty_table(),
            pairs=UTTERANCE_PAIRS.empty_table(),
            history=UTTERANCE_HISTORY.empty_table(),
            segments=UTTERANCE_SEGMENTS.empty_table(),
            postings=UTTERANCE_POSTINGS.empty_table(),
        )

    @property
    def quotes(self) -> pa.Table:
        """Rows of `UTTERANCE_QUOTES`."""
        found = self.segments.filter(pc.is_valid(self.segments["utterance_id"]))
        return found.select(UTTERANCE_QUOTES.names).cast(UTTERANCE_QUOTES)


def resolve_utterances(prints: Prints, known: Utterances, *, batch_id: str) -> Utterances:
    """Return what is known once `prints` are; `batch_id` marks the rows of history."""
    vocabulary = Vocabulary()
    kept, again, gone = _without(known.segments, names_of(prints.articles["article_id"]))
    next_no = _next_no(known)
    fresh = cut_prints(prints, vocabulary, first_segment_no=next_no + len(again))
    renumbered = again.set_column(
        0, UTTERANCE_SEGMENTS.field("segment_no"), pa.array(np.arange(next_no, next_no + len(again)))
    )
    segments = pa.concat_tables([kept, renumbered, fresh]).combine_chunks()
    is_new = np.arange(len(segments)) >= len(kept)
    is_copy = is_any(segments["article_id"], set(prints.copies))
    is_other = is_copy != np.asarray(segments["is_copy"].to_numpy(), dtype=np.bool_)
    segments = set_column(segments, UTTERANCE_SEGMENTS.field("is_copy"), pa.array(is_copy))
    inherited = _inherit(fresh, gone)
    claims = pa.chunked_array([*kept["utterance_id"].chunks, *again["utterance_id"].chunks, inherited], pa.string())
    held = pa.chunked_array([kept["utterance_id"].combine_chunks(), pa.nulls(len(segments) - len(kept), pa.string())])
    is_whole = len(kept) == len(known.segments)
    postings = known.postings if is_whole else _keep_postings(known.postings, kept)
    labels, links, matches = _link(segments, first_labels(held), is_new, postings, vocabulary)
    removed = names_of(known.segments["utterance_id"]) - names_of(kept["utterance_id"])
    named = name_utterances(segments, labels, is_new=is_new, claims=claims, removed=removed, batch_id=batch_id)
    is_changed = is_new | is_other
    is_changed[: len(kept)] |= ~equal_rows(kept["utterance_id"], named.ids.slice(0, len(kept)))
    segments = set_column(segments, UTTERANCE_SEGMENTS.field("utterance_id"), named.ids)
    described = describe(segments, links, matches.verdicts, vocabulary)
    split = split_quotes(segments, is_new=is_new, labels=labels)
    touched = named.touched | names_of(keep_rows(segments, is_other)["utterance_id"])
    counted = summarize(keep_rows(segments, is_any(segments["utterance_id"], touched)))
    unchanged = keep_rows(known.utterances, ~is_any(known.utterances["utterance_id"], touched))
    return Utterances(
        utterances=pa.concat_tables([unchanged, counted]),
        pairs=pa.concat_tables([known.pairs if is_whole else _keep_pairs(known.pairs, kept), described, split]),
        history=pa.concat_tables([known.history, named.history]),
        segments=segments,
        postings=matches.postings,
        touched=frozenset(names_of(gone["article_id"]) | names_of(keep_rows(segments, is_changed)["article_id"])),
    )


def _without(segments: pa.Table, replaced: set[str]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Return the segments to keep, those to look at again because a partner goes, and those that go."""
    is_gone = is_any(segments["article_id"], replaced)
    if not is_gone.any():
        return segments, segments.slice(0, 0), segments.slice(0, 0)
    gone = keep_rows(segments, is_gone)
    is_touched = is_any(segments["utterance_id"], names_of(gone["utterance_id"]))
    wordings = keep_rows(segments, is_gone | is_touched)["wording"].unique()
    is_touched |= pc.is_in(segments["wording"], wordings).to_numpy()  # one of them stands for all in the postings
    return keep_rows(segments, ~is_gone & ~is_touched), keep_rows(segments, ~is_gone & is_touched), gone


def _inherit(fresh: pa.Table, gone: pa.Table) -> "pa.Array[Any]":
    """Return for each fresh segment the id that the same words had in the same article before; null where none."""
    named = gone.filter(pc.is_valid(gone["utterance_id"]))
    columns = [texts_of(named[name]) for name in ("article_id", "wording", "utterance_id")]
    before = {(article, wording): name for article, wording, name in zip(*columns, strict=True)}
    if not before:
        return pa.nulls(len(fresh), pa.string())
    keys = zip(texts_of(fresh["article_id"]), texts_of(fresh["wording"]), strict=True)
    return pa.array([before.get(key) for key in keys], pa.string())


def _next_no(known: Utterances) -> int:
    last = pc.max(known.segments["segment_no"]).as_py()
    return 0 if last is None else int(last) + 1


def _keep_postings(postings: pa.Table, kept: pa.Table) -> pa.Table:
    numbers = (postings["posting"].to_numpy() & NUMBER_MASK).astype(np.int64)
    return keep_rows(postings, np.isin(numbers, kept["segment_no"].to_numpy()))


def _keep_pairs(pairs: pa.Table, kept: pa.Table) -> pa.Table:
    sides = [
        pc.is_in(pairs[name], kept["segment_id"].combine_chunks()) for name in ("left_segment_id", "right_segment_id")
    ]
    return pairs.filter(pc.and_(*sides))


def _link(
    segments: pa.Table, labels: Integers, is_new: Flags, postings: pa.Table, vocabulary: Vocabulary
) -> tuple[Integers, Links, Matches]:
    """Return final labels, every new link, and the verdicts that links name with the postings."""
    matches = match_wordings(segments, is_new, postings, vocabulary)
    with relate(segments, is_new=is_new) as connection:
        label(connection, labels)
        equal = link_equal(connection)
        labels = unite(labels, equal)
        label(connection, labels)
        sure = link_judged(connection, keep_rows(matches.asked, matches.asked["needs"].to_numpy() <= LITTLE))
        labels = unite(labels, sure)
        label(connection, labels)
        rest = [link_short(connection), link_judged(connection, matches.asked)]
    links = join_links([equal, sure, *rest])
    return unite(labels, links), links, matches
