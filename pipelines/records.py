"""The tables that travel between stages: one Arrow schema per lake table, and the records that a stage returns.

Here live shapes only: no reading, writing, parsing or judging. Offsets are characters (Unicode code points) into
`articles.text`, end exclusive; times are UTC. A column that the source does not state stays null.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pyarrow as pa

from pipelines.arrow_types import SPANS, TIME
from pipelines.arrow_types import required as _required
from pipelines.resolved import RESOLVED_TABLES

Origin = Literal["metadata", "sidecar", "front_matter", "url", "text"]
Outcome = Literal["accepted", "unchanged", "duplicate", "revised", "rejected"]
Precision = Literal["second", "local", "day"]

SentenceRole = Literal["headline", "standfirst", "body", "byline", "caption"]
EntityType = Literal["PERSON", "ORG", "LOC", "MISC"]
MentionForm = Literal["name", "nominal", "pronoun"]
QuoteKind = Literal["direct", "mixed", "indirect"]
CueClass = Literal["speech", "writing", "document", "thought", "act"]
SourceType = Literal["person", "organisation", "group", "document", "unnamed"]
SpeakerRole = Literal["speaker", "co-speaker", "on behalf of", "alternative"]

STATEMENTS: frozenset[CueClass] = frozenset(("speech", "writing", "document"))
"""Classes of cues that report words, of people, bodies or papers; the others are stances."""

INGEST_OUTCOMES = pa.schema(
    [
        _required("batch_id", pa.string()),
        _required("path", pa.string()),  # as found below the scanned folder; "a.zip!inner.html" for a member
        pa.field("record_no", pa.int64()),  # 0-based; null for a file that is one record
        _required("outcome", pa.string()),  # Outcome
        pa.field("reason_code", pa.string()),  # ingest/reasons.csv; only where rejected
        pa.field("detail", pa.string()),
        pa.field("article_id", pa.string()),
        pa.field("revision", pa.int32()),
        pa.field("duplicate_of", pa.string()),  # article_id of the original
        pa.field("source_format", pa.string()),
        pa.field("source_sha256", pa.string()),  # of the file on disk
        pa.field("source_bytes", pa.int64()),
        pa.field("source_mtime_ns", pa.int64()),
        _required("seen_at", TIME),
    ]
)

ARTICLES = pa.schema(
    [
        _required("article_id", pa.string()),
        _required("revision", pa.int32()),  # 1, 2, ...
        _required("batch_id", pa.string()),
        _required("source_path", pa.string()),
        pa.field("record_no", pa.int64()),
        _required("source_format", pa.string()),
        _required("source_sha256", pa.string()),
        _required("source_bytes", pa.int64()),
        pa.field("encoding", pa.string()),
        pa.field("outlet", pa.string()),  # readable name
        pa.field("outlet_domain", pa.string()),  # registered domain
        pa.field("outlet_origin", pa.string()),
        pa.field("url", pa.string()),  # canonical
        pa.field("url_origin", pa.string()),
        pa.field("section", pa.string()),
        pa.field("section_origin", pa.string()),
        pa.field("title", pa.string()),
        pa.field("title_origin", pa.string()),
        pa.field("byline", pa.string()),  # as printed
        pa.field("byline_origin", pa.string()),
        _required("authors", pa.list_(pa.string())),
        pa.field("dateline_place", pa.string()),
        pa.field("dateline_place_origin", pa.string()),
        pa.field("published_at", TIME),
        pa.field("published_at_precision", pa.string()),  # Precision
        pa.field("published_at_origin", pa.string()),
        pa.field("modified_at", TIME),
        pa.field("modified_at_origin", pa.string()),
        pa.field("language", pa.string()),  # ISO 639-1
        pa.field("language_origin", pa.string()),
        pa.field("wire_credit", pa.string()),
        pa.field("wire_credit_origin", pa.string()),
        _required("text", pa.string()),  # NFC, headline first where known, one newline between paragraphs
        _required("body_start_char", pa.int64()),  # 0 where `text` holds no headline
        _required("text_sha256", pa.string()),
        pa.field("completeness", pa.string()),  # whole, stub, furniture; null in rows from before it was judged: whole
        pa.field("completeness_reason", pa.string()),
        pa.field("mended", pa.string()),  # what was mended of destroyed characters (ingest/mending.py)
        _required("extractor", pa.string()),
        _required("extractor_version", pa.string()),
        _required("ingested_at", TIME),
    ]
)

_ANNOTATED = [
    _required("article_id", pa.string()),
    _required("revision", pa.int32()),
    _required("batch_id", pa.string()),  # the batch that annotated
    _required("reader_version", pa.string()),
]

SENTENCES = pa.schema(
    [
        *_ANNOTATED,
        _required("sentence_no", pa.int32()),
        _required("paragraph_no", pa.int32()),
        _required("start_char", pa.int64()),
        _required("end_char", pa.int64()),
        _required("role", pa.string()),  # SentenceRole
        _required("is_repeat", pa.bool_()),
        pa.field("is_boilerplate", pa.bool_()),  # of a paragraph that the outlet prints under many articles
    ]
)

MENTIONS = pa.schema(
    [
        _required("mention_id", pa.string()),
        *_ANNOTATED,
        _required("mention_no", pa.int32()),
        pa.field("sentence_no", pa.int32()),
        _required("start_char", pa.int64()),
        _required("end_char", pa.int64()),
        _required("text", pa.string()),
        _required("form", pa.string()),  # MentionForm
        pa.field("entity_type", pa.string()),  # EntityType
        pa.field("role", pa.string()),
        pa.field("local_entity_no", pa.int32()),
        pa.field("local_entity_name", pa.string()),  # the fullest name printed in the article for that chain
        pa.field("score", pa.float64()),
    ]
)

SPEAKERS = pa.list_(
    pa.struct(
        [
            pa.field("speaker", pa.string()),  # the fullest name printed in the article
            pa.field("local_entity_no", pa.int32()),
            pa.field("probability", pa.float64()),
            pa.field("role", pa.string()),  # SpeakerRole
        ]
    )
)

QUOTES = pa.schema(
    [
        _required("quote_id", pa.string()),
        *_ANNOTATED,
        _required("quote_no", pa.int32()),
        pa.field("sentence_no", pa.int32()),  # of the content's first character
        _required("kind", pa.string()),  # QuoteKind
        _required("content", pa.string()),  # the content spans' text, joined by one space
        _required("content_spans", SPANS),
        pa.field("cue", pa.string()),
        _required("cue_spans", SPANS),
        pa.field("cue_lemma", pa.string()),
        pa.field("cue_class", pa.string()),  # CueClass
        pa.field("source", pa.string()),
        _required("source_spans", SPANS),
        pa.field("source_type", pa.string()),  # SourceType
        pa.field("speaker", pa.string()),  # the fullest name printed in the article; null where the text names nobody
        pa.field("speaker_mention_id", pa.string()),
        pa.field("speaker_local_entity_no", pa.int32()),
        _required("resolution_path", pa.list_(pa.string())),  # e.g. ["pronoun: he", "mention: Orr", "name: Lena Orr"]
        pa.field("channel", pa.string()),
        pa.field("parent_quote_no", pa.int32()),
        _required("is_repeat", pa.bool_()),
        pa.field("score", pa.float64()),  # of the attribution as a whole
        pa.field("speaker_score", pa.float64()),
        pa.field("speaker_runner_up", pa.string()),  # who came second: a name, or the words of an unnamed source
        pa.field("speaker_runner_up_score", pa.float64()),  # on the scale of speaker_score
        pa.field("speakers", SPEAKERS),  # the speaker first; null in rows from before there were others
        pa.field("on_behalf_of", pa.string()),  # the body spoken for, by its fullest name printed
        pa.field("is_withheld", pa.bool_()),  # "did not say"; null in rows from before it was told
    ]
)

CHECK_RESULTS = pa.schema(
    [
        _required("batch_id", pa.string()),  # the run that checked
        _required("checked_at", TIME),
        _required("layer", pa.string()),  # lake, warehouse
        _required("table_name", pa.string()),
        _required("suite", pa.string()),  # of expectations; "dbt" its tests, "rules" the rules of findings
        _required("rule", pa.string()),
        _required("description", pa.string()),
        _required("severity", pa.string()),  # ERROR, WARN
        _required("is_blocking", pa.bool_()),
        _required("passed", pa.bool_()),
        pa.field("n_rows", pa.int64()),  # null where nobody counted them
        _required("n_failed", pa.int64()),
        pa.field("error", pa.string()),  # why it could not be evaluated
    ]
)

FINDING_HISTORY = pa.schema(
    [
        _required("finding_id", pa.string()),
        _required("rule", pa.string()),
        _required("severity", pa.string()),
        _required("scope", pa.string()),
        pa.field("article_id", pa.string()),
        pa.field("revision", pa.int32()),
        pa.field("quote_id", pa.string()),
        pa.field("other_article_id", pa.string()),
        pa.field("other_quote_id", pa.string()),
        pa.field("batch_id", pa.string()),  # that the finding is on; the commit says who recorded it
        pa.field("outlet_id", pa.string()),
        pa.field("outlet", pa.string()),
        _required("evidence", pa.string()),
        _required("evidence_spans", SPANS),
        _required("other_evidence_spans", SPANS),
        pa.field("suggestion", pa.string()),
        pa.field("link", pa.string()),
        pa.field("url", pa.string()),
        _required("first_seen", TIME),
        _required("last_seen", TIME),
        pa.field("resolved_at", TIME),
        _required("changed_at", TIME),  # when it was found, found again or resolved
    ]
)

CORRECTIONS = pa.schema(
    [
        _required("correction_id", pa.string()),  # 16 hex digits over the line
        _required("batch_id", pa.string()),
        _required("path", pa.string()),  # file below data/corrections
        _required("line_no", pa.int64()),
        _required("article_id", pa.string()),
        pa.field("quote_id", pa.string()),  # null where the content's span names the quote
        pa.field("start_char", pa.int64()),
        pa.field("end_char", pa.int64()),
        _required("words", pa.string()),  # the content as it was then
        _required("wrong", pa.string()),  # speaker, source, kind, span, not_a_quote, missing, nothing
        pa.field("speaker", pa.string()),  # the right one; null where nobody is named
        pa.field("source", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("content", pa.string()),  # the right words, of a span or of a quote that is missing
        pa.field("content_spans", SPANS),  # where they stood then
        _required("corrected_by", pa.string()),
        _required("corrected_at", TIME),
        pa.field("note", pa.string()),
    ]
)

COMMITS = "commits"
MERGED_COMMITS = pa.schema(
    [
        _required("commit_id", pa.string()),
        _required("batch_id", pa.string()),
        _required("stage", pa.string()),
        _required("started_at", TIME),
        _required("committed_at", TIME),
        _required("files", pa.map_(pa.string(), pa.list_(pa.string()))),  # all of a merged commit are its last one's
        _required("rows", pa.map_(pa.string(), pa.int64())),
        _required("versions", pa.map_(pa.string(), pa.string())),
    ]
)
"""One row per commit, as dbt reads it: of merged ones below `COMMITS` in the lake, of all others beside the build."""

TABLES: Mapping[str, pa.Schema] = {
    "ingest_outcomes": INGEST_OUTCOMES,
    "articles": ARTICLES,
    "sentences": SENTENCES,
    "mentions": MENTIONS,
    "quotes": QUOTES,  # statements
    "stances": QUOTES,  # attributions that report no words: what somebody thinks, wants or does, and what was withheld
    "check_results": CHECK_RESULTS,
    "finding_history": FINDING_HISTORY,
    "corrections": CORRECTIONS,
    **RESOLVED_TABLES,
}
"""Every table of the lake, by name."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start_char` up to, not including, `end_char`."""

    start_char: int
    end_char: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start_char : self.end_char]


@dataclass(frozen=True, slots=True)
class Document:
    """What an annotator reads: `text` whose headline, if it has one, ends before `body_start_char`."""

    doc_id: str
    text: str
    body_start_char: int = 0
    furniture: Sequence[Span] = ()  # paragraphs of the page rather than the article: no quote is kept of them


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document, numbered by its place in `Annotation.sentences`."""

    span: Span
    paragraph_no: int
    role: SentenceRole
    is_repeat: bool = False
    is_boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity, numbered by its place in `Annotation.mentions`."""

    span: Span
    form: MentionForm
    entity_type: EntityType | None = None
    role: str | None = None
    local_entity_no: int | None = None
    local_entity_name: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """One to whom a quote is laid: a name, its chain in the document, how likely it is, and as what."""

    name: str
    local_entity_no: int | None
    probability: float
    role: SpeakerRole


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution: what is said (`content`), by whom (`source`) and the words that tie them (`cue`).

    `speaker_mention_no` and `parent_quote_no` are places in the same `Annotation`.
    """

    kind: QuoteKind
    content: Sequence[Span]
    cue: Sequence[Span] = ()
    source: Sequence[Span] = ()
    cue_lemma: str | None = None
    cue_class: CueClass | None = None
    source_type: SourceType | None = None
    speaker: str | None = None
    speaker_mention_no: int | None = None
    speaker_local_entity_no: int | None = None
    resolution_path: Sequence[str] = ()
    channel: str | None = None
    parent_quote_no: int | None = None
    is_repeat: bool = False
    score: float | None = None
    speaker_score: float | None = None
    speaker_runner_up: str | None = None
    speaker_runner_up_score: float | None = None
    speakers: Sequence[NamedSpeaker] = ()  # the speaker first; empty where nobody is named
    is_withheld: bool = False  # nothing was said: "did not say", "declined to comment"
    is_performed: bool = False  # what is said is done by saying it, and no clause: "announced the end of the strike"

    @property
    def on_behalf_of(self) -> str | None:
        """The body that the speaker speaks for."""
        return next((one.name for one in self.speakers if one.role == "on behalf of"), None)

    @property
    def is_statement(self) -> bool:
        """True where the cue, or quotation marks without a cue, say that these are somebody's words; else a stance."""
        has_words = self.cue_class in STATEMENTS or (self.cue_class is None and self.kind != "indirect")
        return has_words and not self.is_withheld

    @property
    def is_speech(self) -> bool:
        """True for statements that are plain reports of spoken or written words: not of papers, nor done by saying."""
        is_papers = self.cue_class == "document" and self.cue_lemma != "according to"
        return self.is_statement and not is_papers and not self.is_performed


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that an annotator found in one document, each list in text order."""

    doc_id: str
    sentences: Sequence[Sentence] = ()
    mentions: Sequence[Mention] = ()
    quotes: Sequence[Quote] = ()


class Annotator(Protocol):
    """Whatever turns documents into annotations; swap it by naming another in the configuration."""

    @property
    def version(self) -> str:
        """Names code and weights; another version annotates everything anew."""
        ...

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """Return one annotation per document, in order; never raises for a document's content."""
        ...


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of metadata and where it was read."""

    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Accepted:
    """A record that is an article: a row of `articles` less what only the batch knows (id, revision, batch)."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that is not an article, with its code out of `ingest/reasons.csv` and words for a person."""

    reason_code: str
    detail: str
