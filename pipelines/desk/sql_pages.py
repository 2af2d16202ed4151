"""The route /sql: one SELECT within limits of time and rows, which reads the warehouse and no other file."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipelines.desk import formats
from pipelines.desk.question import Question
from pipelines.desk.rendering import desk_of, render

SECONDS = 10.0  # of one query; longer ones are for the terminal
MOST_ROWS = 1_000  # shown
MOST_CELL = 2_000  # characters of a cell
READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
TABLES = """
    select table_name, count(*) as n_columns, list(column_name order by column_index) as columns
    from duckdb_columns() where schema_name = 'main' and not internal group by table_name order by table_name
"""


class RefusedQueryError(ValueError):
    """The query is none that is answered here; the message says why."""


def show_sql(request: Request) -> Response:
    """The query in the address and its rows."""
    query = request.query_params.get("query", "").strip()
    names: list[str] = []
    found: list[Any] = []
    problem, status = None, 200
    with desk_of(request).warehouse.reading() as connection:
        tables = Question(TABLES).rows(connection)
        if query:
            try:
                names, found = ask(connection, query)
            except (RefusedQueryError, duckdb.Error) as error:
                problem, status = str(error), 400
    return render(
        request,
        "sql.html",
        status=status,
        query_text=query,
        names=names,
        found=[[_shown(value) for value in row] for row in found[:MOST_ROWS]],
        is_cut=len(found) > MOST_ROWS,
        problem=problem,
        tables=tables,
    )


def download_sql(request: Request) -> Response:
    """The same as a file."""
    query = request.query_params.get("query", "").strip()
    with desk_of(request).warehouse.reading() as connection:
        try:
            _refuse_other_than_reading(query)
            limited = Question(f"select * from ({query.rstrip(';')}\n) limit {formats.MOST_ROWS}")  # noqa: S608
            with _limited_time(connection):
                return formats.download(connection, limited, form=request.path_params["form"], name="whosaid-sql")
        except (RefusedQueryError, duckdb.Error) as error:
            return render(
                request,
                "sql.html",
                status=400,
                query_text=query,
                names=[],
                found=[],
                is_cut=False,
                problem=str(error),
                tables=Question(TABLES).rows(connection),
            )


def ask(connection: duckdb.DuckDBPyConnection, query: str, *, seconds: float = SECONDS) -> tuple[list[str], list[Any]]:
    """Return the columns and rows of a query, one row more than are shown where there are more.

    Raises `RefusedQueryError` for what is no single SELECT and for what takes too long, DuckDB's error for the rest.
    """
    _refuse_other_than_reading(query)
    with _limited_time(connection, seconds):
        done = connection.execute(query)
        return [column[0] for column in done.description or []], done.fetchmany(MOST_ROWS + 1)


def _refuse_other_than_reading(query: str) -> None:
    statements = duckdb.extract_statements(query)
    if len(statements) != 1 or statements[0].type not in READING:
        raise RefusedQueryError("One SELECT is answered here: nothing is written, attached or set.")


@contextmanager
def _limited_time(connection: duckdb.DuckDBPyConnection, seconds: float = SECONDS) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise RefusedQueryError(f"This took longer than {seconds:g} seconds: whosaid sql has no such limit.") from error
    finally:
        timer.cancel()


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…"


def routes() -> Sequence[Any]:
    """Return the routes of this module."""
    return [Route("/sql", show_sql), *(Route(f"/sql.{form}", _download_as(form)) for form in formats.FORMATS)]


def _download_as(form: str) -> Any:
    def route(request: Request) -> Response:
        request.path_params["form"] = form
        return download_sql(request)

    return route
