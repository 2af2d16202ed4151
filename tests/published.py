"""Published warehouses of tests: made from a lake, and asked."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish

SHELL = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
connection.execute(sys.argv[2])
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def open_for_writing(path: Path, statement: str = "select 1") -> Iterator[None]:
    """Keep `path` open in another process, as a SQL shell does without -readonly, after it ran `statement`."""
    command = [sys.executable, "-c", SHELL, str(path), statement]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as shell:
        assert shell.stdout is not None
        assert shell.stdout.readline() == b"open\n"
        try:
            yield
        finally:
            shell.communicate()


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query on a published warehouse."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def make(data: DataFolder, *, full_refresh: bool = False) -> None:
    """Build and publish; no model or test may fail."""
    run = build.build(data, full_refresh=full_refresh)
    assert not run.failures, run.failures
    publish.publish(data)
