"""The tables that resolution across articles reads and writes: one Arrow schema each, beside `pipelines.records`.

Here live shapes only. A table's later rows (by `batch_id`) replace earlier ones of the same key.
"""

import pyarrow as pa

from pipelines.records import TIME


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


_WORDS = pa.list_(pa.string())

# --- entities -------------------------------------------------------------------------------------------------------

LOCAL_ENTITIES = pa.schema(
    [
        _required("article_id", pa.string()),
        _required("revision", pa.int32()),
        _required("local_entity_no", pa.int32()),
        _required("name", pa.string()),  # the fullest name that the article prints for the chain
        _required("spellings", _WORDS),  # the chain's names as printed, one per mention
        pa.field("entity_type", pa.string()),  # PERSON, ORG, LOC, MISC
        _required("roles", _WORDS),  # "Kremlin spokesman"
        pa.field("gender", pa.string()),  # female, male; only where the text says so
        pa.field("published_at", TIME),
        pa.field("outlet", pa.string()),
        _required("company", _WORDS),  # the fullest names of the article's other chains
    ]
)
"""Input: one row per chain of an article that has a name."""

CANDIDATES = pa.list_(
    pa.struct([pa.field("entity_id", pa.string(), nullable=False), pa.field("score", pa.float64(), nullable=False)])
)

ENTITY_MENTIONS = pa.schema(
    [
        *LOCAL_ENTITIES,
        pa.field("entity_id", pa.string()),  # null where unresolved
        pa.field("origin_entity_id", pa.string()),  # the id under which the chain was first resolved
        _required("method", pa.string()),  # name, linkage, article, context, acronym, aliases, decision, unresolved
        pa.field("score", pa.float64()),  # probability that the chain is this entity; null where unresolved
        _required("candidates", CANDIDATES),  # whom else it may be, best first
        _required("batch_id", pa.string()),
    ]
)
"""Key (article_id, local_entity_no): which entity a chain of an article is. A later revision replaces an earlier one."""

ENTITIES = pa.schema(
    [
        _required("entity_id", pa.string()),
        _required("entity_type", pa.string()),
        _required("name", pa.string()),
        _required("full_names", _WORDS),  # spellings of the whole name, most frequent first
        pa.field("gender", pa.string()),
        _required("roles", _WORDS),  # most frequent first
        _required("company", _WORDS),  # names that it is printed with, most frequent first
        _required("is_provisional", pa.bool_()),  # known by a bare family name only
        _required("chains", pa.int64()),
        _required("mentions", pa.int64()),
        _required("outlets", _WORDS),
        pa.field("first_seen_at", TIME),
        pa.field("last_seen_at", TIME),
        pa.field("knowledge_base_id", pa.string()),  # out of the user's alias file
        pa.field("merged_into", pa.string()),  # the entity that this one turned out to be
        _required("batch_id", pa.string()),
    ]
)
"""Key entity_id: a person, organisation, place or other named thing across articles."""

ENTITY_ALIASES = pa.schema(
    [
        _required("entity_id", pa.string()),
        _required("alias", pa.string()),
        _required("count", pa.int64()),  # mentions; 0 where the entity no longer has the alias
        _required("outlets", _WORDS),
        pa.field("first_seen_at", TIME),
        pa.field("last_seen_at", TIME),
        _required("batch_id", pa.string()),
    ]
)
"""Key (entity_id, alias): a spelling as printed."""

ENTITY_HISTORY = pa.schema(
    [
        _required("batch_id", pa.string()),
        _required("kind", pa.string()),  # merge, split
        _required("from_entity_id", pa.string()),
        _required("to_entity_id", pa.string()),
        _required("chains", pa.int64()),  # how many chains went over
        _required("reason", pa.string()),
    ]
)
"""One row per merge or split, appended only."""

ENTITY_REPORTS = pa.schema(
    [
        _required("batch_id", pa.string()),
        _required("source", pa.string()),  # decisions, aliases
        _required("row_no", pa.int64()),  # 1 for the first row after the header, or the first line
        _required("reason_code", pa.string()),
        _required("detail", pa.string()),
    ]
)
"""One row per row of an analyst's decisions or of an alias file that was left out."""
