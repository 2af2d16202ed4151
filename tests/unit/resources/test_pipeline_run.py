"""What a run has before its first step."""

from datetime import datetime
from pathlib import Path

import pytest
from dagster import build_init_resource_context

from pipelines.resources import pipeline_run
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.writer_lock import read_holder


def test_a_batch_is_named_when_the_run_may_write_and_not_while_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(now: datetime) -> str:
        return "while it writes" if read_holder(DataFolder(tmp_path)) else "while it waits"

    monkeypatch.setattr(pipeline_run, "new_batch_id", named)
    with PipelineRun(data=str(tmp_path)).yield_for_execution(build_init_resource_context()) as run:
        assert run.batch_id == "while it writes"
