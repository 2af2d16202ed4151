"""What travels inside ingest: a record cut out of a file, and what a format's reader extracts from it.

Each format is a module of `ingest/formats/` with two functions:

    split(stream, source)   -> Iterator[RawRecord | Rejected]   cheap, streaming, in the main process
    extract(record)         -> Extracted | Rejected             pure, may cost time, in a pool of processes

`metadata.complete` then turns `Extracted` into `Accepted` or `Rejected`, the same way for every format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.records import Stated


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file (or a member of a container) to be ingested, as discovery saw it."""

    path: str  # relative to the raw folder where below it, else absolute; "news.zip!2026/a.html" for a member
    size: int  # bytes of the file on disk
    mtime_ns: int
    sidecar: Mapping[str, Any] | None = None  # the content of NAME.json beside NAME.txt


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One candidate article: undecoded bytes, or the fields of a structured record."""

    source: SourceFile
    source_format: str  # text, markdown, html, json, jsonl, csv, parquet, rss, atom, newsml, nitf, warc
    payload: bytes | Mapping[str, Any]
    record_no: int | None = None  # 0-based; null for a file that is one record
    key: str | None = None  # tells this record from others of its file when it has no URL (guid, id), else record_no
    declared_encoding: str | None = None
    url: str | None = None  # where a container (WARC) says the payload was fetched from


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a format's reader found; `metadata.complete` does the rest.

    `body` holds one paragraph a line. `stated` maps url, outlet, section, title, byline, published_at, modified_at,
    language, wire_credit, dateline_place to the printed value and its origin; dates as the source prints them. `extent`
    is "restricted" where a page says that its text is for subscribers, "lead" where a record has an opening alone,
    "teasers" where a page's text is that of the links on it.
    """

    body: str
    stated: Mapping[str, Stated] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    encoding: str | None = None
    key: str | None = None  # as `RawRecord.key`, where only reading the record tells it
    extractor: str = "whosaid"
    extractor_version: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A record that is an article: what may identify it, and the row less what the batch knows."""

    claimed_ids: tuple[str, ...]  # as of `identity.claimed_ids`
    fingerprint: bytes  # of the metadata
    sketch: bytes  # of the body, as of `likeness.sketch`; empty where the article states no address
    fields: Mapping[str, Any]
