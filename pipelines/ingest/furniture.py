"""Page furniture: paragraphs that an outlet prints under many articles (newsletter forms, rights, "Scroll down").

It is learned from the outlet's own articles in the lake: a paragraph, years and case aside, that at least three of
them and a twentieth of all print. Other figures count: "53 files came out in June" is no furniture in July. Of the 383
articles of 94 outlets in `docs/real-files.md` that finds paragraphs of furniture alone. An article of which more than
half was printed before is a copy or an edition and does not count, or a story printed thrice would be furniture itself.

The counts are an SQLite file that caches the lake and follows it commit by commit; one that is missing, broken or ahead
is made anew.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.lake import Lake
from pipelines.records import Span

_LAYOUT = 2
_FEWEST_ARTICLES, _LEAST_SHARE = 3, 0.05
_FEWEST_LETTERS = 15  # of a paragraph; "Read more" and "Advertisement" say nothing that could be attributed
_SURELY_LONG = 60  # characters of a paragraph whose letters need no counting
_MOST_KNOWN = 0.5  # of an article's characters, above which it is taken for a copy
_READ_ROWS = 1_000
_TABLES = """
create table commits (commit_id text primary key) without rowid;
create table outlets (outlet text primary key, n_articles integer not null) without rowid;
create table paragraphs (
    outlet text, hash integer, n_articles integer not null, primary key (outlet, hash)
) without rowid;
"""
_COLUMNS = ["outlet", "outlet_domain", "revision", "text", "body_start_char"]
_YEARS, _BLANKS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"), re.compile(r"\s+")


class Furniture:
    """What each outlet prints again and again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the SQLite file of `open_furniture`."""
        self._connection = connection

    def spans(self, outlet: str | None, text: str, body_start_char: int) -> list[Span]:
        """Return the paragraphs of an article's body that are furniture of its outlet."""
        if outlet is None:
            return []
        printed = self._one("select n_articles from outlets where outlet = ?", outlet)
        least = max(_FEWEST_ARTICLES, _LEAST_SHARE * printed)
        if printed < least:
            return []
        return [span for span, key in _paragraphs(text, body_start_char) if self._count(outlet, key) >= least]

    def follow(self, lake: Lake) -> bool:
        """Take in the lake's new articles; return False where commits are known that it has not."""
        commits = {commit.commit_id: commit for commit in lake.commits() if commit.files.get("articles")}
        known = {row[0] for row in self._connection.execute("select commit_id from commits")}
        if not known <= commits.keys():
            return False
        for commit_id in (commit_id for commit_id in commits if commit_id not in known):
            self._connection.execute("begin immediate")
            for name in commits[commit_id].files["articles"]:
                with pq.ParquetFile(lake.folder / name) as file:
                    for batch in file.iter_batches(batch_size=_READ_ROWS, columns=_COLUMNS):
                        for row in batch.to_pylist():
                            self._add(row)
            self._connection.execute("insert into commits values (?)", (commit_id,))
            self._connection.execute("commit")
        return True

    def _add(self, row: Mapping[str, Any]) -> None:
        outlet = outlet_key(row)
        if outlet is None or row["revision"] > 1:
            return
        sizes = {key: span.end_char - span.start_char for span, key in _paragraphs(row["text"], row["body_start_char"])}
        known = sum(size for key, size in sizes.items() if self._count(outlet, key))
        if not sizes or known > _MOST_KNOWN * sum(sizes.values()):
            return
        self._connection.execute(
            "insert into outlets values (?, 1) on conflict do update set n_articles = n_articles + 1", (outlet,)
        )
        self._connection.executemany(
            "insert into paragraphs values (?, ?, 1) on conflict do update set n_articles = n_articles + 1",
            [(outlet, key) for key in sizes],
        )

    def _count(self, outlet: str, key: int) -> int:
        return self._one("select n_articles from paragraphs where outlet = ? and hash = ?", outlet, key)

    def _one(self, query: str, *values: object) -> int:
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else 0


def outlet_key(row: Mapping[str, Any]) -> str | None:
    """Return what names an article's outlet: its domain, else its name without case."""
    name = row["outlet"]
    return row["outlet_domain"] or (name.casefold() if name else None)


@contextmanager
def open_furniture(lake: Lake) -> Iterator[Furniture]:
    """Yield what is known once every article of `lake` is; the cache beside it is made anew where it is no use."""
    path = lake.folder.parent / ".build" / "furniture.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_up_to_date(path, lake)) as connection:
        yield Furniture(connection)


def _up_to_date(path: Path, lake: Lake) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version == _LAYOUT and Furniture(connection).follow(lake):
            return connection
    except sqlite3.DatabaseError:
        pass  # broken: made anew below
    connection.close()
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.executescript(f"{_TABLES} pragma user_version = {_LAYOUT};")
    Furniture(connection).follow(lake)
    return connection


def _paragraphs(text: str, body_start_char: int) -> Iterator[tuple[Span, int]]:
    """Yield each paragraph of a body that has letters enough, with a hash of its words."""
    start = body_start_char
    for line in text[body_start_char:].split("\n"):
        if len(line) >= _SURELY_LONG or sum(map(str.isalpha, line)) >= _FEWEST_LETTERS:
            words = _BLANKS.sub(" ", _YEARS.sub("0", line.casefold())).strip()
            digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            yield Span(start, start + len(line)), int.from_bytes(digest, "big", signed=True)
        start += len(line) + 1
