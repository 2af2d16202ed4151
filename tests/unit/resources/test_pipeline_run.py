"""What a run has before its first step."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster import build_init_resource_context

from pipelines.lake import Lake
from pipelines.manifests import SEAL, sealed
from pipelines.resources import pipeline_run
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import ENVIRONMENT
from pipelines.resources.pipeline_run import PipelineRun, next_batch_id
from pipelines.resources.writer_lock import read_holder

NOW = datetime(2026, 1, 31, 7, 15, tzinfo=UTC)


def run_once(root: Path) -> str:
    """Return the batch of a run that commits something."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, str(root))
        with PipelineRun().yield_for_execution(build_init_resource_context()) as run:
            with run.lake.commit(stage="ingest", batch_id=run.batch_id, versions={}) as writer:
                writer.covers.append("something")
            return run.batch_id


def test_a_batch_is_named_when_the_run_may_write_and_not_while_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(now: datetime, last: str) -> str:
        return "while it writes" if read_holder(DataFolder(tmp_path)) else "while it waits"

    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    monkeypatch.setattr(pipeline_run, "next_batch_id", named)
    with PipelineRun().yield_for_execution(build_init_resource_context()) as run:
        assert run.batch_id == "while it writes"


def test_batches_sort_by_the_clock() -> None:
    assert next_batch_id(NOW).startswith("20260131T071500Z-")
    assert next_batch_id(NOW, "20260131T071459Z-ffff").startswith("20260131T071500Z-")
    assert next_batch_id(NOW, "of another program").startswith("20260131T071500Z-")


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=1), timedelta(days=1), timedelta(days=36500)])
def test_batches_never_go_backwards_however_far_the_clock_was_ahead(ahead: timedelta) -> None:
    last = next_batch_id(NOW + ahead)
    for _ in range(5):
        following = next_batch_id(NOW, last)
        assert following > last
        last = following


def test_a_clock_that_was_ahead_is_told_once_and_the_runs_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_once(tmp_path)
    ahead = Lake(DataFolder(tmp_path).lake)
    path = ahead.folder / "_commits" / f"{first}.ingest.00000.json"
    dated = path.read_text().replace(f"{datetime.now(UTC):%Y}-", "2999-").replace(first, f"2999{first[4:]}")
    said = {name: value for name, value in json.loads(dated).items() if name != SEAL}
    path.with_name(f"2999{path.name[4:]}").write_bytes(sealed(json.dumps(said).encode()))
    path.unlink()
    batches = [run_once(tmp_path) for _ in range(3)]
    assert batches == sorted(batches)
    assert all(batch.startswith("2999") for batch in batches)
    told = [record.getMessage() for record in caplog.records if "the clock says" in record.getMessage()]
    assert len(told) == 1 and "the last batch is of 2999" in told[0]
