"""The process that `whosaid ui` becomes: Dagster's web server behind `OwnPagesOnly`, and Dagster's daemon beside it.

`dagster dev` would start both, and leaves no place for a guard before the web server. As there, one code server loads
the definitions for the two: of its own, the daemon would load them anew each minute, for nine seconds of a processor.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from dagster import DagsterInstance
from dagster._cli.proxy_server_manager import ProxyServerManager
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context

from pipelines.own_pages import OwnPagesOnly
from pipelines.resources import dagster_storage
from pipelines.resources.environment import log_level

HOST = "127.0.0.1"
POLL_MILLISECONDS = 2000  # how often a page asks for news, as with `dagster dev`
SECONDS_TO_END = 30  # for a daemon, which ends its own processes first
SECONDS_FOR_PAGES = 5  # for pages that are open, before their connections are cut


def serve(workspace: Path, *, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else it would end this process and leave the daemon
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with (
        _told_when_stopped(),
        DagsterInstance.get() as instance,
        _code_server(workspace, instance) as served,
        _daemon(served),
        WorkspaceProcessContext(instance, workspace_load_target=WorkspaceFileTarget([str(served)])) as context,
    ):
        app = create_app_from_workspace_process_context(context, live_data_poll_rate=POLL_MILLISECONDS)
        guarded = OwnPagesOnly(app)
        uvicorn.run(
            guarded, host=HOST, port=port, log_level=log_level("warning"), timeout_graceful_shutdown=SECONDS_FOR_PAGES
        )


@contextmanager
def _told_when_stopped() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print("Stopped", flush=True)


@contextmanager
def _code_server(workspace: Path, instance: DagsterInstance) -> Iterator[Path]:
    """Run a server of the workspace's definitions, and yield the file of a workspace that asks it."""
    target = WorkspaceFileTarget([str(workspace)])
    with (
        ProxyServerManager(instance, target, code_server_log_level=log_level("warning")) as servers,
        tempfile.TemporaryDirectory() as folder,
    ):
        served = Path(folder) / "workspace.yaml"  # which JSON is too
        served.write_text(json.dumps({"load_from": list(servers.get_code_server_specs())}), encoding="utf-8")
        yield served


@contextmanager
def _daemon(workspace: Path) -> Iterator[None]:
    """Run Dagster's daemon, which starts what schedules and sensors ask for; where it ends by itself, all ends."""
    program = f"import {dagster_storage.__name__}; from dagster._daemon.cli import main; main()"
    command = [sys.executable, "-P", "-c", program, "run", "--workspace", str(workspace)]
    command += ["--log-level", log_level("info")]
    daemon = subprocess.Popen(command)  # noqa: S603 - our own interpreter
    is_over = threading.Event()

    def watch() -> None:
        status = daemon.wait()
        if not is_over.is_set():
            print(f"whosaid: Dagster's daemon ended with status {status}", file=sys.stderr)
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
        daemon.terminate()
        try:
            daemon.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            daemon.kill()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), port=int(sys.argv[2]))
