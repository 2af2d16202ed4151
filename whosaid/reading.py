"""Reads the published warehouse of a data folder."""

import os
from datetime import date
from types import TracebackType
from typing import Any

import duckdb

from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import connect_to_published

OF_SPEAKER = """(
    lower(speaker) = lower($speaker) or speaker_entity_id = $speaker
    or speaker_entity_id in (select entity_id from entity_aliases where lower(alias) = lower($speaker))
)"""
CONDITIONS = {  # of `Warehouse.quotes`, by argument
    "speaker": OF_SPEAKER,
    "outlet": "$outlet in (outlet, outlet_id)",
    "article": "article_id = $article",
    "kind": "kind = $kind",
    "containing": "contains(lower(content), lower($containing))",
    "since": "published_at >= $since",
    "until": "published_at <= $until",
}


class Warehouse:
    """The published warehouse, to be read and not to be changed. Close it, or use it in a `with`.

    What it answers are relations of DuckDB: `.df()` makes a DataFrame of one, `.to_arrow_table()` an Arrow table,
    `.fetchall()` tuples; `.filter`, `.aggregate`, `.order` and `.limit` ask further. It shows the file as it was when
    it was opened: open it again after a run.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Ask by `connection`."""
        self._connection = connection

    def quotes(  # noqa: PLR0913 - one for each condition
        self,
        *,
        speaker: str | None = None,
        outlet: str | None = None,
        article: str | None = None,
        kind: str | None = None,
        containing: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> duckdb.DuckDBPyRelation:
        """Return the quotes that all given conditions hold for, in the order of time.

        Args:
            speaker: Who is quoted: the name that all articles share, any spelling of it that one prints, or an
                entity_id. A spelling that stands for several people gives the quotes of them all.
            outlet: Who published the article: its name or its domain.
            article: The article_id.
            kind: direct, mixed or indirect.
            containing: Words that the content holds, however they are capitalised.
            since: Published then or later (UTC): a date, a datetime, or text such as "2026-03-02".
            until: Published then or earlier; a date without a time is the moment at which that day begins.
        """
        given: dict[str, Any] = {
            "speaker": speaker,
            "outlet": outlet,
            "article": article,
            "kind": kind,
            "containing": containing,
            "since": since,
            "until": until,
        }
        values = {name: value for name, value in given.items() if value is not None}
        wanted = " and ".join(CONDITIONS[name] for name in values) or "true"
        query = f"select * from quotes where {wanted} order by published_at, article_id, quote_no"  # noqa: S608
        return self.sql(query, **values)

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return one of the tables: `articles`, `speakers`, `utterances`, ... (docs/tables.md)."""
        return self._connection.table(name)

    def sql(self, query: str, **values: Any) -> duckdb.DuckDBPyRelation:
        """Return the answer to a SELECT, in which `$name` is the value given by that name."""
        return self._connection.sql(query, params=values)

    def close(self) -> None:
        """Let go of the file. Relations that were not fetched are of no use any more."""
        self._connection.close()

    def __enter__(self) -> "Warehouse":
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def open_warehouse(data: str | os.PathLike[str] | None = None) -> Warehouse:
    """Open the published warehouse of a data folder (default: `$WHOSAID_DATA`, else `data`) for reading.

    Raises `WarehouseError` where there is none, or where another program has it open for writing.
    """
    return Warehouse(connect_to_published(data_folder(None if data is None else os.fspath(data))))
