"""Opens the published warehouse for who reads it: commands and pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.errors import WarehouseError, WarehouseLocked, WarehouseMissing
from pipelines.warehouse.locks import is_open_for_writing, logs_of


@contextmanager
def open_warehouse(folder: DataFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file for reading only, without access to any other file.

    What this version asks for and the file does not have was built by another version: a `WarehouseError` says so.
    """
    with connect_to_published(folder) as connection:
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise WarehouseError(
                f"{folder.warehouse} was built by another version: whosaid run builds it anew"
            ) from error


def connect_to_published(folder: DataFolder) -> duckdb.DuckDBPyConnection:
    """Return a connection to the published file that can read it and nothing else; raises `WarehouseError`."""
    if not folder.warehouse.is_file():
        raise WarehouseMissing(f"there is no warehouse at {folder.warehouse} yet: make one with whosaid run")
    if logs_of(folder.warehouse) and not is_open_for_writing(folder.warehouse):
        raise WarehouseError(
            f"another program left changes beside {folder.warehouse} that are not in it: whosaid run removes them"
        )
    try:
        return duckdb.connect(
            str(folder.warehouse), read_only=True, config={"enable_external_access": False, "lock_configuration": True}
        )
    except duckdb.Error as error:
        if is_open_for_writing(folder.warehouse):
            line = f"{folder.warehouse} is open for writing in another program: close it, then ask again"
            raise WarehouseLocked(line) from error
        raise WarehouseError(
            f"{folder.warehouse} is no warehouse, or damaged: remove it, and whosaid run builds it anew"
        ) from error
