"""Opens the index of identities: one that is missing, broken, of another layout, or ahead of the lake is made anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipelines.ingest.identity_index import IdentityIndex
from pipelines.lake import Lake

_LAYOUT = 2  # raise it when a table below or `identity.fingerprint` changes
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


class IndexUnusableError(OSError):
    """The identity index can be neither read nor written: the disk is full, or its folder is not writable."""


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
