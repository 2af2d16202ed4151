"""`whosaid correct`: appends a correction to `data/corrections/corrections.csv` after checking it."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.sql import open_warehouse
from pipelines.cli.terminal import console
from pipelines.corrections.read import OF_SPANS, Place, checked_row, read_corrections
from pipelines.corrections.spans import placed
from pipelines.corrections.write import append_correction, corrections_lock
from pipelines.resources.environment import data_folder

FILE = "corrections.csv"
PLACE = re.compile(r"([^:.\s]+):(\d+)-(\d+)")
QUOTE = """
    select quotes.article_id, quotes.reader_content, quotes.reader_content_spans[1].start_char,
        quotes.reader_content_spans[-1].end_char, articles.text
    from quotes inner join articles using (article_id) where quotes.quote_id = ? and not quotes.is_added
"""


def add_correction(quote: str, data: Path | None, given: Mapping[str, str | None]) -> None:
    """Append one correction of a quote, or of a place that is none yet; raises where it means nothing there."""
    folder = data_folder(data)
    with open_warehouse(folder) as connection:
        named, text = _missing(connection, quote) if given["wrong"] == "missing" else _quote(connection, quote)
    path = folder.corrections / FILE
    with corrections_lock(folder.corrections_lock):
        known = read_corrections(folder.corrections)  # nothing is added to files that a run would refuse
        row: dict[str, Any] = {**given, **named, "corrected_at": f"{_time_after(known):%Y-%m-%dT%H:%M:%SZ}"}
        _check(row, quote, text)
        append_correction(path, row)
    console().print(f"Added to {path}; the next whosaid run applies it.")


def _time_after(known: Sequence[Mapping[str, Any]]) -> datetime:
    """Return now or, where a clock was ahead, the time of the last correction: of two the later one counts."""
    times: list[datetime] = [datetime.now(UTC), *(row["corrected_at"] for row in known)]
    return max(times).astimezone(UTC)


def _check(row: Mapping[str, Any], quote: str, text: str) -> None:
    """Raise where the correction means nothing in the article's text."""
    place = Place(quote)
    checked = checked_row(row, place)
    if row["wrong"] in OF_SPANS:
        placed(checked, text, near=checked["start_char"], place=place)
    if row.get("source") and row["source"] not in text:
        raise CommandError(ExitCode.USAGE, f"the article does not print {row['source']!r}: give the source as it does")


def _quote(connection: duckdb.DuckDBPyConnection, quote_id: str) -> tuple[dict[str, str], str]:
    """Return the columns that name a quote, and its article's text."""
    quote = connection.execute(QUOTE, [quote_id]).fetchone()
    if quote is None:
        raise CommandError(
            ExitCode.USAGE, f'no quote {quote_id} in the warehouse: whosaid sql "from quotes" lists them'
        )
    article_id, words, start, end, text = quote
    ends = {"start_char": str(start), "end_char": str(end)}
    return {"quote_id": quote_id, "article_id": article_id, "words": words, **ends}, text


def _missing(connection: duckdb.DuckDBPyConnection, named: str) -> tuple[dict[str, str], str]:
    """Return the columns that name a quote which the reader missed, and its article's text."""
    place = PLACE.fullmatch(named)
    if place is None:
        raise CommandError(ExitCode.USAGE, f"no place {named!r}: name what is missing as ARTICLE_ID:START-END")
    article = connection.execute("select text from articles where article_id = ?", [place[1]]).fetchone()
    if article is None:
        raise CommandError(ExitCode.USAGE, f"no article {place[1]} in the warehouse")
    words = article[0][int(place[2]) : int(place[3])]
    return {"article_id": place[1], "words": words, "start_char": place[2], "end_char": place[3]}, article[0]
