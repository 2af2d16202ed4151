"""No history blocks a data folder: whatever was done to it, the next run ends well or says why in a line, and what it
leaves is what a new folder would hold.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.check import check_lake
from pipelines.upkeep.repair import repair_lake
from tests.histories import Folder, LakeHistories
from tests.published import open_for_writing

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
SHORT = settings(
    max_examples=3,
    stateful_step_count=6,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(DataFolder(tmp_path / "data"))
    folder.write("alder", 1, as_json=True)
    folder.write("birch", 2, as_json=False)
    return folder


def assert_runs_well(folder: Folder, *, builds: bool = False) -> None:
    assert folder.run(builds=builds) is None
    folder.assert_caches_say_what_the_lake_says()


def test_files_that_were_read_in_several_runs_are_checked_together(folder: Folder) -> None:
    assert_runs_well(folder)
    folder.touch(folder.data.raw / "birch.txt")
    assert_runs_well(folder)
    folder.write("birch", 3, as_json=False)
    assert_runs_well(folder)
    shutil.rmtree(folder.data.build)
    assert_runs_well(folder)
    folder.assert_as_a_fresh_folder_reads()


@pytest.mark.parametrize("killed_at", ["before 1", "index 1", "after 1", "before 2", "after 2", "after 3", "after 5"])
def test_a_file_that_is_edited_after_a_kill_is_checked_as_it_is_now(folder: Folder, killed_at: str) -> None:
    assert folder.run(builds=False, killed_at=killed_at) == "killed"
    folder.write("birch", 3, as_json=False)
    folder.touch(folder.data.raw / "alder.json")
    assert_runs_well(folder)
    folder.assert_as_a_fresh_folder_reads()


def test_a_warehouse_that_is_written_to_is_said_to_be_locked_and_then_built_anew(folder: Folder) -> None:
    assert_runs_well(folder, builds=True)
    folder.touch(folder.data.raw / "birch.txt")
    with open_for_writing(folder.data.warehouse, "create table notes (line varchar)"):
        said = folder.run(builds=True)
        assert said is not None and "close it" in said and "\n" not in said
    folder.data.warehouse.write_bytes(b"no warehouse")
    assert_runs_well(folder, builds=True)


@pytest.mark.parametrize("which", [0, -1])
def test_a_broken_manifest_of_ingest_costs_nothing_but_its_work(folder: Folder, which: int) -> None:
    assert_runs_well(folder)
    folder.write("birch", 3, as_json=False)
    folder.write("cedar", 2, as_json=False)
    assert_runs_well(folder)
    manifest = sorted(folder.lake.manifests.glob("*.ingest.*.json"))[which]
    manifest.write_bytes(manifest.read_bytes()[:40])
    report = repair_lake(folder.data)
    assert report.damages[0].file == f"_commits/{manifest.name}"
    assert report.read_again and not report.lost
    assert_runs_well(folder)
    folder.assert_as_a_fresh_folder_reads()


def commands_of(part: str, **places: Path) -> list[str]:
    """Return the commands that docs/operations.md gives after some words, but for our own, for some places."""
    _, _, rest = OPERATIONS.read_text(encoding="utf-8").partition(part)
    block = re.search(r"\n\n((?: {4}.*\n)+)", rest)
    assert block is not None, part
    lines = [line.strip() for line in block[1].splitlines() if "whosaid" not in line]
    for name, path in places.items():
        lines = [re.sub(rf"\b{name}\b", shlex.quote(str(path)), line) for line in lines]
    return lines


def call(lines: Sequence[str]) -> None:
    subprocess.run(["bash", "-eo", "pipefail", "-c", "\n".join(lines)], check=True)


def test_a_back_up_as_documented_is_whole_also_where_a_run_committed_meanwhile(folder: Folder, tmp_path: Path) -> None:
    assert_runs_well(folder)
    places = {"DIR": folder.data.root, "BACKUP": tmp_path / "back up"}
    *manifests, rest = commands_of("The manifests come first", **places)
    call(manifests)
    held = folder.lake.commit_ids()
    folder.write("birch", 3, as_json=False)
    folder.compacts = True
    assert_runs_well(folder)
    call([rest])
    restored = Folder(DataFolder(tmp_path / "restored"), batches=folder.batches)
    call(commands_of("To restore", DIR=restored.data.root, BACKUP=places["BACKUP"]))
    assert restored.lake.commit_ids() == held
    assert not check_lake(restored.lake).damages
    assert_runs_well(restored)
    restored.assert_as_a_fresh_folder_reads()


def test_histories_as_far_as_the_lake() -> None:
    run_state_machine_as_test(LakeHistories, settings=settings(SHORT, derandomize=True))


@pytest.mark.parametrize("number", [11, 22])
def test_more_histories_as_far_as_the_lake(number: int) -> None:
    run_state_machine_as_test(seed(number)(LakeHistories), settings=SHORT)
