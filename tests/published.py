"""Published warehouses of tests: made from a lake, and asked."""

from pathlib import Path

import duckdb

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish

WRITER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("create table scribbled (a integer)")
print("open", flush=True)
sys.stdin.read()
"""


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query on a published warehouse."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def make(data: DataFolder, *, full_refresh: bool = False) -> None:
    """Build and publish; no model or test may fail."""
    run = build.build(data, full_refresh=full_refresh)
    assert not run.failures, run.failures
    publish.publish(data)
