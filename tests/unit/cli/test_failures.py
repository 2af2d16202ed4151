"""What goes wrong ends with one line that says what to do, and its exit code."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from command_line import whosaid

from pipelines.cli.failures import ExitCode, explain
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.writer_lock import writer_lock

LOADED_MODULES = Path(__file__).with_name("loaded_modules.py")
LAME = """
from pathlib import Path
from pipelines.annotate.annotators import ReaderAnnotator

def lame():
    return ReaderAnnotator(Path(__file__).parent / 'model')  # an empty folder
"""


def test_a_missing_raw_folder_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    missing = whosaid("run", "--data", tmp_path / "data")
    assert missing.returncode == ExitCode.NOTHING_TO_READ
    assert missing.stderr.count("\n") == 1 and "create it and put news files in" in missing.stderr
    assert not (tmp_path / "data").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = whosaid("run", tmp_path / "nowhere.txt", "--data", tmp_path / "data")
    assert missing.returncode == ExitCode.NOTHING_TO_READ
    assert "nowhere.txt" in missing.stderr


def test_while_another_run_writes_its_process_is_named(published: DataFolder) -> None:
    with writer_lock(published):
        refused = whosaid("run", "--data", published.root)
    assert refused.returncode == ExitCode.LOCKED
    assert f"process {os.getpid()}" in refused.stderr
    assert refused.stderr.count("\n") == 1 and "--wait" in refused.stderr


def test_a_setting_that_means_nothing_is_named(published: DataFolder) -> None:
    (published.root / "whosaid.toml").write_text("[annotate]\nworker = 1\n")
    refused = whosaid("run", "--data", published.root)
    assert refused.returncode == ExitCode.USAGE
    assert "annotate.worker" in refused.stderr


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no space left on the disk (data/lake): free some space"),
        (errno.EDQUOT, "no space left on the disk (data/lake): free some space"),
        (errno.EFBIG, "no space left on the disk (data/lake): free some space"),
        (errno.EACCES, "cannot write (data/lake): make it writable"),
        (errno.EROFS, "cannot write (data/lake): make it writable"),
    ],
)
def test_errors_of_the_disk_are_explained_also_as_a_cause(number: int, said: str) -> None:
    error = RuntimeError("a step failed")
    error.__cause__ = OSError(number, "it cannot", "data/lake")
    found = explain(error)
    assert found is not None
    assert found.code == ExitCode.DISK and str(found).startswith(said)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EMFILE, "Too many open files", "data/lake"),
        OSError(errno.ENFILE, "Too many open files in system"),
        RuntimeError('IO Error: Cannot open file "data/warehouse.duckdb": Too many open files'),
    ],
)
def test_too_few_file_handles_are_named_with_the_way_on(error: Exception) -> None:
    found = explain(error)
    assert found is not None
    assert found.code == ExitCode.FAILED and "allow more with ulimit -n" in str(found)


def test_a_run_that_may_open_too_few_files_does_not_start_and_says_so(published: DataFolder) -> None:
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))  # noqa: E731
    refused = whosaid("run", "--data", published.root, preexec_fn=few)
    assert refused.returncode == ExitCode.FAILED
    assert refused.stderr.count("\n") == 1 and "allow more with ulimit -n" in refused.stderr


def test_a_limit_that_can_be_raised_is_no_hindrance(published: DataFolder) -> None:
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 4096))  # noqa: E731
    with writer_lock(published):
        refused = whosaid("run", "--data", published.root, preexec_fn=few)
    assert refused.returncode == ExitCode.LOCKED


def test_a_broken_manifest_is_one_line(published: DataFolder) -> None:
    manifest = published.lake / "_commits" / "20260131T071500Z-3f9a.ingest.00000.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text('{"commit_id": "2026')
    for command in (["run"], ["status"]):
        refused = whosaid(*command, "--data", published.root)
        assert refused.returncode == ExitCode.FAILED
        assert refused.stderr.count("\n") == 1 and f"{manifest} is no manifest of the lake" in refused.stderr


def test_an_unknown_error_is_not_explained_away() -> None:
    assert explain(ZeroDivisionError("division by zero")) is None


@pytest.mark.parametrize(
    ("arguments", "table_of_another_version"),
    [
        (["findings"], "create table findings_of_old as select 1 as finding_id"),  # the table had another name
        (["show", "a1"], "create table articles as select 'a1' as article_id"),  # the table lacked columns
    ],
)
def test_a_warehouse_of_another_version_is_named_with_the_way_on(
    published: DataFolder, arguments: list[str], table_of_another_version: str
) -> None:
    with duckdb.connect(str(published.warehouse)) as connection:
        connection.execute(table_of_another_version)
    refused = whosaid(*arguments, "--data", published.root)
    assert refused.returncode == ExitCode.FAILED
    assert refused.stderr.count("\n") == 1 and "another version: whosaid run builds it anew" in refused.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["sql", "select 1"]])
def test_help_and_sql_load_neither_dagster_nor_dbt(published: DataFolder, arguments: list[str]) -> None:
    extra = ["--data", str(published.root)] if arguments[0] == "sql" else []
    command = [sys.executable, str(LOADED_MODULES), *arguments, *extra]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "typer" in loaded
    assert loaded.isdisjoint({"dagster", "dbt", "great_expectations", "matplotlib", "trafilatura"})


def test_a_missing_file_of_the_model_is_named_with_the_way_back(tmp_path: Path) -> None:
    (tmp_path / "lame.py").write_text(LAME)
    data = tmp_path / "data"
    data.mkdir()
    (data / "whosaid.toml").write_text('[annotate]\nannotator = "lame:lame"\n')
    (tmp_path / "a.txt").write_text("The bridge over the Tarn is closed, said Lena Orr, the mayor, on Monday.\n")
    refused = whosaid("annotate", tmp_path / "a.txt", "--data", data, cwd=tmp_path)
    assert refused.returncode == ExitCode.FAILED
    assert refused.stderr.count("\n") == 1 and "digests.json is missing: get it back with" in refused.stderr
