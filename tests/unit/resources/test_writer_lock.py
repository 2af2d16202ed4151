"""One writer at a time: who waits, who is refused, what is said."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.writer_lock import LockedError, read_holder, writer_lock

HOLD = """
import sys, time
from pathlib import Path
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.writer_lock import writer_lock
with writer_lock(DataFolder(Path(sys.argv[1]))):
    print("holding", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def hold(folder: DataFolder, seconds: float) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    return process


@pytest.fixture
def other(folder: DataFolder) -> Iterator["subprocess.Popen[str]"]:
    process = hold(folder, 60)
    yield process
    process.kill()
    process.communicate()


def test_a_second_process_is_refused_and_told_who_writes(folder: DataFolder, other: "subprocess.Popen[str]") -> None:
    with pytest.raises(LockedError, match=f"process {other.pid}, since"), writer_lock(folder):
        pass


def test_a_second_process_that_waits_gets_the_lock(folder: DataFolder) -> None:
    other = hold(folder, 0.5)
    with writer_lock(folder, wait_seconds=30):
        assert read_holder(folder) is not None
    other.communicate()


def test_the_lock_of_a_killed_process_is_free(folder: DataFolder, other: "subprocess.Popen[str]") -> None:
    other.kill()
    other.wait()
    with writer_lock(folder):
        pass
    assert read_holder(folder) is None


def test_the_process_that_holds_the_lock_may_enter_again(folder: DataFolder) -> None:
    with writer_lock(folder):
        with writer_lock(folder):
            pass
        assert read_holder(folder) is not None
    assert read_holder(folder) is None


def test_no_library_that_writes_a_file_at_import_is_loaded_before_a_run_says_where() -> None:
    program = (
        "import sys, pipelines.cli.run; print([name for name in ('filelock', 'tldextract') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"
