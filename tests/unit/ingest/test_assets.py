"""Which files a run may read that was started in the interface."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from dagster import DagsterInstance, ExecuteInProcessResult, Failure, materialize

from pipelines.ingest.assets import ingest_files
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import ENVIRONMENT
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import LineProgress

NEWS = "Ferry to stay\nThe council of Marle Point has voted to keep the ferry for another year, its chair said.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    for place in (folder.raw / "a", tmp_path / "shared", tmp_path / "private", tmp_path / "data" / "raw-private"):
        place.mkdir(parents=True)
        (place / "news.txt").write_text(f"{place.name}: {NEWS}")
    (folder.raw / "link").symlink_to(tmp_path / "private")
    (folder.root / "whosaid.toml").write_text('[ingest]\nworkers = 1\nfolders = ["../shared"]\n')
    monkeypatch.setenv(ENVIRONMENT, str(folder.root))
    return folder


def _ingest(paths: Sequence[str], named: Sequence[Path] = ()) -> ExecuteInProcessResult:
    return materialize(
        [ingest_files],
        instance=DagsterInstance.ephemeral(),
        resources={"run": PipelineRun(), "named_sources": list(named), "progress": LineProgress()},
        run_config={"ops": {"ingest": {"config": {"paths": list(paths)}}}},
    )


def test_paths_below_raw_and_the_folders_of_the_settings_are_read(folder: DataFolder, tmp_path: Path) -> None:
    assert _ingest(["a", str(tmp_path / "shared" / "news.txt")]).success
    paths = Lake(folder.lake).read("ingest_outcomes").column("path").to_pylist()
    assert paths == ["a/news.txt", str(tmp_path / "shared" / "news.txt")]


@pytest.mark.parametrize(
    "path",
    ["{}/private/news.txt", "../../private/news.txt", "link/news.txt", "../raw-private", "a/../..", "/etc/passwd"],
)
def test_a_path_that_leads_elsewhere_is_refused(folder: DataFolder, tmp_path: Path, path: str) -> None:
    with pytest.raises(Failure, match=r"below a folder of ingest\.folders"):
        _ingest(["a", path.format(tmp_path)])
    assert Lake(folder.lake).commits() == []


def test_the_command_line_may_name_any_file(folder: DataFolder, tmp_path: Path) -> None:
    assert _ingest([], [tmp_path / "private" / "news.txt"]).success
    paths = Lake(folder.lake).read("ingest_outcomes").column("path").to_pylist()
    assert paths == [str(tmp_path / "private" / "news.txt")]
