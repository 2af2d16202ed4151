"""An index of the words of all quotes, in SQLite's FTS5, which the desk keeps in the data folder for its searches.

It is brought up to date in a thread of its own once a run has published: until then, and where it cannot be written,
a search looks at every quote. Quotes are only added to it; those that the published warehouse no longer holds are
known by having no row there, and once they are more than half the index is made anew.
"""

import logging
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.desk.published import Mark, PublishedWarehouse
from pipelines.desk.search_terms import Term

LEAST_QUOTES = 50_000  # of fewer, looking at each takes less time than a page takes to draw
ROWS_AT_A_TIME = 100_000
SECONDS_FOR_ANOTHER_DESK = 60
SCHEMA = (
    "create table if not exists quotes (number integer primary key, key integer not null)",
    "create virtual table if not exists words"
    " using fts5 (content, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0')",
)
NUMBERS = "select group_concat(rowid) from words where words match ?"
EMPTY = ("delete from quotes", "insert into words (words) values ('delete-all')")
# The key tells a quote from any other and from the same one with other words: half of an MD5, without its last bit.
ROWS = """
    select rowid as place, cast(md5_number_lower(quote_id || chr(10) || content) >> 1 as bigint) as key, content
    from quotes where rowid >= $first and rowid < $first + $rows
"""
Numbers = npt.NDArray[np.int64]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Built:
    """The index of one published warehouse: `places` holds the row of the quote of each number, or -1."""

    mark: Mark
    connection: sqlite3.Connection
    places: Numbers


class WordIndex:
    """Finds quotes by their words; one for all requests."""

    def __init__(self, path: Path, warehouse: PublishedWarehouse, *, least_quotes: int = LEAST_QUOTES) -> None:
        """Read and write nothing yet."""
        self._path = path
        self._warehouse = warehouse
        self._least_quotes = least_quotes
        self._built: _Built | None = None
        self._tried: Mark | None = None
        self._one_at_a_time = threading.Lock()

    def find(self, terms: Sequence[Term]) -> pa.Table | None:
        """Return the rows of `quotes` (`place`: its rowid) that hold all terms, or more; None where that is not known.

        To be called while the warehouse is read. A term that is not one whole word (`Term.is_word`) stands in all rows
        that hold its words in order, whatever is between them.
        """
        built, mark = self._built, self._warehouse.opened
        if built is None or built.mark != mark:
            self._begin(mark)
            return None
        if not terms or not all(map(_is_known_to_sqlite, terms)):
            return None
        asked = " ".join(map(_as_sqlite_asks, terms))
        # One text of all numbers is read three times as fast as a row for each.
        (numbers,) = built.connection.execute(NUMBERS, [asked]).fetchone()
        places = built.places[np.fromstring(numbers or "", np.int64, sep=",")]
        return pa.table({"place": pa.array(places[places >= 0])})

    def update(self) -> None:
        """Bring the index up to what is published; leave none where that cannot be written."""
        with self._one_at_a_time:
            mark = self._warehouse.mark
            if mark is None or (self._built is not None and self._built.mark == mark):
                return
            try:
                self._built = self._build(mark)
            except (sqlite3.Error, OSError) as error:
                self._built = None
                if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                    self._path.unlink(missing_ok=True)  # it is damaged
                _log.warning("no index of words, so a search looks at every quote: %s", error)

    def _begin(self, mark: Mark | None) -> None:
        if mark != self._tried:
            self._tried = mark
            threading.Thread(target=self.update, daemon=True).start()

    def _build(self, mark: Mark) -> _Built | None:
        size = self._size()
        if size < self._least_quotes:
            return None
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path, timeout=SECONDS_FOR_ANOTHER_DESK, check_same_thread=False, isolation_level=None
        )
        try:
            places = self._fill(connection, mark, size)
        except BaseException:
            connection.close()
            raise
        if self._warehouse.mark != mark:  # another one is published: the next search begins its index
            return None
        return _Built(mark, connection, places)

    def _fill(self, connection: sqlite3.Connection, mark: Mark, size: int) -> Numbers:
        """Add the quotes that the index lacks, all or none; return the row of each number, or -1."""
        connection.execute("begin immediate")
        for statement in SCHEMA:
            connection.execute(statement)
        known = dict(connection.execute("select key, number from quotes").fetchall())
        if len(known) > 2 * size:
            for statement in EMPTY:
                connection.execute(statement)
            known.clear()
        places = np.full(len(known) + size + 1, -1, np.int64)
        for rows in self._rows(mark, size):
            added = []
            for place, key, content in rows:
                if (number := known.get(key)) is None:
                    number = known[key] = len(known) + 1
                    added.append((number, key, content))
                places[number] = place
            connection.executemany("insert into quotes values (?, ?)", [(number, key) for number, key, _ in added])
            connection.executemany("insert into words (rowid, content) values (?, ?)", [one[::2] for one in added])
        connection.execute("commit")
        return places

    def _size(self) -> int:
        """Return how many rows the quotes published have, with those of them that are deleted."""
        with self._warehouse.reading() as connection:
            found: tuple[int] = connection.execute("select coalesce(max(rowid) + 1, 0) from quotes").fetchall()[0]
        return found[0]

    def _rows(self, mark: Mark, size: int) -> Iterator[Sequence[tuple[int, int, str]]]:
        """Yield the quotes in parts, letting go of the warehouse between them; stop once another is published."""
        for first in range(0, size, ROWS_AT_A_TIME):
            with self._warehouse.reading() as connection:
                if self._warehouse.opened != mark:
                    return
                rows = connection.execute(ROWS, {"first": first, "rows": ROWS_AT_A_TIME}).fetchall()
            yield rows


def _as_sqlite_asks(term: Term) -> str:
    """Return a term as FTS5 writes a phrase, or the beginning of one word."""
    return '"' + term.text.replace('"', '""') + '"' + ("*" if term.is_beginning else "")


def _is_known_to_sqlite(term: Term) -> bool:
    """Return True where SQLite takes the letters of a term for letters, which it does for those of older Unicode."""
    return all(unicodedata.ucd_3_2_0.category(letter) != "Cn" for letter in term.text)
