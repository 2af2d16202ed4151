"""Text, tables and progress bars for the terminal, or plain lines without one. Removes control characters from news."""

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from pipelines.resources.progress import Advance, LineProgress, Progress

NUMBER = (int, float)


def console() -> Console:
    """Return a console for standard output, where text is printed as it is; 160 columns wide if that is no terminal."""
    is_terminal = sys.stdout.isatty()
    width = None if is_terminal else 160
    return Console(highlight=False, markup=False, emoji=False, width=width, no_color=None if is_terminal else True)


def plain(value: Any) -> str:
    """Return a value as one line of text without characters that control a terminal."""
    text = "" if value is None else str(value)
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text).split())


def table(title: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> Table:
    """Return rows as a table; numbers to the right.

    DuckDB's own renderer cuts long cells off; here they are folded, so that a quote is read whole.
    """
    names = list(columns or (rows[0] if rows else []))
    shown = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in names:
        is_number = any(isinstance(row[name], NUMBER) and not isinstance(row[name], bool) for row in rows)
        shown.add_column(Text(plain(name)), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(f"{v:,}" if isinstance(v, int) and name else plain(v)) for name, v in row.items()))
    return shown


class BarProgress:
    """Shows a bar, or a spinner if the total is unknown."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """See `pipelines.resources.progress.Progress`."""
        columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
        with Bars(*columns, TimeElapsedColumn(), transient=True, console=console()) as bars:
            task = bars.add_task(name, total=total)
            yield lambda: bars.advance(task)


def progress() -> Progress:
    """Return bars on a terminal, else lines on standard error: standard output may be read by a program."""
    return BarProgress() if sys.stdout.isatty() else LineProgress(partial(print, file=sys.stderr))
