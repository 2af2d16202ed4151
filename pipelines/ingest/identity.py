"""Which article a record is, and what it is to those already known: new, unchanged, revised, or a duplicate.

`article_id` is the first 16 hex digits of the SHA-256 of the canonical URL, else of the path and the record's key (or
number). The index is an SQLite file that caches what the lake's commits say. It follows them commit by commit in one
transaction each, and a batch writes to it in a transaction that ends only after the lake's own commit: whatever
crashes, the index holds commits that exist. One that is missing, broken, of another layout, or ahead of the lake is
made anew.
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

from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.lake import Commit, Lake
from pipelines.records import Outcome

STAGE = "ingest"
_LAYOUT = 1  # raise it when a table or a fingerprint below changes
_READ_ROWS = 5_000  # of a commit at a time, when the index follows it
_TABLES = """
create table commits (commit_id text primary key) without rowid;
create table articles (
    article_id text primary key, revision integer not null, text_sha256 blob not null, fingerprint blob not null
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


@dataclass(frozen=True, slots=True)
class Decision:
    """What a record is to the articles known: `revision` of its own article, `duplicate_of` of another."""

    outcome: Outcome
    revision: int | None
    duplicate_of: str | None = None


class IndexUnusableError(OSError):
    """The identity index can be neither read nor written: the disk is full, or its folder is not writable."""


def article_id(url: str | None, record: RawRecord, key: str | None) -> str:
    """Return the identity of a record: by `url` (canonical), else by path and `key`, else number in the file."""
    if url is None:
        within = key or record.key or ("" if record.record_no is None else str(record.record_no))
        url = f"{record.source.path}#{within}" if within else record.source.path
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprint(fields: Mapping[str, Any]) -> bytes:
    """Return 16 bytes that differ where the metadata of two revisions differ; where each came from does not count."""
    values = [fields.get(name) for name in _FINGERPRINTED]
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return hashlib.blake2b(orjson.dumps(plain), digest_size=16).digest()


class IdentityIndex:
    """The articles, duplicates and files that the lake knows, and those of the batch in hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the SQLite file of `open_index`."""
        self._connection = connection

    def decide(self, identity: str, text_sha256: str, metadata: bytes) -> Decision:
        """Judge a record and remember it as part of this batch.

        Same id: `unchanged`, or `revised` where text or metadata differ. Other id, same whole text (headline included:
        another headline over the same copy is another article): `duplicate`, the article that printed it first is the
        original. A known duplicate is `unchanged` as long as its original still has that text.
        """
        text = bytes.fromhex(text_sha256)
        known = self._one("select revision, text_sha256, fingerprint from articles where article_id = ?", identity)
        if known is not None:
            if (known[1], known[2]) == (text, metadata):
                return Decision("unchanged", known[0])
            self._put(identity, known[0] + 1, text, metadata)
            return Decision("revised", known[0] + 1)
        same = self._one(
            "select original from duplicates join articles on articles.article_id = original"
            " where duplicates.article_id = ? and text_sha256 = ?",
            identity,
            text,
        )
        if same is not None:
            return Decision("unchanged", None, same[0])
        original = self._one("select article_id from articles where text_sha256 = ? limit 1", text)
        if original is not None:
            self._connection.execute("insert or replace into duplicates values (?, ?)", (identity, original[0]))
            return Decision("duplicate", None, original[0])
        self._put(identity, 1, text, metadata)
        return Decision("accepted", 1)

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

    def _put(self, identity: str, revision: int, text: bytes, metadata: bytes) -> None:
        self._connection.execute(
            "insert or replace into articles values (?, ?, ?, ?)", (identity, revision, text, metadata)
        )

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return row

    def follow(self, lake: Lake) -> bool:
        """Take in the commits that are new in the lake; return False where the index knows one that it has not."""
        commits = {commit.commit_id: commit for commit in lake.commits() if commit.stage == STAGE}
        known = {row[0] for row in self._connection.execute("select commit_id from commits")}
        if not known <= commits.keys():
            return False
        for commit_id, commit in commits.items():
            if commit_id not in known:
                self._connection.execute("begin immediate")
                self._take_in(lake, commit)
                self._connection.execute("insert into commits values (?)", (commit_id,))
                self._connection.execute("commit")
        return True

    def _take_in(self, lake: Lake, commit: Commit) -> None:
        columns = ["article_id", "revision", "text_sha256", *_FINGERPRINTED]
        for row in _rows(lake, commit, "articles", columns):
            self._put(row["article_id"], row["revision"], bytes.fromhex(row["text_sha256"]), fingerprint(row))
        version = commit.versions.get(STAGE, "")
        columns = ["path", "outcome", "article_id", "duplicate_of", "source_bytes", "source_mtime_ns"]
        for row in _rows(lake, commit, "ingest_outcomes", columns):
            if row["outcome"] == "duplicate":
                pair = (row["article_id"], row["duplicate_of"])
                self._connection.execute("insert or replace into duplicates values (?, ?)", pair)
            for path in _paths_on_disk(row["path"]):
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


def _paths_on_disk(path: str) -> Iterator[str]:
    """Yield the file of a row's path: the path itself or, as "!" may also be part of a name, what stands before each
    "!".
    """
    yield path
    for place, character in enumerate(path):
        if character == "!":
            yield path[:place]
