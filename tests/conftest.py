"""Fixtures for all tests."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from command_line import whosaid
from filelock import FileLock
from hypothesis import HealthCheck, settings

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.manifest import install_manifest

# The same examples in every run, however slow the machine is.
settings.register_profile("certain", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("certain")
gc.set_threshold(100_000)  # as `whosaid` has it: dbt and Dagster make much that stays


BUILDING = {("unit", "warehouse"), ("unit", "upkeep")}  # folders of tests
BUILT = {"built", "shared_folder"}  # fixtures


@pytest.fixture(scope="session", autouse=True)
def _installed() -> None:
    """Parse the dbt project as installing does, or each data folder of a test would do so for itself."""
    install_manifest()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of private test data beside the repository; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("needs the private test data in ../shared, which is not here")
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The data folder of a fresh clone after its first run; for reading. Processes that test side by side share one."""
    place = tmp_path_factory.getbasetemp()
    folder = DataFolder((place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "sample" / "data")
    folder.root.parent.mkdir(exist_ok=True)
    with FileLock(folder.root.parent / "lock"):
        if not folder.warehouse.is_file():
            articles = Path(__file__).resolve().parents[1] / "data" / "raw" / "sample"
            shutil.copytree(articles, folder.raw / "sample", dirs_exist_ok=True)
            done = whosaid("run", "--data", folder.root)
            assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The published warehouse of the first batch; not to be written to."""
    from pipelines.lake import Lake  # imports that most tests do without
    from tests.lake_samples import first_batch
    from tests.published import make

    data = DataFolder(tmp_path_factory.mktemp("built") / "data")
    first_batch(Lake(data.lake))
    make(data)
    return data


@pytest.fixture
def published(built: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of `built` with its times, that a test may write to."""
    shutil.copytree(built.root, tmp_path / "copy")
    return DataFolder(tmp_path / "copy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what builds a warehouse or reads the private data; `make check` goes without."""
    tests = Path(__file__).resolve().parent
    for item in items:
        place = item.path.relative_to(tests)
        is_building = place.parts[0] == "integration" or place.parts[:2] in BUILDING
        if is_building or {"shared_folder", "sample"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker("builds")
