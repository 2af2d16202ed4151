"""SQL over Arrow tables in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import duckdb
import pyarrow as pa


@contextmanager
def connect() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection of its own to the process's database in memory; times are UTC.

    Opening a database costs more than most queries here do. Settings that are the whole database's stay untouched.
    """
    with _database().cursor() as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def query(sql: str, schema: pa.Schema, **tables: pa.Table) -> pa.Table:
    """Return what `sql` finds in `tables`, which it names as the call does, in the shape of `schema`."""
    with connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        found: pa.Table = connection.sql(sql).to_arrow_table()
    return found.select(schema.names).cast(schema)
