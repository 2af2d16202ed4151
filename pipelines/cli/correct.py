"""`whosaid correct`: appends a correction to `data/corrections/corrections.csv` after checking it."""

import csv
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.sql import open_warehouse
from pipelines.cli.terminal import console
from pipelines.corrections.read import COLUMNS, OF_SPANS, Place, checked_row, read_corrections
from pipelines.corrections.spans import placed
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
    row: dict[str, Any] = {**given, **named, "corrected_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    path = folder.corrections / FILE
    place = Place(quote)
    checked = checked_row(row, place)
    if given["wrong"] in OF_SPANS:
        placed(checked, text, near=checked["start_char"], place=place)
    if row.get("source") and row["source"] not in text:
        raise CommandError(ExitCode.USAGE, f"the article does not print {row['source']!r}: give the source as it does")
    read_corrections(folder.corrections)  # nothing is added to files that a run would refuse
    _append(path, row)
    console().print(f"Added to {path}; the next whosaid run applies it.")


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


def _append(path: Path, row: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    columns = COLUMNS if is_new else _columns(path, row)
    ends_in_line = not is_new and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        if is_new:
            writer.writeheader()
        elif ends_in_line:
            stream.write("\n")
        writer.writerow({name: row.get(name) or "" for name in columns})


def _columns(path: Path, row: Mapping[str, Any]) -> list[str]:
    """Return the columns of a file that is there; all that a correction says must have one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = next(csv.reader(stream), [])
    missing = [name for name in COLUMNS if row.get(name) and name not in columns]
    if missing:
        raise CommandError(ExitCode.USAGE, f"{path}, line 1: add the columns {', '.join(missing)}, or rename the file")
    return columns
