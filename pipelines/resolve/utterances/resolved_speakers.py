"""Who speaks, known across articles: quotes' chains looked up among the resolved ones, and known segments told so.

The key of a resolved speaker is the entity_id; of an unresolved one there is none, and the name stays as printed.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.arrow_types import required
from pipelines.resolve.arrow.columns import equal_rows, is_any, keep_rows, names_of, set_column
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.entities import KnownEntities
from pipelines.resolve.utterances.known import Utterances
from pipelines.resolve.utterances.summary import summarize
from pipelines.resolved import UTTERANCE_PAIRS, UTTERANCE_SEGMENTS

QUOTE_SPEAKERS = pa.schema(
    [
        required("quote_id", pa.string()),
        required("article_id", pa.string()),
        pa.field("speaker_local_entity_no", pa.int32()),
        pa.field("speaker", pa.string()),  # as printed
    ]
)
"""One row per quote of a current revision: for the next run, in which its speaker may be another entity."""

SPEAKERS = pa.schema([QUOTE_SPEAKERS.field("quote_id"), *map(UTTERANCE_SEGMENTS.field, ("speaker_key", "speaker"))])

RESOLVED = """
    select quotes.quote_id, entities.entity_id as speaker_key, coalesce(entities.name, quotes.speaker) as speaker
    from quotes
    left join chains
        on quotes.article_id = chains.article_id and quotes.speaker_local_entity_no = chains.local_entity_no
    left join entities on chains.entity_id = entities.entity_id
    order by quotes.quote_id
"""


def speakers_of(quotes: pa.Table, entities: KnownEntities) -> pa.Table:
    """Return `quote_id, speaker_key, speaker` of each quote (rows with the columns of `QUOTE_SPEAKERS`)."""
    chains = entities.entity_mentions.select(["article_id", "local_entity_no", "entity_id"])
    names = entities.entities.select(["entity_id", "name"])
    return query(RESOLVED, SPEAKERS, quotes=quotes, chains=chains, entities=names)


def tell_speakers(known: Utterances, speakers: pa.Table) -> tuple[Utterances, set[str]]:
    """Return `known` with the `speakers` of today, and the ids of utterances that a changed speaker is quoted in.

    `touched` are the articles of those that changed. Summaries are left as they were: `recount` makes them anew when
    the run has added what is new.
    """
    segments = known.segments
    rows = pc.index_in(segments["quote_id"], speakers["quote_id"].combine_chunks())
    is_known = pc.is_valid(rows)
    columns = {
        name: pc.if_else(is_known, speakers[name].take(rows), segments[name]) for name in ("speaker_key", "speaker")
    }
    same = [equal_rows(column, segments[name]) for name, column in columns.items()]
    is_other = ~np.logical_and.reduce(same)
    if not is_other.any():
        return known, set()
    for name, column in columns.items():
        segments = set_column(segments, UTTERANCE_SEGMENTS.field(name), column)
    changed = keep_rows(segments, is_other)
    pairs = _compare_speakers(known.pairs, segments, names_of(changed["segment_id"]))
    touched = frozenset(names_of(changed["article_id"]))
    return replace(known, segments=segments, pairs=pairs, touched=touched), names_of(changed["utterance_id"])


def _compare_speakers(pairs: pa.Table, segments: pa.Table, changed: set[str]) -> pa.Table:
    """Return the pairs with `is_same_speaker` as it is for the segments' speakers of today."""
    is_touched = is_any(pairs["left_segment_id"], changed) | is_any(pairs["right_segment_id"], changed)
    if not is_touched.any():
        return pairs
    ids = segments["segment_id"].combine_chunks()
    left, right = (
        segments["speaker_key"].take(pc.index_in(pairs[name], ids)) for name in ("left_segment_id", "right_segment_id")
    )
    return set_column(pairs, UTTERANCE_PAIRS.field("is_same_speaker"), pc.equal(left, right))


def recount(found: Utterances, utterance_ids: set[str]) -> Utterances:
    """Return `found` with the summaries of these utterances, where they still are, counted anew."""
    ids = utterance_ids & names_of(found.utterances["utterance_id"])
    if not ids:
        return found
    others = keep_rows(found.utterances, ~is_any(found.utterances["utterance_id"], ids))
    counted = summarize(keep_rows(found.segments, is_any(found.segments["utterance_id"], ids)))
    return replace(found, utterances=pa.concat_tables([others, counted]))
