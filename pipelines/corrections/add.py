"""Adds and takes back single corrections: what `whosaid correct` and the desk have in common.

A correction is held against what is published before it is written: the quote must be there, and who is named as its
speaker must be named in the article.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from pipelines.corrections.read import OF_SPANS, CorrectionError, Place, checked_row, correction_id_of, read_corrections
from pipelines.corrections.spans import placed
from pipelines.corrections.write import append_correction, corrections_lock, remove_lines
from pipelines.resources.data_folder import DataFolder

FILE = "corrections.csv"
PLACE = re.compile(r"([^:.\s]+):(\d+)-(\d+)")
NAMES_TOLD = 8  # of the article's people, in the line that refuses another: what one line of a terminal holds
QUOTE = """
    select quotes.article_id, quotes.reader_content, quotes.reader_content_spans[1].start_char,
        quotes.reader_content_spans[-1].end_char, articles.text
    from quotes inner join articles using (article_id) where quotes.quote_id = ? and not quotes.is_added
"""
PEOPLE = """
    select name from (
        select unnest([entity_name, name_as_printed]) as name, start_char from entity_mentions
        where article_id = ? and entity_type in ('PERSON', 'ORG')
    ) where name is not null group by name order by min(start_char), name
"""
BYLINE = "select coalesce(byline, '') || ' ' || coalesce(outlet, '') from articles where article_id = ?"


@dataclass(frozen=True, slots=True)
class Added:
    """A correction that stands in its file now, and what was said of the same thing before."""

    correction_id: str
    row: Mapping[str, Any]
    earlier: Sequence[Mapping[str, Any]]


def add_correction(
    folder: DataFolder,
    connection: duckdb.DuckDBPyConnection,
    quote: str,
    given: Mapping[str, str | None],
    *,
    is_forced: bool = False,
) -> Added:
    """Append one correction of a quote, or of a place that is none yet; `CorrectionError` where it means nothing.

    So does a speaker whom the article does not name, unless the correction is forced.
    """
    named, text = _missing(connection, quote) if given["wrong"] == "missing" else _quote(connection, quote)
    _check_speaker(connection, named["article_id"], given.get("speaker"), text, quote, is_forced)
    path = folder.corrections / FILE
    with corrections_lock(folder.corrections_lock):
        known = read_corrections(folder.corrections)  # nothing is added to files that a run would refuse
        row: dict[str, Any] = {**given, **named, "corrected_at": f"{_time_after(known):%Y-%m-%dT%H:%M:%SZ}"}
        checked = _checked(row, quote, text)
        append_correction(path, row)
    return Added(checked["correction_id"], row, [one for one in known if _is_of_the_same(one, checked)])


def take_back(folder: DataFolder, correction_id: str, *, by: str) -> Mapping[str, Any]:
    """Take one's own correction out of its file and return its row; `CorrectionError` where it is not there."""
    with corrections_lock(folder.corrections_lock):
        for row in read_corrections(folder.corrections):
            if row["correction_id"] == correction_id and row["corrected_by"] == by:
                remove_lines(folder.corrections / row["path"], lambda line: correction_id_of(line) == correction_id)
                return row
    raise CorrectionError(f"{correction_id}: no correction of that id by {by}")


def people_of(connection: duckdb.DuckDBPyConnection, article_id: str) -> list[str]:
    """Return the people and bodies that an article names, in the order in which it does."""
    return [name for (name,) in connection.execute(PEOPLE, [article_id]).fetchall()]


def _is_of_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return True where two corrections speak of one thing of one quote, and differ."""
    same = all(one[name] == other[name] for name in ("article_id", "words", "wrong"))
    return same and one["correction_id"] != other["correction_id"]


def _time_after(known: Sequence[Mapping[str, Any]]) -> datetime:
    """Return now or, where a clock was ahead, the time of the last correction: of two the later one counts."""
    times: list[datetime] = [datetime.now(UTC), *(row["corrected_at"] for row in known)]
    return max(times).astimezone(UTC)


def _checked(row: Mapping[str, Any], quote: str, text: str) -> dict[str, Any]:
    """Return the row as a run will read it; raises where it means nothing in the article's text."""
    place = Place(quote)
    checked = checked_row({name: value for name, value in row.items() if value is not None}, place)
    if row["wrong"] in OF_SPANS:
        placed(checked, text, near=checked["start_char"], place=place)
    if row.get("source") and row["source"] not in text:
        raise place.error(f"the article does not print {row['source']!r}: give the source as it does")
    return checked


def _check_speaker(
    connection: duckdb.DuckDBPyConnection, article_id: str, speaker: str | None, text: str, quote: str, is_forced: bool
) -> None:
    """Raise where the article names nobody of that name."""
    name = " ".join((speaker or "").split()).casefold()
    if not name or is_forced:
        return
    people = people_of(connection, article_id)
    byline = connection.execute(BYLINE, [article_id]).fetchone() or ("",)
    printed = " ".join(f"{text} {byline[0]}".split()).casefold()
    if name in {person.casefold() for person in people} or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", printed):
        return
    known = ", ".join(people[:NAMES_TOLD]) or "nobody"
    raise Place(quote).error(f"the article names nobody called {speaker!r}, but {known}: --force says that it is right")


def _quote(connection: duckdb.DuckDBPyConnection, quote_id: str) -> tuple[dict[str, str], str]:
    """Return the columns that name a quote, and its article's text."""
    quote = connection.execute(QUOTE, [quote_id]).fetchone()
    if quote is None:
        raise CorrectionError(f'no quote {quote_id} in the warehouse: whosaid sql "from quotes" lists them')
    article_id, words, start, end, text = quote
    ends = {"start_char": str(start), "end_char": str(end)}
    return {"quote_id": quote_id, "article_id": article_id, "words": words, **ends}, text


def _missing(connection: duckdb.DuckDBPyConnection, named: str) -> tuple[dict[str, str], str]:
    """Return the columns that name a quote which the reader missed, and its article's text."""
    place = PLACE.fullmatch(named)
    if place is None:
        raise CorrectionError(f"no place {named!r}: name what is missing as ARTICLE_ID:START-END")
    article = connection.execute("select text from articles where article_id = ?", [place[1]]).fetchone()
    if article is None:
        raise CorrectionError(f"no article {place[1]} in the warehouse")
    words = article[0][int(place[2]) : int(place[3])]
    return {"article_id": place[1], "words": words, "start_char": place[2], "end_char": place[3]}, article[0]
