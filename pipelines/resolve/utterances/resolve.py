"""The flow: what was printed, and what is known, to utterances. Work grows with what is new, not with what is known."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import equal_rows, is_any, keep_rows, names_of, set_column
from pipelines.resolve.utterances.gather import Gathered, Parted, gather_segments, part_known
from pipelines.resolve.utterances.keep_ids import first_labels, name_utterances
from pipelines.resolve.utterances.known import Utterances
from pipelines.resolve.utterances.links.linking import link_segments
from pipelines.resolve.utterances.links.pairs import describe, split_quotes
from pipelines.resolve.utterances.segments.prints import Prints
from pipelines.resolve.utterances.summary import summarize
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import UTTERANCE_SEGMENTS


def resolve_utterances(prints: Prints, known: Utterances, *, batch_id: str) -> Utterances:
    """Add `prints` to `known` and return all that is known then; `batch_id` marks the rows of history."""
    vocabulary = Vocabulary()
    parted = part_known(known, names_of(prints.articles["article_id"]))
    gathered = gather_segments(parted, prints, vocabulary, first_segment_no=_next_segment_no(known))
    linked = link_segments(
        gathered.segments, first_labels(gathered.held_ids), gathered.is_new, parted.postings, vocabulary
    )
    named = name_utterances(
        gathered.segments,
        linked.labels,
        is_new=gathered.is_new,
        claims=gathered.claimed_ids,
        removed=names_of(known.segments["utterance_id"]) - names_of(parted.kept["utterance_id"]),
        batch_id=batch_id,
    )
    segments = set_column(gathered.segments, UTTERANCE_SEGMENTS.field("utterance_id"), named.ids)
    new_pairs = describe(segments, linked.links, linked.verdicts, vocabulary)
    split = split_quotes(segments, is_new=gathered.is_new, labels=linked.labels)
    recounted = named.touched | names_of(keep_rows(segments, gathered.is_copy_changed)["utterance_id"])
    return Utterances(
        utterances=_count(known.utterances, segments, recounted),
        pairs=pa.concat_tables([parted.pairs, new_pairs, split]),
        history=pa.concat_tables([known.history, named.history]),
        segments=segments,
        postings=linked.postings,
        touched=_touched_articles(parted, gathered, segments),
    )


def _next_segment_no(known: Utterances) -> int:
    last = pc.max(known.segments["segment_no"]).as_py()
    return 0 if last is None else int(last) + 1


def _count(known: pa.Table, segments: pa.Table, utterance_ids: set[str]) -> pa.Table:
    """Return the utterances `known` with these counted anew from their segments."""
    unchanged = keep_rows(known, ~is_any(known["utterance_id"], utterance_ids))
    return pa.concat_tables(
        [unchanged, summarize(keep_rows(segments, is_any(segments["utterance_id"], utterance_ids)))]
    )


def _touched_articles(parted: Parted, gathered: Gathered, segments: pa.Table) -> frozenset[str]:
    """Return the articles of which a segment is new or gone, or has another utterance or copy flag than before."""
    n_kept = len(parted.kept)
    is_changed = gathered.is_new | gathered.is_copy_changed
    is_changed[:n_kept] |= ~equal_rows(parted.kept["utterance_id"], segments["utterance_id"].slice(0, n_kept))
    changed = keep_rows(segments, np.asarray(is_changed, dtype=np.bool_))
    return frozenset(names_of(parted.gone["article_id"]) | names_of(changed["article_id"]))
