"""Which article a record is: the identities that it may have, where it was read from, its metadata in 16 bytes.

`article_id` is the first 16 hex digits of the SHA-256 of the canonical URL, else of the path and the record's key (or
number). A URL is no article's own where it is that of a site (`urls.has_own_path`), or where another text has it
already (`IdentityIndex.identify`): then the article goes by the address it was fetched from, or by its path.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from pipelines.ingest.record import RawRecord
from pipelines.ingest.urls import canonical_url, has_own_path

FINGERPRINTED = (
    "outlet",
    "outlet_domain",
    "url",
    "section",
    "title",
    "byline",
    "authors",
    "dateline_place",
    "published_at",
    "modified_at",
    "language",
    "wire_credit",
    "body_start_char",
)
_SHIFTING = ("rss", "atom")


def claimed_ids(url: str | None, record: RawRecord, key: str | None) -> tuple[str, ...]:
    """Return the identities that a record may have, best first: its URL's, that of the address it was fetched from,
    and at last, which nobody else can claim, that of its path and `key`, else its number in the file.

    URLs are canonical; one that is a site's, not a page's, identifies nothing.
    """
    within = key or record.key or ("" if record.record_no is None else str(record.record_no))
    path = record.source.path
    fetched = canonical_url(record.url) if record.url else None
    addresses = [address for address in (url, fetched) if address and has_own_path(address)]
    return tuple(dict.fromkeys(map(id_of, (*addresses, f"{path}#{within}" if within else path))))


def id_of(address: str) -> str:
    """Return the identity that an address, or a path, stands for."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def place_of(path: str, record_no: int | None, source_format: str) -> str | None:
    """Return what stays the same when a file is edited: its path and the record's number; None where numbers shift.

    The entries of a feed move down as new ones come.
    """
    if source_format in _SHIFTING and record_no is not None:
        return None
    return path if record_no is None else f"{path}#{record_no}"


def fingerprint(row: Mapping[str, Any]) -> bytes:
    """Return 16 bytes that differ where the metadata of two revisions differ; where each came from does not count."""
    values = [row.get(name) for name in FINGERPRINTED]
    values.append(None if row.get("completeness") == "whole" else row.get("completeness"))  # null in older rows
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return hashlib.blake2b(orjson.dumps(plain), digest_size=16).digest()


def paths_on_disk(path: str) -> Iterator[str]:
    """Yield the files that a row's path may mean: itself and, as "!" may be part of a name, what stands before each."""
    yield path
    for place, character in enumerate(path):
        if character == "!":
            yield path[:place]
