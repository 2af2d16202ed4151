"""Published warehouses of tests: made from a lake, and asked."""

import subprocess
import sys
from collections.abc import Callable, Iterator
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

STATEMENTS = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
for line in sys.stdin:
    connection.execute(line)
    print("done", flush=True)
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


@contextmanager
def shell(path: Path) -> Iterator[Callable[[str], None]]:
    """Open `path` for writing in another process and yield what has it run a statement; it is killed at the end."""
    command = [sys.executable, "-c", STATEMENTS, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def run(statement: str) -> None:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(statement + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"

        try:
            run("select 1")
            yield run
        finally:
            process.kill()


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query on a published warehouse."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def make(data: DataFolder, *, full_refresh: bool = False) -> None:
    """Build and publish; no model or test may fail."""
    run = build.build(data, full_refresh=full_refresh)
    assert not run.failures, run.failures
    publish.publish(data)
