"""Which article a record is, and what it is to those already known: new, unchanged, revised, or a duplicate.

`article_id` is the first 16 hex digits of the SHA-256 of the canonical URL, else of the path and the record's key (or
number). A URL is no article's own where it is that of a site (`urls.has_own_path`), or where another text has it
already (`IdentityIndex.identify`): then the article goes by the address it was fetched from, or by its path.

The index is an SQLite file that caches what the lake's commits say. It follows them commit by commit in one transaction
each, and a batch writes to it in a transaction that ends only after the lake's own commit: whatever crashes, the index
holds commits that exist. One that is missing, broken, of another layout, or ahead of the lake is made anew.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.ingest.likeness import are_editions, sketch
from pipelines.ingest.record import Article, RawRecord, SourceFile
from pipelines.ingest.urls import canonical_url, has_own_path
from pipelines.lake import Lake
from pipelines.records import Outcome

STAGE = "ingest"
_LAYOUT = 2  # raise it when a table or a fingerprint below changes
_READ_ROWS = 5_000  # of a commit at a time, when the index follows it
_TABLES = """
create table commits (commit_id text primary key) without rowid;
create table articles (
    article_id text primary key, revision integer not null, text_sha256 blob not null, fingerprint blob not null,
    claimed_id text not null, place text, sketch blob not null
) without rowid;
create index articles_by_text on articles (text_sha256);
create table duplicates (article_id text primary key, original text not null) without rowid;
create table files (path text primary key, bytes integer, mtime_ns integer, version text) without rowid;
"""
_FINGERPRINTED = (
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


@dataclass(frozen=True, slots=True)
class _Known:
    """The latest revision of an article."""

    revision: int
    text_sha256: bytes
    fingerprint: bytes
    claimed_id: str  # the best identity that it could have had; another one where the URL was taken
    place: str | None
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Decision:
    """What a record is to the articles known: `revision` of its own article, `duplicate_of` another."""

    article_id: str
    outcome: Outcome
    revision: int | None
    duplicate_of: str | None = None


class IndexUnusableError(OSError):
    """The identity index can be neither read nor written: the disk is full, or its folder is not writable."""


def claimed_ids(url: str | None, record: RawRecord, key: str | None) -> tuple[str, ...]:
    """Return the identities that a record may have, best first: its URL's, that of the address it was fetched from,
    and at last, which nobody else can claim, that of its path and `key`, else its number in the file.

    URLs are canonical; one that is a site's, not a page's, identifies nothing.
    """
    within = key or record.key or ("" if record.record_no is None else str(record.record_no))
    path = record.source.path
    fetched = canonical_url(record.url) if record.url else None
    addresses = [address for address in (url, fetched) if address and has_own_path(address)]
    return tuple(dict.fromkeys(map(_id, (*addresses, f"{path}#{within}" if within else path))))


def _id(address: str) -> str:
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
    values = [row.get(name) for name in _FINGERPRINTED]
    values.append(None if row.get("completeness") == "whole" else row.get("completeness"))  # null in older rows
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return hashlib.blake2b(orjson.dumps(plain), digest_size=16).digest()


class IdentityIndex:
    """The articles, duplicates and files that the lake knows, and those of the batch in hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the SQLite file of `open_index`."""
        self._connection = connection

    def identify(self, article: Article, place: str | None) -> str:
        """Return which of its identities an article has, and keep to it when the article is read again.

        It is the best one that no other text has. A text is an edition of the one known where it shares a good part of
        it (`likeness`) or was read from the same place; else both claim one address, and it is neither's.
        """
        *addresses, own = article.claimed_ids
        if not addresses:
            return own
        known = self._known(own)
        if known is not None and known.claimed_id == article.claimed_ids[0]:
            return own
        for identity in addresses:
            known = self._known(identity)
            if known is None or place == known.place is not None or are_editions(known.sketch, article.sketch):
                return identity
        return own

    def decide(self, article: Article, place: str | None) -> Decision:
        """Judge a record and remember it as part of this batch.

        Same id: `unchanged`, or `revised` where text or metadata differ. Same whole text as another article (headline
        included: another headline over the same copy is another article): `duplicate`, the article that printed it
        first is the original. A known duplicate is `unchanged` as long as its original still has that text.
        """
        identity = self.identify(article, place)
        text = bytes.fromhex(article.fields["text_sha256"])
        known = self._known(identity)
        if known is not None and known.text_sha256 == text:
            if known.fingerprint == article.fingerprint:
                return Decision(identity, "unchanged", known.revision)
        else:
            same = self._duplicate(identity, text)
            if same is not None:
                return same
        revision = known.revision + 1 if known else 1
        self._put(identity, _Known(revision, text, article.fingerprint, article.claimed_ids[0], place, article.sketch))
        return Decision(identity, "revised" if known else "accepted", revision)

    def _duplicate(self, identity: str, text: bytes) -> Decision | None:
        known = self._one(
            "select original from duplicates join articles on articles.article_id = original"
            " where duplicates.article_id = ? and text_sha256 = ?",
            identity,
            text,
        )
        if known is not None:
            return Decision(identity, "unchanged", None, known[0])
        original = self._one("select article_id from articles where text_sha256 = ? limit 1", text)
        if original is None:
            return None
        self._connection.execute("insert or replace into duplicates values (?, ?)", (identity, original[0]))
        return Decision(identity, "duplicate", None, original[0])

    def has_file(self, source: SourceFile, version: str) -> bool:
        """Return True where this version has read the file as it is, by path, size and modification time."""
        row = self._one("select bytes, mtime_ns, version from files where path = ?", source.path)
        return row == (source.size, source.mtime_ns, version)

    def commit(self, commit_id: str, sources: Iterable[SourceFile], version: str) -> None:
        """Keep what this batch decided; call after the lake has committed it."""
        rows = ((source.path, source.size, source.mtime_ns, version) for source in sources)
        self._connection.executemany("insert or replace into files values (?, ?, ?, ?)", rows)
        self._connection.execute("insert into commits values (?)", (commit_id,))
        self._connection.execute("commit")

    def _put(self, identity: str, known: _Known) -> None:
        values = [getattr(known, name) for name in _Known.__slots__]
        self._connection.execute("insert or replace into articles values (?, ?, ?, ?, ?, ?, ?)", [identity, *values])

    def _known(self, identity: str) -> _Known | None:
        row = self._one("select * from articles where article_id = ?", identity)
        return None if row is None else _Known(*row[1:])

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return row

    def follow(self, lake: Lake) -> bool:
        """Take in the commits that are new in the lake; return False where the index knows one that it has not."""
        commits = [commit for commit in lake.commits() if commit.stage == STAGE]
        known = {row[0] for row in self._connection.execute("select commit_id from commits")}
        if not known <= {commit_id for commit in commits for commit_id in commit.commit_ids}:
            return False
        new = [commit for commit in commits if not known.issuperset(commit.commit_ids)]
        if any(not known.isdisjoint(commit.commit_ids) for commit in new):
            return False  # commits were merged that it knew in part
        for commit in new:
            self._connection.execute("begin immediate")
            self._take_in(lake, commit)
            rows = ((commit_id,) for commit_id in commit.commit_ids)
            self._connection.executemany("insert into commits values (?)", rows)
            self._connection.execute("commit")
        return True

    def _take_in(self, lake: Lake, commit: Commit) -> None:
        columns = ["article_id", "revision", "text_sha256", "text", "source_path", "record_no", "source_format"]
        for row in _rows(lake, commit, "articles", [*columns, *_FINGERPRINTED, "completeness"]):
            self._put(row["article_id"], _known_by_row(row))
        version = commit.versions.get(STAGE, "")
        columns = ["path", "outcome", "article_id", "duplicate_of", "source_bytes", "source_mtime_ns"]
        for row in _rows(lake, commit, "ingest_outcomes", columns):
            if row["outcome"] == "duplicate":
                pair = (row["article_id"], row["duplicate_of"])
                self._connection.execute("insert or replace into duplicates values (?, ?)", pair)
            for path in paths_on_disk(row["path"]):
                values = (path, row["source_bytes"], row["source_mtime_ns"], version)
                self._connection.execute("insert or replace into files values (?, ?, ?, ?)", values)


@contextmanager
def open_index(path: Path, lake: Lake) -> Iterator[IdentityIndex]:
    """Yield an index that knows every commit of `lake`, in a transaction that `IdentityIndex.commit` ends.

    Without it, nothing of what the block decided is kept. Raises `IndexUnusableError` (an `OSError`).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = _up_to_date(path, lake)
        with closing(connection):
            connection.execute("begin immediate")
            yield IdentityIndex(connection)
    except sqlite3.Error as error:
        raise IndexUnusableError(f"{path}: {error}; free disk space, or make its folder writable") from error


def _up_to_date(path: Path, lake: Lake) -> sqlite3.Connection:
    try:
        connection = _connect(path)
        try:
            if _is_laid_out(connection) and IdentityIndex(connection).follow(lake):
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, ValueError):
        pass  # broken: made anew below
    for name in (path, path.with_name(path.name + "-journal")):
        name.unlink(missing_ok=True)
    connection = _connect(path)
    connection.executescript(f"{_TABLES} pragma user_version = {_LAYOUT};")
    IdentityIndex(connection).follow(lake)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma cache_size = -32000")
    return connection


def _is_laid_out(connection: sqlite3.Connection) -> bool:
    version: int = connection.execute("pragma user_version").fetchone()[0]
    return version == _LAYOUT


def _rows(lake: Lake, commit: Commit, table: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    for name in commit.files.get(table, []):
        with pq.ParquetFile(lake.folder / name) as file:
            for batch in file.iter_batches(batch_size=_READ_ROWS, columns=columns):
                yield from batch.to_pylist()


def _known_by_row(row: Mapping[str, Any]) -> _Known:
    url = row["url"]
    return _Known(
        row["revision"],
        bytes.fromhex(row["text_sha256"]),
        fingerprint(row),
        _id(url) if url and has_own_path(url) else row["article_id"],
        place_of(row["source_path"], row["record_no"], row["source_format"]),
        sketch(row["text"][row["body_start_char"] :]) if url else b"",
    )


def paths_on_disk(path: str) -> Iterator[str]:
    """Yield the file of a row's path: the path itself or, as "!" may also be part of a name, what stands before each
    "!".
    """
    yield path
    for place, character in enumerate(path):
        if character == "!":
            yield path[:place]
