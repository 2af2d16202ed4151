"""The tables that resolving across articles makes: one Arrow schema each. Shapes only, as in `pipelines.records`.

Offsets are characters into the `text` of the article that the row names, end exclusive; times are UTC.
"""

from collections.abc import Mapping

import pyarrow as pa

from pipelines.arrow_types import SPANS, TIME
from pipelines.arrow_types import required as _required

WORDS = pa.list_(pa.string())

# --- utterances: the same words wherever they were printed

_SEGMENT = [
    pa.field("utterance_id", pa.string()),  # null for an unattributed sentence that repeats no quote
    _required("segment_id", pa.string()),  # "<quote_id>.s<n>", or "<article_id>.<revision>.t<sentence_no>"
    pa.field("quote_id", pa.string()),  # null for an unattributed sentence
    _required("article_id", pa.string()),
    _required("revision", pa.int32()),
    pa.field("sentence_no", pa.int32()),
    _required("segment_place", pa.int32()),  # 0, 1, ... within its quote
    _required("form", pa.string()),  # direct, mixed, indirect, unattributed
    _required("spans", SPANS),
    _required("text", pa.string()),  # the spans' text, joined by one space
    pa.field("speaker", pa.string()),
    pa.field("outlet", pa.string()),
    pa.field("published_at", TIME),
    _required("is_repeat", pa.bool_()),  # the article has printed it before
    _required("is_copy", pa.bool_()),  # the article is a copy of an earlier one
]

UTTERANCE_SEGMENTS = pa.schema(
    [
        _required("segment_no", pa.int64()),  # order of arrival, below 2**28; never used twice
        *_SEGMENT,
        pa.field("speaker_key", pa.string()),  # what two prints of one speaker have in common
        pa.field("speaker_weight", pa.float64()),  # how much the print says for its speaker; `segments/weights.py`
        pa.field("is_timed", pa.bool_()),  # whether the article's publication is known to the minute
        _required("wording", pa.uint64()),  # hash of the folded words
        _required("content_words", pa.int32()),
        _required("start_char", pa.int64()),
    ]
)
"""One row per sentence-like segment of a quote, and per sentence without attribution: for the next run."""

UTTERANCE_POSTINGS = pa.schema([_required("is_quote", pa.bool_()), _required("posting", pa.uint64())])
"""One row per key of a wording: 36 bits of a pair of content words, 28 of the `segment_no` that printed it first."""

UTTERANCE_QUOTES = pa.schema([_required("utterance_id", pa.string()), *_SEGMENT[1:]])
"""One row per print of an utterance."""

UTTERANCES = pa.schema(
    [
        _required("utterance_id", pa.string()),
        _required("text", pa.string()),  # as first printed in a quote
        pa.field("speaker", pa.string()),  # by votes, weighed: one per article that is not a copy; null for a tie
        pa.field("speaker_votes", pa.int64()),
        pa.field("tied_speakers", WORDS),  # between whom a tie is; empty where there is none
        _required("votes", pa.int64()),  # articles, copies aside, that name a speaker
        _required("speakers", pa.list_(pa.struct([("speaker", pa.string()), ("votes", pa.int64())]))),
        _required("quotes", pa.int64()),  # prints with an attribution
        _required("unattributed", pa.int64()),  # prints without one
        _required("articles", pa.int64()),
        _required("articles_without_copies", pa.int64()),
        _required("outlets", WORDS),
        pa.field("first_published_at", TIME),
        pa.field("last_published_at", TIME),
        _required("first_article_id", pa.string()),  # the earliest by date, else by arrival
        pa.field("first_outlet", pa.string()),  # null too where not all prints are timed to the minute
    ]
)

UTTERANCE_PAIRS = pa.schema(
    [
        # identical, punctuation_only, truncated, merged_or_split, words_changed, contradicted, paraphrase,
        # unattributed_copy
        _required("kind", pa.string()),
        _required("grain", pa.string()),  # segment; or quote, where the pair compares whole quotes
        _required("score", pa.float64()),  # 0 to 1; `judging.py` defines it
        _required("left_segment_id", pa.string()),  # the first segment, where the grain is quote
        _required("right_segment_id", pa.string()),
        pa.field("left_quote_id", pa.string()),  # null for an unattributed sentence; left is the attributed one
        pa.field("right_quote_id", pa.string()),
        _required("left_article_id", pa.string()),
        _required("right_article_id", pa.string()),
        _required("left_spans", SPANS),  # of the words that both sides share and what stands between them
        _required("right_spans", SPANS),
        _required("left_words", WORDS),  # words on one side only, in order
        _required("right_words", WORDS),
        pa.field("is_same_speaker", pa.bool_()),  # null where a side names nobody
        pa.field("days_apart", pa.float64()),  # null where a side has no date
    ]
)

UTTERANCE_HISTORY = pa.schema(
    [
        _required("batch_id", pa.string()),
        _required("change", pa.string()),  # merged, split, gone
        _required("utterance_id", pa.string()),
        pa.field("into_utterance_id", pa.string()),
        _required("reason", pa.string()),
    ]
)

# --- copies: the same article printed again

ARTICLE_COPIES = pa.schema(
    [
        _required("article_id", pa.string()),  # the one printed first, else the longer
        _required("copy_article_id", pa.string()),
        _required("kind", pa.string()),  # identical, near_duplicate, contained, partial
        _required("containment", pa.float64()),  # share of the article's words that the copy prints too
        _required("copy_containment", pa.float64()),  # share of the copy's words that the article prints too
        _required("shared_words", pa.int64()),
        pa.field("published_at", TIME),
        pa.field("copy_published_at", TIME),
        _required("printed_first", pa.string()),  # article, same_time, unknown
        pa.field("wire_credit", pa.string()),  # of either, the first's before the copy's
        _required("is_uncredited", pa.bool_()),  # one gives the wire credit and the other does not
    ]
)

SHARED_PASSAGES = pa.schema(
    [
        _required("article_id", pa.string()),
        _required("copy_article_id", pa.string()),
        _required("passage_no", pa.int32()),
        _required("start_char", pa.int64()),
        _required("end_char", pa.int64()),
        _required("copy_start_char", pa.int64()),
        _required("copy_end_char", pa.int64()),
        _required("words", pa.int64()),
    ]
)

ARTICLE_FINGERPRINTS = pa.schema(
    [
        _required("article_no", pa.int64()),  # order of arrival, below 2**28; never used twice
        _required("article_id", pa.string()),
        _required("keys", pa.list_(pa.uint64())),
        _required("body_key", pa.uint64()),
    ]
)
"""One row per article: hashes of some of its runs of words, and of all of them, for the next run."""

UTTERANCE_TABLES: Mapping[str, pa.Schema] = {
    "utterance_segments": UTTERANCE_SEGMENTS,
    "utterance_postings": UTTERANCE_POSTINGS,
    "utterance_quotes": UTTERANCE_QUOTES,
    "utterances": UTTERANCES,
    "utterance_pairs": UTTERANCE_PAIRS,
    "utterance_history": UTTERANCE_HISTORY,
}
COPY_TABLES: Mapping[str, pa.Schema] = {
    "article_copies": ARTICLE_COPIES,
    "shared_passages": SHARED_PASSAGES,
    "article_fingerprints": ARTICLE_FINGERPRINTS,
}

# --- entities: the same person, organisation or place across articles (of rows with one key the later batch holds)

CHAIN_ROWS = pa.schema(
    [
        _required("article_id", pa.string()),
        _required("revision", pa.int32()),
        _required("local_entity_no", pa.int32()),
        _required("name", pa.string()),  # the fullest name that the article prints for the chain
        _required("spellings", WORDS),  # the chain's names as printed, one per mention
        pa.field("entity_type", pa.string()),  # PERSON, ORG, LOC, MISC
        _required("roles", WORDS),  # "Kremlin spokesman"
        pa.field("gender", pa.string()),  # female, male; only where the text says so
        pa.field("published_at", TIME),
        pa.field("outlet", pa.string()),
        _required("company", WORDS),  # the fullest names of the article's other chains
        pa.field("owner", pa.string()),  # whose it is, where the text says so: "Norway" of "Norway's Foreign Ministry"
        pa.field("home", pa.string()),  # place of the article's dateline, else the two letters of its outlet's country
    ]
)
"""Input: one row per chain of an article that has a name."""

CANDIDATES = pa.list_(
    pa.struct([pa.field("entity_id", pa.string(), nullable=False), pa.field("score", pa.float64(), nullable=False)])
)

ENTITY_MENTIONS = pa.schema(
    [
        *CHAIN_ROWS,
        pa.field("entity_id", pa.string()),  # null where unresolved
        pa.field("origin_entity_id", pa.string()),  # the id under which the chain was first resolved
        # name, linkage, article, context, acronym, aliases, decision, story; unresolved, withdrawn (no longer printed)
        _required("method", pa.string()),
        pa.field("score", pa.float64()),  # probability that the chain is this entity; null where unresolved
        _required("candidates", CANDIDATES),  # whom else it may be, best first
        _required("batch_id", pa.string()),
    ]
)
"""Key (article_id, local_entity_no): which entity a chain is. A later revision replaces an earlier one."""

ENTITIES = pa.schema(
    [
        _required("entity_id", pa.string()),
        _required("entity_type", pa.string()),
        _required("name", pa.string()),
        _required("full_names", WORDS),  # spellings of the whole name, most frequent first
        pa.field("gender", pa.string()),
        _required("roles", WORDS),  # most frequent first
        _required("company", WORDS),  # names that it is printed with, most frequent first
        _required("is_provisional", pa.bool_()),  # known by a bare family name only
        _required("chains", pa.int64()),
        _required("mentions", pa.int64()),
        _required("outlets", WORDS),
        pa.field("first_seen_at", TIME),
        pa.field("last_seen_at", TIME),
        pa.field("knowledge_base_id", pa.string()),  # out of the user's alias file, else the built-in gazetteer
        pa.field("knowledge_base_probability", pa.float64()),  # of the user's; null for the gazetteer's
        pa.field("merged_into", pa.string()),  # the entity that this one turned out to be
        _required("batch_id", pa.string()),
    ]
)
"""Key entity_id: a person, organisation, place or other named thing across articles."""

ENTITY_ALIASES = pa.schema(
    [
        _required("entity_id", pa.string()),
        _required("alias", pa.string()),
        pa.field("kind", pa.string()),  # name, demonym, acronym, short name, misspelling
        _required("count", pa.int64()),  # mentions; 0 where the entity no longer has the alias
        _required("outlets", WORDS),
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

ENTITY_TABLES: Mapping[str, pa.Schema] = {
    "entity_mentions": ENTITY_MENTIONS,
    "entities": ENTITIES,
    "entity_aliases": ENTITY_ALIASES,
    "entity_history": ENTITY_HISTORY,
    "entity_reports": ENTITY_REPORTS,
}

# --- the lake's form of these tables


def _kept(schema: pa.Schema) -> pa.Schema:
    """Add what the lake keeps of a row with a key: the latest batch's row counts, and a removed one is gone."""
    return schema.append(_required("batch_id", pa.string())).append(_required("is_removed", pa.bool_()))


RESOLVED_TABLES: Mapping[str, pa.Schema] = {
    "article_copies": _kept(ARTICLE_COPIES),
    "shared_passages": _kept(SHARED_PASSAGES),
    "article_fingerprints": _kept(ARTICLE_FINGERPRINTS),
    **ENTITY_TABLES,
    "utterances": _kept(UTTERANCES.append(pa.field("speaker_entity_id", pa.string()))),
    "utterance_segments": _kept(UTTERANCE_SEGMENTS),
    "utterance_pairs": _kept(UTTERANCE_PAIRS),
    "utterance_history": UTTERANCE_HISTORY,
}
"""Every table of the lake that a resolve commit writes, by name."""

RESOLVED_KEYS: Mapping[str, tuple[str, ...]] = {
    "article_copies": ("article_id", "copy_article_id"),
    "shared_passages": ("article_id", "copy_article_id", "passage_no"),
    "article_fingerprints": ("article_id",),
    "entity_mentions": ("article_id", "local_entity_no"),
    "entities": ("entity_id",),
    "entity_aliases": ("entity_id", "alias"),
    "utterances": ("utterance_id",),
    "utterance_segments": ("segment_id",),
    "utterance_pairs": ("left_segment_id", "right_segment_id", "grain"),
}
"""Of rows with one key the lake's latest batch counts; histories and reports have no key and only grow."""
