"""A report for an editor: one page that needs no other file, and its tables as CSV."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.csv_output import as_csv
from pipelines.desk.question import Rows
from pipelines.desk.questions.report import find_report
from pipelines.desk.rendering import TEMPLATES
from pipelines.durable import write_whole

TABLES = ("quoted", "shared", "findings")


def write_report(connection: duckdb.DuckDBPyConnection, *, outlet: str, month: date, out: Path) -> list[Path] | None:
    """Write the report on an outlet's month into `out` and return its files; None without such an outlet."""
    found = find_report(connection, outlet, month)
    if found is None:
        return None
    out.mkdir(parents=True, exist_ok=True)
    written = {out / "report.html": _page(found)}
    written |= {out / f"{name}.csv": _table(found[name]) for name in TABLES}
    for path, content in written.items():
        write_whole(path, content.encode())
    return [*written]


def _page(found: dict[str, Any]) -> str:
    return TEMPLATES.get_template("report.html").render(**found)


def _table(rows: Rows) -> str:
    return as_csv([*rows[0]], ([*row.values()] for row in rows), is_guarded=True) if rows else ""
