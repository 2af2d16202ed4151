"""`whosaid findings`: what looks wrong in the published warehouse, listed, filtered and exported. Reads only."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console, table
from pipelines.csv_output import as_csv
from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import open_warehouse

FORMATS = ("table", "csv", "json", "parquet")
SEVERITIES = ("error", "warning", "note")
STATES = {"open": "resolved_at is null", "resolved": "resolved_at is not null", "all": "true"}
EVIDENCE_SHOWN = 160  # characters: two lines of a terminal
ROWS_OF_TABLE = 50  # unless --limit says otherwise: what one reads on a screen or two


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings: every part that is given must hold."""

    rule: str | None = None
    severity: str | None = None
    outlet: str | None = None
    article: str | None = None
    since: str | None = None
    state: str = "open"


def print_findings(
    data: Path | None, wanted: Filter, *, form: str, out: Path | None, limit: int | None, is_guarded: bool = True
) -> None:
    """Print the findings that `wanted` lets through, or write them to `out`; CSV guarded for spreadsheets.

    At most `limit` of them, where it is given.
    """
    _check_choice("format", form, FORMATS)
    if form == "parquet" and out is None:
        raise CommandError(ExitCode.USAGE, "parquet is no text: name a file with --out")
    if form == "table" and out is not None:
        raise CommandError(ExitCode.USAGE, "a table is for the terminal: give --format csv, json or parquet with --out")
    with open_warehouse(data_folder(data)) as connection:
        found = find(connection, wanted)
    if form == "table":
        _print_tables(found, limit or ROWS_OF_TABLE)
    elif out is None:
        sys.stdout.write(_as_text(found.slice(0, limit), form, is_guarded))
    else:
        _write(found.slice(0, limit), form, out, is_guarded)


def find(connection: duckdb.DuckDBPyConnection, wanted: Filter) -> pa.Table:
    """Return the findings that `wanted` lets through, the worst first, then the latest.

    Raises `CommandError` where a rule, severity or state of `wanted` is none.
    """
    _check_choice("state", wanted.state, list(STATES))
    rules = [rule for (rule,) in connection.execute("select rule from finding_rules order by rule").fetchall()]
    if wanted.rule is not None:
        _check_choice("rule", wanted.rule, rules)
    if wanted.severity is not None:
        _check_choice("severity", wanted.severity, SEVERITIES)
    conditions, values = [STATES[wanted.state]], []
    for condition, value in (
        ("rule = ?", wanted.rule),
        ("severity = ?", wanted.severity),
        ("? in (outlet, outlet_id)", wanted.outlet),
        ("article_id = ?", wanted.article),
        ("first_seen >= ?", None if wanted.since is None else _day(wanted.since)),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    order = "list_position(['error', 'warning', 'note'], severity), first_seen desc, rule, finding_id"
    query = f"select * from attribution_findings where {' and '.join(conditions)} order by {order}"  # noqa: S608
    found = connection.sql(query, params=values).to_arrow_table()
    return found if found is not None else pa.table({})


def _check_choice(what: str, value: str, known: Sequence[str]) -> None:
    """Raise `CommandError` unless `value` is one of `known`."""
    if value not in known:
        raise CommandError(ExitCode.USAGE, f"no {what} {value!r}: choose {', '.join(known)}")


def _day(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise CommandError(ExitCode.USAGE, f"--since {value!r} is no day: write it like 2026-03-02") from error
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _print_tables(found: pa.Table, limit: int) -> None:
    out = console()
    rows = found.to_pylist()
    if not rows:
        out.print("No findings.")
        return
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row["severity"], row["rule"]] = counts.get((row["severity"], row["rule"]), 0) + 1
    shown = [{"severity": severity, "rule": rule, "findings": count} for (severity, rule), count in counts.items()]
    out.print(table("", shown))
    out.print(table(f"\nThe first {min(limit, len(rows)):,} of {len(rows):,}", [_line(row) for row in rows[:limit]]))
    if len(rows) > limit:
        out.print("More: --limit, a filter, or --format csv")


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    evidence = row["evidence"]
    cut = evidence if len(evidence) <= EVIDENCE_SHOWN else evidence[: EVIDENCE_SHOWN - 1] + "…"
    return {
        "severity": row["severity"],
        "rule": row["rule"],
        "evidence": cut,
        "suggestion": row["suggestion"],
        "quote": row["quote_id"],
        "look": row["link"] or row["batch_id"],
    }


def _write(found: pa.Table, form: str, out: Path, is_guarded: bool) -> None:
    try:
        if form == "parquet":
            pq.write_table(found, out)
        else:
            out.write_text(_as_text(found, form, is_guarded), encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(ExitCode.DISK, f"{out} cannot be written ({os.strerror(error.errno or 0)})") from error


def _as_text(found: pa.Table, form: str, is_guarded: bool) -> str:
    if form == "json":
        return orjson.dumps(found.to_pylist(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    rows = ([*row.values()] for row in found.to_pylist())
    return as_csv(found.column_names, rows, is_guarded=is_guarded)
