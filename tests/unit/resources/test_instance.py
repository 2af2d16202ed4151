"""Dagster's own settings in the data folder."""

from pathlib import Path

import yaml

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.instance import ensure_dagster_home


def test_telemetry_is_off_and_one_run_writes_at_a_time(tmp_path: Path) -> None:
    content = yaml.safe_load((ensure_dagster_home(DataFolder(tmp_path)) / "dagster.yaml").read_text())
    assert content["telemetry"] == {"enabled": False}
    assert content["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_a_file_that_a_user_took_over_stays_as_it_is(tmp_path: Path) -> None:
    path = ensure_dagster_home(DataFolder(tmp_path)) / "dagster.yaml"
    path.write_text("telemetry: {enabled: false}\n")
    ensure_dagster_home(DataFolder(tmp_path))
    assert path.read_text() == "telemetry: {enabled: false}\n"
