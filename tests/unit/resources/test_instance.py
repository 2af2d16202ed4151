"""Dagster's own settings in the data folder."""

from pathlib import Path

import pytest
import yaml
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager

from pipelines.resources.dagster_storage import OpenEventLog
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.instance import ensure_dagster_home, open_instance


def test_telemetry_is_off_and_one_run_writes_at_a_time(tmp_path: Path) -> None:
    content = yaml.safe_load((ensure_dagster_home(DataFolder(tmp_path)) / "dagster.yaml").read_text())
    assert content["telemetry"] == {"enabled": False}
    assert content["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_a_file_that_a_user_took_over_stays_as_it_is(tmp_path: Path) -> None:
    path = ensure_dagster_home(DataFolder(tmp_path)) / "dagster.yaml"
    path.write_text("telemetry: {enabled: false}\n")
    ensure_dagster_home(DataFolder(tmp_path))
    assert path.read_text() == "telemetry: {enabled: false}\n"


def test_a_command_line_keeps_runs_where_the_interface_shows_them_and_prints_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(ensure_dagster_home(DataFolder(tmp_path))))
    with open_instance(DataFolder(tmp_path)) as instance:
        assert isinstance(instance.compute_log_manager, NoOpComputeLogManager)
        assert isinstance(instance.event_log_storage, OpenEventLog)
        assert not instance.telemetry_enabled
