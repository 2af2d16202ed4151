"""`whosaid sql`: one read-only query on the published warehouse, as a table, CSV, JSON or Parquet."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from rich.text import Text

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console, plain, table
from pipelines.csv_output import as_csv
from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import open_warehouse

FORMATS = ("table", "csv", "json", "parquet", "records")
ROWS_SHOWN = 1_000
LEAST_COLUMN = 12  # characters: in narrower columns words are torn, and one record a block reads better
TABLES = """
    select table_name, estimated_size as rows, column_count as columns from duckdb_tables()
    where schema_name = 'main' and not internal order by table_name
"""
SCHEMA = """
    select table_name, column_name, data_type from duckdb_columns()
    where schema_name = 'main' and not internal and ($table is null or table_name = $table)
    order by table_name, column_index
"""


def print_query(query: str, data: Path | None, *, form: str, is_guarded: bool = True, out: Path | None = None) -> None:
    """Print the rows that `query` gives, or write them to `out`; CSV so that no spreadsheet runs them, if `is_guarded`.

    `.tables` and `.schema TABLE` are queries too, as in DuckDB's shell.
    """
    if form not in FORMATS:
        raise CommandError(ExitCode.USAGE, f"no format {form!r}: choose {', '.join(FORMATS)}")
    if form == "parquet" and out is None:
        raise CommandError(ExitCode.USAGE, "parquet is no text: name a file with --out")
    if form in ("table", "records") and out is not None:
        raise CommandError(ExitCode.USAGE, f"{form} is for the terminal: give --format csv, json or parquet with --out")
    with open_warehouse(data_folder(data)) as connection:
        try:
            if form == "parquet" and out is not None:
                _write_parquet(connection, query, out)
                return
            names, rows = _ask(connection, query)
        except duckdb.Error as error:
            raise CommandError(ExitCode.FAILED, str(error).splitlines()[0]) from error
    if form in ("csv", "json"):
        _write(_as_text(names, rows, form, is_guarded), out)
    elif form == "records" or (form == "table" and len(names) * LEAST_COLUMN > console().width):
        _print_records(names, rows)
    else:
        _print_table(names, rows)


def _ask(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[Any]]:
    found = connection.execute(*_read(query))
    if found is None:
        raise CommandError(ExitCode.USAGE, "no query: give one SELECT")
    return [column[0] for column in found.description or []], found.fetchall()


def _read(query: str) -> tuple[str, Mapping[str, Any] | None]:
    """Return what to execute, and with which values."""
    words = query.split()
    if words == [".tables"]:
        return TABLES, None
    if words[:1] == [".schema"] and len(words) <= 2:
        return SCHEMA, {"table": words[1] if words[1:] else None}
    return query.encode("utf-8", "replace").decode(), None  # an argument may be no UTF-8


def _write_parquet(connection: duckdb.DuckDBPyConnection, query: str, out: Path) -> None:
    sql, values = _read(query)
    found = connection.sql(sql, params=values)
    if found is None:
        raise CommandError(ExitCode.USAGE, "no query: give one SELECT")
    rows: pa.Table = found.to_arrow_table()
    try:
        pq.write_table(rows, out, compression="zstd")
    except OSError as error:
        raise _unwritable(out, error) from error


def _as_text(names: Sequence[str], rows: Sequence[Any], form: str, is_guarded: bool) -> bytes:
    if form == "csv":
        return as_csv(names, rows, is_guarded=is_guarded).encode()
    lines = [dict(zip(names, row, strict=True)) for row in rows]
    return orjson.dumps(lines, option=orjson.OPT_INDENT_2, default=str) + b"\n"


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: OSError) -> CommandError:
    return CommandError(ExitCode.DISK, f"{out} cannot be written ({os.strerror(error.errno or 0)})")


def _print_table(names: list[str], rows: list[Any]) -> None:
    shown = [dict(zip(names, row, strict=True)) for row in rows[:ROWS_SHOWN]]
    console().print(table("", shown, names))
    _print_rest(rows)


def _print_records(names: list[str], rows: list[Any]) -> None:
    """Print one record a block, one column a line: tables of many columns stay readable."""
    out, width = console(), max(map(len, names), default=0)
    for number, row in enumerate(rows[:ROWS_SHOWN], start=1):
        out.print(Text(f"-- {number}", style="dim"))
        for name, value in zip(names, row, strict=True):
            out.print(Text(f"{plain(name):{width}s}  {plain(value)}"))
    _print_rest(rows)


def _print_rest(rows: Sequence[Any]) -> None:
    if len(rows) > ROWS_SHOWN:
        console().print(f"{len(rows) - ROWS_SHOWN:,} more rows: use --format csv, or a limit")
