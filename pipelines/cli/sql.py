"""`whosaid sql`: one read-only query on the published warehouse, as a table, CSV or JSON."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import orjson

from pipelines.cli.csv_output import as_csv
from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console, table
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.warehouse.locks import is_open_for_writing, logs_of

FORMATS = ("table", "csv", "json")
ROWS_SHOWN = 1_000


@contextmanager
def open_warehouse(folder: DataFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file for reading only, without access to any other file.

    What this version asks for and the file does not have was built by another version: a `CommandError` says so.
    """
    if not folder.warehouse.is_file():
        raise CommandError(
            ExitCode.NOTHING_TO_READ, f"there is no warehouse at {folder.warehouse} yet: make one with whosaid run"
        )
    if logs_of(folder.warehouse) and not is_open_for_writing(folder.warehouse):
        line = f"another program left changes beside {folder.warehouse} that are not in it: whosaid run removes them"
        raise CommandError(ExitCode.FAILED, line)
    try:
        connection = duckdb.connect(
            str(folder.warehouse), read_only=True, config={"enable_external_access": False, "lock_configuration": True}
        )
    except duckdb.Error as error:
        if is_open_for_writing(folder.warehouse):
            line = f"{folder.warehouse} is open for writing in another program: close it, then ask again"
            raise CommandError(ExitCode.LOCKED, line) from error
        line = f"{folder.warehouse} is no warehouse, or damaged: remove it, and whosaid run builds it anew"
        raise CommandError(ExitCode.FAILED, line) from error
    with connection:
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise CommandError(
                ExitCode.FAILED, f"{folder.warehouse} was built by another version: whosaid run builds it anew"
            ) from error


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
