"""What a record is to the articles already known: new, unchanged, revised, or a duplicate.

The index is an SQLite file that caches what the lake's commits say. It follows them commit by commit in one transaction
each, and a batch writes to it in a transaction that ends only after the lake's own commit: whatever crashes, the index
holds commits that exist. The file itself: `identity_file`.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.ingest.identity import FINGERPRINTED, fingerprint, id_of, paths_on_disk, place_of
from pipelines.ingest.likeness import are_editions, sketch
from pipelines.ingest.record import Article, SourceFile
from pipelines.ingest.urls import has_own_path
from pipelines.lake import Lake
from pipelines.records import Outcome

STAGE = "ingest"
_READ_ROWS = 5_000  # of a commit at a time, when the index follows it


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


class IdentityIndex:
    """The articles, duplicates and files that the lake knows, and those of the batch in hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the SQLite file of `identity_file`."""
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
        for row in _rows(lake, commit, "articles", [*columns, *FINGERPRINTED, "completeness"]):
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
        id_of(url) if url and has_own_path(url) else row["article_id"],
        place_of(row["source_path"], row["record_no"], row["source_format"]),
        sketch(row["text"][row["body_start_char"] :]) if url else b"",
    )
