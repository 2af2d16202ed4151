"""Lakes small enough to see."""

from pathlib import Path

import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def lake(data: DataFolder) -> Lake:
    return Lake(data.lake)
