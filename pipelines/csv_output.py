"""CSV as commands print it: plain, or guarded for spreadsheets, which run a cell that begins like a formula."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from numbers import Number
from typing import Any

# With what a formula or a command begins in Excel, LibreOffice and Sheets (OWASP, "CSV Injection"), full-width forms
# included; some pass over blanks before it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BREAKS = ("\t", "\r", "\n")  # with which a cell can leave its column
TEXT_SIGN = "'"  # by which a spreadsheet takes what follows for text


def as_csv(names: Sequence[str], rows: Iterable[Sequence[Any]], *, is_guarded: bool) -> str:
    """Return a header and rows as CSV; guarded, no text is taken for a formula: such a cell begins with `'`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in ([*names], *rows):
        cells = (_plain(value) for value in row)
        writer.writerow([guard(cell) if is_guarded else cell for cell in cells])
    return text.getvalue()


def guard(cell: Any) -> Any:
    """Return text that a spreadsheet would take for a formula with `'` before it, anything else as it is."""
    if not isinstance(cell, str):
        return cell
    is_formula = cell.startswith(BREAKS) or cell.lstrip().startswith(FORMULA_SIGNS)
    return TEXT_SIGN + cell if is_formula else cell


def _plain(value: Any) -> Any:
    """Return numbers, flags and nothing as they are, the rest as text; lists and records as JSON."""
    if value is None or isinstance(value, Number):
        return value
    is_nested = isinstance(value, list | dict)
    return json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":")) if is_nested else str(value)
