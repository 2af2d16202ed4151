"""A result as a file: CSV that no spreadsheet runs, JSON, Parquet."""

import io
from collections.abc import Callable

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from starlette.responses import Response

from pipelines.csv_output import as_csv
from pipelines.desk.question import Question

MOST_ROWS = 100_000  # of a file: more is asked with `whosaid sql --out`


def _as_csv(table: pa.Table) -> bytes:
    return as_csv(table.column_names, ([*row.values()] for row in table.to_pylist()), is_guarded=True).encode()


def _as_json(table: pa.Table) -> bytes:
    return orjson.dumps(table.to_pylist(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE, default=str)


def _as_parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


FORMATS: dict[str, tuple[str, Callable[[pa.Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _as_csv),
    "json": ("application/json", _as_json),
    "parquet": ("application/vnd.apache.parquet", _as_parquet),
}


def download(connection: duckdb.DuckDBPyConnection, question: Question, *, form: str, name: str) -> Response:
    """Return the rows of a question as a file `name.form`."""
    media_type, write = FORMATS[form]
    table = connection.sql(question.sql, params=question.values or None).to_arrow_table()
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(write(table), media_type=media_type, headers=disposition)
