"""`whosaid sql`: one read-only query on the published warehouse, as a table, CSV or JSON."""

import sys
from pathlib import Path
from typing import Any

import duckdb
import orjson

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console, table
from pipelines.csv_output import as_csv
from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import open_warehouse

FORMATS = ("table", "csv", "json")
ROWS_SHOWN = 1_000


def print_query(query: str, data: Path | None, *, form: str, is_guarded: bool = True) -> None:
    """Print the rows that `query` gives; CSV so that no spreadsheet runs them, if `is_guarded`."""
    if form not in FORMATS:
        raise CommandError(ExitCode.USAGE, f"no format {form!r}: choose {', '.join(FORMATS)}")
    with open_warehouse(data_folder(data)) as connection:
        try:
            found = connection.execute(query.encode("utf-8", "replace").decode())  # an argument may be no UTF-8
            if found is None:
                raise CommandError(ExitCode.USAGE, "no query: give one SELECT")
            names = [column[0] for column in found.description or []]
            rows = found.fetchall()
        except duckdb.Error as error:
            raise CommandError(ExitCode.FAILED, str(error).splitlines()[0]) from error
    if form == "csv":
        sys.stdout.write(as_csv(names, rows, is_guarded=is_guarded))
    elif form == "json":
        lines = [dict(zip(names, row, strict=True)) for row in rows]
        sys.stdout.buffer.write(orjson.dumps(lines, option=orjson.OPT_INDENT_2, default=str) + b"\n")
    else:
        _print_table(names, rows)


def _print_table(names: list[str], rows: list[Any]) -> None:
    shown = [dict(zip(names, row, strict=True)) for row in rows[:ROWS_SHOWN]]
    console().print(table("", shown, names))
    if len(rows) > ROWS_SHOWN:
        console().print(f"{len(rows) - ROWS_SHOWN:,} more rows: use --format csv, or a limit")
