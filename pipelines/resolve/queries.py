"""SQL over Arrow tables in memory."""

import duckdb
import pyarrow as pa


def query(sql: str, schema: pa.Schema, **tables: pa.Table) -> pa.Table:
    """Return what `sql` finds in `tables`, which it names as the call does, in the shape of `schema`."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        found: pa.Table = connection.sql(sql).to_arrow_table()
    return found.select(schema.names).cast(schema)
