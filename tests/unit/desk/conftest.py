"""The desk on the sample's warehouse: one to read, and one of a test's own to write to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_pages import HERE, sign_in
from starlette.testclient import TestClient

from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder


@pytest.fixture(scope="module")
def reader(sample: DataFolder) -> Iterator[TestClient]:
    with TestClient(make_app(sample), base_url=HERE) as client:
        yield client


@pytest.fixture
def own_folder(sample: DataFolder, tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.root.mkdir()
    shutil.copy(sample.warehouse, folder.warehouse)
    return folder


@pytest.fixture
def writer(own_folder: DataFolder) -> Iterator[TestClient]:
    with TestClient(make_app(own_folder), base_url=HERE) as client:
        yield sign_in(client, "Ida Moor")
