"""The event log that keeps its files open."""

from pathlib import Path
from unittest import mock

import pytest
from dagster import AssetCheckResult, AssetKey, DagsterInstance, MaterializeResult, asset, asset_check, materialize
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage

from pipelines.resources import dagster_storage
from pipelines.resources.dagster_storage import OpenEventLog
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.instance import ensure_dagster_home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = ensure_dagster_home(DataFolder(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    return home


@asset
def articles() -> MaterializeResult:  # type: ignore[type-arg]
    return MaterializeResult(metadata={"rows": 3})


@asset_check(asset=articles)
def has_rows() -> AssetCheckResult:
    return AssetCheckResult(passed=True)


def run_once() -> str:
    with DagsterInstance.get() as instance:
        return materialize([articles, has_rows], instance=instance).run_id


def test_a_run_makes_one_engine_for_each_file_whatever_the_number_of_events(home: Path) -> None:
    with mock.patch.object(dagster_storage, "create_engine", wraps=dagster_storage.create_engine) as made:
        run_id = run_once()
        files = [Path(call.args[0]).stem for call in made.call_args_list]
    assert sorted(files) == sorted(["index", run_id])


def test_what_it_wrote_is_read_by_dagsters_own_log_and_the_other_way_round(home: Path) -> None:
    run_id = run_once()
    theirs = SqliteEventLogStorage(str(home / "history" / "runs"))
    ours = OpenEventLog(str(home / "history" / "runs"))
    logged = [entry.event_log_entry for entry in theirs.get_records_for_run(run_id).records]
    assert len(logged) > 5
    assert [entry.event_log_entry for entry in ours.get_records_for_run(run_id).records] == logged
    with DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(AssetKey("articles"))
        assert event is not None
        assert event.run_id == run_id


def test_it_keeps_few_files_open_and_none_when_it_is_done(home: Path) -> None:
    runs = [run_once() for _ in range(6)]
    log = OpenEventLog(str(home / "history" / "runs"))
    assert all(log.get_records_for_run(run).records for run in runs)
    assert len(log._engines) == 4
    log.dispose()
    assert not log._engines
    assert not list((home / "history" / "runs").glob("*.db-wal"))


def test_wiping_leaves_no_events_and_goes_on(home: Path) -> None:
    run_id = run_once()
    with DagsterInstance.get() as instance:
        instance.event_log_storage.wipe()
        assert not instance.all_logs(run_id)
    assert run_once() != run_id


@pytest.mark.parametrize("name", ["what?", "100%20", "a#b c", "h\u00e4fen \u65e5", "{{ x }}?a=b&c", "a [b]"])
def test_a_folders_path_stays_a_path_whatever_signs_it_holds(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ensure_dagster_home(DataFolder(tmp_path / name))
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    run_id = run_once()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (home / "history" / "runs" / f"{run_id}.db").is_file()
    assert (home / "history" / "runs.db").is_file() and (home / "schedules" / "schedules.db").is_file()
