"""The sensor and the schedule on a real folder."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from dagster import SensorResult, SkipReason, build_schedule_context, build_sensor_context

from pipelines.automation import jobs
from pipelines.automation.jobs import hourly, new_files_settled
from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import ENVIRONMENT


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


@dataclass
class Clock:
    seconds: float = 0

    def time_ns(self) -> int:
        return time.time_ns() + int(self.seconds * 1e9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(jobs, "time", clock)
    return clock


HOLD = """
import sys
from pathlib import Path
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.writer_lock import writer_lock
with writer_lock(DataFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another(folder: DataFolder) -> Iterator[None]:
    command = [sys.executable, "-c", HOLD, str(folder.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stdout.readline() == b"held\n"
        yield
        run.communicate()


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
    assert [len(found.run_requests or []) for found in (first, second, third)] == [0, 1, 0]


def test_the_sensor_tries_files_of_a_failed_run_again_after_a_while(raw: Path, clock: Clock) -> None:
    write_old(raw / "ferry.txt")
    failed = evaluate(evaluate(None).cursor)
    assert failed.run_requests
    assert "tried 1 times, once more in 60 s" in str(evaluate(failed.cursor).skip_reason)
    clock.seconds += 60
    again = evaluate(failed.cursor)
    assert again.run_requests and again.run_requests[0].run_key is None, "Dagster runs a key once"


def test_the_sensor_looks_at_what_waits_in_the_lake(raw: Path) -> None:
    folder = DataFolder(raw.parent)
    write_old(raw / "ferry.txt")
    ingest([raw], folder, batch_id="20260131T071500Z-3f9a", settings=IngestSettings(workers=1))
    first = evaluate(None)
    assert "articles to annotate" in str(first.skip_reason)
    assert evaluate(first.cursor).run_requests


def test_the_sensor_starts_nothing_while_a_run_writes(raw: Path) -> None:
    write_old(raw / "ferry.txt")
    cursor = evaluate(None).cursor
    with held_by_another(DataFolder(raw.parent)):
        waiting = evaluate(cursor)
        assert "a run writes" in str(waiting.skip_reason) and waiting.cursor == cursor
    assert evaluate(waiting.cursor).run_requests


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
