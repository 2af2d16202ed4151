"""A published warehouse to call the command line on."""

from pathlib import Path

import duckdb
import pytest

from pipelines.resources.data_folder import DataFolder


@pytest.fixture
def published(tmp_path: Path) -> DataFolder:
    """A data folder with a tiny published warehouse."""
    folder = DataFolder(tmp_path / "data")
    folder.raw.mkdir(parents=True)
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("create table quotes as select * from (values ('Ada Brennick', 2), (null, 1)) t(speaker, n)")
    return folder
