"""`whosaid doctor`, `--version` and `--log-level`."""

import os
import tomllib
from pathlib import Path

import pytest
from command_line import whosaid

import pipelines
from pipelines.cli import doctor
from pipelines.cli.failures import CommandError, ExitCode
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import LOG_LEVEL, log_level
from pipelines.resources.writer_lock import writer_lock
from tests.published import open_for_writing


def test_a_folder_that_is_ready_is_described_and_nothing_is_written(
    published: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(published.root.rglob("*"))
    doctor.examine(published.root)
    said = capsys.readouterr().out
    assert f"whosaid {pipelines.__version__}" in said and "duckdb 2.0.0" in said
    assert "GB free" in said and "version reader-" in said and "nobody writes" in said
    assert said.endswith("Nothing blocks a run.\n")
    assert sorted(published.root.rglob("*")) == before


def _blocked(folder: DataFolder) -> CommandError:
    with pytest.raises(CommandError) as refused:
        doctor.examine(folder.root)
    return refused.value


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotate by rules, whose loading takes no second."""
    monkeypatch.setenv("WHOSAID_ANNOTATE__ANNOTATOR", "pipelines.annotate:RuleAnnotator")


@pytest.mark.usefixtures("quick")
def test_a_shell_that_has_the_warehouse_open_blocks(published: DataFolder) -> None:
    with open_for_writing(published.warehouse):
        assert _blocked(published).code == ExitCode.LOCKED


@pytest.mark.usefixtures("quick")
def test_a_run_that_writes_blocks(published: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with writer_lock(published):
        said = whosaid("doctor", "--data", published.root)
    assert said.returncode == ExitCode.LOCKED
    assert f"process {os.getpid()}" in said.stdout and "1 thing blocks a run" in said.stderr


@pytest.mark.usefixtures("quick")
def test_each_thing_that_blocks_is_named_and_the_first_gives_the_code(
    published: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (published.root / "whosaid.toml").write_text("[annotate]\nworker = 1\n")
    (published.root / "expectations").mkdir()
    (published.root / "expectations" / "lake.quotes.own.json").write_text("{")
    refused = _blocked(published)
    said = capsys.readouterr().out
    assert refused.code == ExitCode.USAGE and "3 things block a run" in str(refused)
    assert said.count("BLOCKS A RUN") == 3 and "annotate.worker" in said and "own.json" in said


@pytest.mark.usefixtures("quick")
def test_a_folder_without_raw_files_blocks_and_is_not_made(tmp_path: Path) -> None:
    assert _blocked(DataFolder(tmp_path / "data")).code == ExitCode.NOTHING_TO_READ
    assert not (tmp_path / "data").exists()


def test_the_version_is_that_of_the_package() -> None:
    assert whosaid("--version").stdout == f"whosaid {pipelines.__version__}\n"
    citation = (Path(__file__).resolve().parents[3] / "CITATION.cff").read_text()
    assert f"\nversion: {pipelines.__version__}\n" in citation
    project = tomllib.loads((Path(__file__).resolve().parents[3] / "pyproject.toml").read_text())["project"]
    assert project["dynamic"] == ["version"]


def test_a_level_that_is_none_is_refused() -> None:
    refused = whosaid("--log-level", "loud", "status")
    assert refused.returncode == ExitCode.USAGE and "loud" in refused.stderr


def test_the_level_asked_for_holds_for_what_a_command_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOG_LEVEL, raising=False)
    assert log_level("critical") == "critical"
    monkeypatch.setenv(LOG_LEVEL, "debug")
    assert log_level("critical") == "debug"
