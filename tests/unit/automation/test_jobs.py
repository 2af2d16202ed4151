"""The sensor and the schedule on a real folder."""

import os
import time
from pathlib import Path

import pytest
from dagster import SensorResult, SkipReason, build_schedule_context, build_sensor_context

from pipelines.automation.jobs import hourly, new_files_settled
from pipelines.resources.environment import ENVIRONMENT


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def evaluate(cursor: str | None) -> SensorResult:
    result = new_files_settled(build_sensor_context(cursor=cursor))
    assert isinstance(result, SensorResult)
    return result


def write_old(path: Path) -> None:
    path.write_text("Ferry to stay\nThe ferry stays, the council said.\n")
    os.utime(path, (time.time() - 600, time.time() - 600))


def test_the_sensor_starts_one_run_for_files_that_have_settled(raw: Path) -> None:
    write_old(raw / "ferry.txt")
    first = evaluate(None)
    second = evaluate(first.cursor)
    third = evaluate(second.cursor)
    assert not first.run_requests
    assert second.run_requests and third.run_requests
    assert [request.run_key for request in second.run_requests] == [request.run_key for request in third.run_requests]


def test_the_sensor_ignores_hidden_and_temporary_files(raw: Path) -> None:
    write_old(raw / ".ferry.txt.swp")
    write_old(raw / "ferry.txt.part")
    assert not evaluate(evaluate(None).cursor).run_requests


def test_the_sensor_says_that_the_folder_is_missing(raw: Path) -> None:
    raw.rmdir()
    reason = evaluate(None).skip_reason
    assert reason is not None and "there is no folder" in str(reason)


def test_the_schedule_starts_a_run_where_there_is_something_to_do(raw: Path) -> None:
    write_old(raw / "ferry.txt")
    assert not isinstance(hourly(build_schedule_context()), SkipReason)


def test_the_schedule_skips_where_there_is_no_folder(raw: Path) -> None:
    raw.rmdir()
    assert isinstance(hourly(build_schedule_context()), SkipReason)
