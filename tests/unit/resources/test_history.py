"""What stays of Dagster's history, and what goes with a run."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster import (
    AssetCheckResult,
    DagsterInstance,
    Definitions,
    JobDefinition,
    asset,
    asset_check,
    define_asset_job,
    materialize,
)

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.history import prune_history
from pipelines.resources.instance import ensure_dagster_home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = ensure_dagster_home(DataFolder(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    return home


@asset
def articles() -> None:
    """Stand for an asset."""


@asset_check(asset=articles)
def has_rows() -> AssetCheckResult:
    return AssetCheckResult(passed=True)


def run_once(instance: DagsterInstance) -> str:
    return materialize([articles, has_rows], instance=instance).run_id


def prune(instance: DagsterInstance, *, in_days: float = 0, runs: int = 100, days: int = 90) -> list[str]:
    return prune_history(instance, now=datetime.now(UTC) + timedelta(days=in_days), runs=runs, days=days)


def rows_of(home: Path, run_id: str) -> int:
    """Count the rows of a run in every table of the index."""
    with closing(sqlite3.connect(home / "history" / "runs" / "index.db")) as index:
        tables = ("event_logs", "asset_check_executions")
        return sum(
            index.execute(f"select count(*) from {table} where run_id = ?", (run_id,)).fetchone()[0] for table in tables
        )


def test_runs_beyond_the_last_go_with_all_that_is_written_of_them(home: Path) -> None:
    with DagsterInstance.get() as instance:
        first, second, third = (run_once(instance) for _ in range(3))
        assert rows_of(home, first) > 0
        assert prune(instance, runs=2) == [first]
        assert {run.run_id for run in instance.get_runs()} == {second, third}
    assert rows_of(home, first) == 0
    assert not list(home.rglob(f"*{first}*"))
    assert rows_of(home, second) > 0
    assert (home / "history" / "runs" / f"{second}.db").is_file()


def test_old_runs_go_however_few_there_are(home: Path) -> None:
    with DagsterInstance.get() as instance:
        run_id = run_once(instance)
        assert prune(instance, in_days=29, days=30) == []
        assert prune(instance, in_days=31, days=30) == [run_id]


def test_a_run_that_still_goes_on_stays_and_one_that_never_ended_goes_in_time(home: Path) -> None:
    with DagsterInstance.get() as instance:
        run_once(instance)
        run_id = instance.create_run_for_job(_unstarted()).run_id
        assert run_id not in prune(instance, runs=1)
        assert run_id not in prune(instance, in_days=6, days=1)
        assert run_id in prune(instance, in_days=8, days=1)


def _unstarted() -> JobDefinition:
    return Definitions(assets=[articles], jobs=[define_asset_job("later")]).resolve_job_def("later")
