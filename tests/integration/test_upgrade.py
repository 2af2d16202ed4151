"""A data folder of 0.1 becomes one of today's, and loses nothing.

`data_folder_0.1.tar.xz` was made by the code of 0.1 (93e9377) in two runs over invented articles: the second brought a
changed article and new ones, a correction by quote, one by place, and two people of one name who were told apart.
"""

import csv
import shutil
import tarfile
from pathlib import Path

import pytest
from command_line import whosaid
from published import rows
from same_marts import assert_same_present

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder

ARCHIVE = Path(__file__).with_name("data_folder_0.1.tar.xz")
OF_USERS = ("raw", "corrections")  # folders, beside `whosaid.toml` and `decisions.csv`


def _unpack(folder: Path) -> DataFolder:
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return DataFolder(folder)


def _run(data: DataFolder) -> None:
    done = whosaid("run", "--data", data.root)
    assert done.returncode == 0, done.stderr


def _revisions(data: DataFolder) -> set[tuple[str, int]]:
    return {(row["article_id"], row["revision"]) for row in Lake(data.lake).read("articles").to_pylist()}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The folder as 0.1 left it; not to be run."""
    return _unpack(tmp_path_factory.mktemp("old") / "data")


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The same after today's run."""
    data = _unpack(tmp_path_factory.mktemp("upgraded") / "data")
    _run(data)
    return data


def test_no_article_and_no_revision_is_lost(old: DataFolder, upgraded: DataFolder) -> None:
    assert len(_revisions(old)) == 9 and _revisions(old) <= _revisions(upgraded)
    published = {name for (name,) in rows(upgraded.warehouse, "select article_id from articles")}
    assert published == {name for name, _ in _revisions(old)}


def test_people_keep_their_ids_and_those_who_were_told_apart_stay_so(old: DataFolder, upgraded: DataFolder) -> None:
    before = {(row["name"], row["entity_id"]) for row in Lake(old.lake).read("entities").to_pylist()}
    people = [(name, entity) for name, entity in before if name in ("Ada Brennick", "Ida Roon", "Odo Fenn")]
    now = rows(upgraded.warehouse, "select name, entity_id from entities")
    assert len(people) == 4 and {*people} <= {*now}


def test_corrections_still_hold(upgraded: DataFolder) -> None:
    with (upgraded.corrections / "desk.csv").open(encoding="utf-8", newline="") as file:
        words = [line["words"] for line in csv.DictReader(file)]
    asked = "select content, speaker, is_confirmed from quotes where len(correction_ids) > 0 order by content"
    assert rows(upgraded.warehouse, asked) == [(words[0], "Ada Brennick", False), (words[1], "Ida Roon", True)]


def test_the_marts_say_what_those_of_a_new_folder_say(upgraded: DataFolder, old: DataFolder, tmp_path: Path) -> None:
    fresh = DataFolder(tmp_path / "data")
    for name in OF_USERS:
        shutil.copytree(old.root / name, fresh.root / name)
    for path in old.root.glob("*.*"):
        shutil.copy2(path, fresh.root)
    _run(fresh)
    assert_same_present(upgraded.warehouse, fresh.warehouse)
