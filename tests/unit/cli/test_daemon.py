"""The daemon beside the interface."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from dagster._daemon import controller

from pipelines.cli.daemon import SECONDS_BETWEEN_LOADS, load_definitions_rarely


@pytest.mark.parametrize(("seconds_ago", "loads"), [(SECONDS_BETWEEN_LOADS - 30, 0), (SECONDS_BETWEEN_LOADS + 30, 1)])
def test_definitions_are_loaded_again_when_their_time_has_come_and_not_before(
    seconds_ago: float, loads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "RELOAD_WORKSPACE_INTERVAL", controller.RELOAD_WORKSPACE_INTERVAL)
    load_definitions_rarely()
    loaded: list[str] = []
    daemon: Any = SimpleNamespace(
        _grpc_server_registry=None,
        _workspace_process_context=SimpleNamespace(refresh_workspace=lambda: loaded.append("again")),
    )
    controller.DagsterDaemonController.check_workspace_freshness(daemon, time.time() - seconds_ago)
    assert len(loaded) == loads
    assert SECONDS_BETWEEN_LOADS < controller.DEFAULT_WORKSPACE_FRESHNESS_TOLERANCE
