"""A question to the warehouse: SQL with named values, its rows, and the same as SQL that can be copied and run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb

Rows = list[dict[str, Any]]
NAMED = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Question:
    """One SELECT; a value stands in it as `$name`."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, connection: duckdb.DuckDBPyConnection) -> Rows:
        """Return the rows, each by the names of its columns."""
        return rows(connection, self.sql, self.values)

    def shown(self) -> str:
        """Return the question with its values in place, ready for `whosaid sql` or any DuckDB shell."""
        return NAMED.sub(lambda found: _literal(self.values[found[1]]), self.sql).strip()


def rows(connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> Rows:
    """Return the rows of `sql`, each by the names of its columns."""
    found = connection.execute(sql, values or None)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def one(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
    """Return the first row of `sql`; None where there is none."""
    found = rows(connection, sql, values)
    return found[0] if found else None


def _literal(value: Any) -> str:
    """Return a value as SQL writes it. In DuckDB's plain strings nothing but the quotation mark has a meaning."""
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    kind = "timestamp " if isinstance(value, datetime) else "date " if isinstance(value, date) else ""
    return kind + "'" + str(value).replace("'", "''") + "'"
