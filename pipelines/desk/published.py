"""One connection to the published warehouse for all requests, opened anew once a run has published another."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.errors import WarehouseError
from pipelines.warehouse.reading import connect_to_published

Mark = tuple[int, int, int]


class PublishedWarehouse:
    """Gives each request a cursor of its own.

    DuckDB answers a second connection to a path from the file that the first one has open, whatever lies there by now.
    So the old one is closed before the new one is opened, and requests wait for those that still read the old one.
    """

    def __init__(self, folder: DataFolder) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._free = threading.Condition()
        self._readers = 0
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._mark: Mark | None = None

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection that reads what is published now; raises `WarehouseError`."""
        cursor = self._enter()
        try:
            yield cursor
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise WarehouseError("the warehouse was built by another version: whosaid run builds it anew") from error
        finally:
            cursor.close()
            self._leave()

    def close(self) -> None:
        """Let go of the file; the next request opens it again."""
        with self._free:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @property
    def mark(self) -> Mark | None:
        """Another one means: another warehouse is published; None where none is."""
        try:
            stat = self._folder.warehouse.stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_size, stat.st_mtime_ns

    @property
    def opened(self) -> Mark | None:
        """The mark of the warehouse that requests read; it stays the same while one is `reading`."""
        return self._mark

    def _enter(self) -> duckdb.DuckDBPyConnection:
        with self._free:
            while self._connection is None or self._mark != self.mark:
                if self._readers == 0:
                    self._open()
                    break
                self._free.wait()
            assert self._connection is not None  # noqa: S101 - for the type checker
            self._readers += 1
            return self._connection.cursor()

    def _open(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        mark = self.mark
        self._connection, self._mark = connect_to_published(self._folder), mark

    def _leave(self) -> None:
        with self._free:
            self._readers -= 1
            self._free.notify_all()
