"""`whosaid show`: an article, or a place in it, as the published warehouse holds it. Reads only."""

import re
from pathlib import Path
from typing import Any

from rich.text import Text

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console, plain
from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import open_warehouse

PLACE = re.compile(r"^(?P<article>[^:\s]+?)(?:\.\d+\.(?P<quote>q\d+|c\w+))?(?::(?P<start>\d+)-(?P<end>\d+))?$")
AROUND = 400  # characters shown before and after a place
ARTICLE = """
    select title, outlet, byline, published_at, url, source_path, text from articles where article_id = ?
"""
QUOTE = """
    select content_start_char, content_end_char from quotes
    where article_id = ? and (quote_id = ? or 'q' || quote_no = ?)
"""


def show_place(place: str, data: Path | None) -> None:
    """Print the article that `place` names: ARTICLE_ID, ARTICLE_ID:START-END or QUOTE_ID; the place stands out."""
    named = PLACE.match(place)
    if named is None:
        raise CommandError(ExitCode.USAGE, f"no place {place!r}: give ARTICLE_ID, ARTICLE_ID:START-END or QUOTE_ID")
    with open_warehouse(data_folder(data)) as connection:
        article = connection.execute(ARTICLE, [named["article"]]).fetchone()
        if article is None:
            raise CommandError(ExitCode.USAGE, f"no article {named['article']} in the warehouse")
        span = (int(named["start"]), int(named["end"])) if named["start"] else None
        if named["quote"] is not None:
            span = connection.execute(QUOTE, [named["article"], place, named["quote"]]).fetchone()
            if span is None:
                raise CommandError(ExitCode.USAGE, f"no quote {place} in the warehouse")
    if span is not None and not span[0] <= span[1] <= len(article[-1]):
        raise CommandError(ExitCode.USAGE, f"no place {place!r}: the article runs from 0 to {len(article[-1])}")
    _print(article, span)


def _print(article: Any, span: Any) -> None:
    *head, text = article
    out = console()
    names = ("Title", "Outlet", "Byline", "Published", "Link", "File")
    for name, value in zip(names, head, strict=True):
        if value is not None:
            out.print(Text(f"{name:10s} {plain(value)}"))
    out.print()
    start, end = span or (0, 0)
    first, last = (max(0, start - AROUND), min(len(text), end + AROUND)) if span else (0, len(text))
    shown = Text("…" if first else "")
    shown.append(_lines(text[first:start]))
    shown.append("[" if span else "").append(_lines(text[start:end]), style="bold reverse").append("]" if span else "")
    shown.append(_lines(text[end:last])).append("…" if last < len(text) else "")
    out.print(shown)


def _lines(text: str) -> str:
    """Return text without characters that control a terminal; keep its line breaks and spaces."""
    return "".join(c if c == "\n" or c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " for c in text)
