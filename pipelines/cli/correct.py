"""`whosaid correct`: appends a correction to `data/corrections/corrections.csv` after checking it."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.sql import open_warehouse
from pipelines.cli.terminal import console
from pipelines.corrections.read import COLUMNS, Place, checked_row, read_corrections
from pipelines.resources.environment import data_folder

FILE = "corrections.csv"
QUOTE = """
    select quotes.article_id, quotes.content, quotes.content_start_char, quotes.content_end_char, articles.text
    from quotes inner join articles using (article_id) where quotes.quote_id = ?
"""


def add_correction(quote_id: str, data: Path | None, given: Mapping[str, str | None]) -> None:
    """Append one correction of a quote that the published warehouse holds; raises where it means nothing there."""
    folder = data_folder(data)
    with open_warehouse(folder) as connection:
        quote = connection.execute(QUOTE, [quote_id]).fetchone()
    if quote is None:
        raise CommandError(
            ExitCode.USAGE, f'no quote {quote_id} in the warehouse: whosaid sql "from quotes" lists them'
        )
    article_id, words, start, end, text = quote
    row: dict[str, Any] = {
        **given,
        "quote_id": quote_id,
        "article_id": article_id,
        "words": words,
        "start_char": str(start),
        "end_char": str(end),
        "corrected_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    path = folder.corrections / FILE
    checked_row(row, Place(FILE, 1))
    if row.get("source") and row["source"] not in text:
        raise CommandError(ExitCode.USAGE, f"the article does not print {row['source']!r}: give the source as it does")
    read_corrections(folder.corrections)  # nothing is added to files that a run would refuse
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    columns = COLUMNS if is_new else _columns(path)
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow({name: row.get(name) or "" for name in columns})
    console().print(f"Added to {path}; the next whosaid run applies it.")


def _columns(path: Path) -> list[str]:
    """Return the columns of a file that is there; all that a correction says must have one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = next(csv.reader(stream), [])
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise CommandError(ExitCode.USAGE, f"{path}, line 1: add the columns {', '.join(missing)}, or rename the file")
    return columns
