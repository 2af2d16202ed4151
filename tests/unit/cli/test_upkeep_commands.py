"""`whosaid check-lake` and `whosaid forget` as far as they go without a run."""

from pathlib import Path

import pytest
from command_line import whosaid
from lake_samples import first_batch

from pipelines.cli.failures import ExitCode
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.writer_lock import writer_lock

GIVEN = ("--by", "Desk", "--why", "an order")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data [1]")
    first_batch(Lake(folder.lake))
    return folder


def test_a_lake_that_is_whole_is_said_to_be_so_and_a_damaged_file_is_named_with_its_cost(folder: DataFolder) -> None:
    whole = whosaid("check-lake", "--data", folder.root)
    assert whole.returncode == 0 and "The lake is whole" in whole.stdout
    path = Lake(folder.lake).files("quotes")[0]
    path.write_bytes(path.read_bytes()[:-9])
    damaged = whosaid("check-lake", "--data", folder.root)
    assert damaged.returncode == ExitCode.FAILED
    assert f"quotes/{path.name}: its bytes are others" in damaged.stdout and "annotated again" in damaged.stdout
    assert damaged.stderr.count("\n") == 1 and "check-lake --repair" in damaged.stderr
    assert path.exists(), "without --repair nothing is changed"


@pytest.mark.parametrize("command", [("check-lake",), ("forget", "a1", *GIVEN)])
def test_a_folder_without_a_lake_is_named_and_one_that_is_written_to_is_left_alone(
    command: tuple[str, ...], folder: DataFolder, tmp_path: Path
) -> None:
    nothing = whosaid(*command, "--data", tmp_path / "nothing")
    assert nothing.returncode == ExitCode.NOTHING_TO_READ
    assert nothing.stderr.count("\n") == 1 and "there is no lake" in nothing.stderr
    with writer_lock(folder):
        locked = whosaid(*command, "--data", folder.root)
    assert locked.returncode == ExitCode.LOCKED and "--wait" in locked.stderr


def test_an_article_that_is_none_or_nobodys_order_is_refused_in_one_line(folder: DataFolder) -> None:
    unknown = whosaid("forget", "nobody's", *GIVEN, "--data", folder.root)
    assert unknown.returncode == ExitCode.NOTHING_TO_READ
    assert unknown.stderr.count("\n") == 1 and "no article nobody's in the lake" in unknown.stderr
    blank = whosaid("forget", "a1", "--by", " ", "--why", "x", "--data", folder.root)
    assert blank.returncode == ExitCode.USAGE and "--by and --why" in blank.stderr
    assert not Lake(folder.lake).forgotten().tombstones
