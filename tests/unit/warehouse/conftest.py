"""Lakes small enough to see, and their warehouses."""

import shutil
from pathlib import Path

import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from tests.lake_samples import first_batch
from tests.published import make


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def lake(data: DataFolder) -> Lake:
    return Lake(data.lake)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The published warehouse of the first batch; not to be written to."""
    data = DataFolder(tmp_path_factory.mktemp("built") / "data")
    first_batch(Lake(data.lake))
    make(data)
    return data


@pytest.fixture
def published(built: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of `built` with its times, that a test may write to."""

    shutil.copytree(built.root, tmp_path / "copy")
    return DataFolder(tmp_path / "copy")
