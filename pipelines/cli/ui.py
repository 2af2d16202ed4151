"""`whosaid ui`: Dagster's web server and daemon for one data folder, on this machine and for its own pages only."""

import os
import signal
import socket
import sys
from pathlib import Path

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.resources.environment import ENVIRONMENT, data_folder
from pipelines.resources.instance import ensure_dagster_home
from pipelines.warehouse.project import PROJECT

HOST = "127.0.0.1"
WORKSPACE = PROJECT.parent / "workspace.yaml"


def serve(data: Path | None, *, port: int) -> None:
    """Become the server; ends with Ctrl+C."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(ExitCode.LOCKED, f"port {port} is taken: choose another with --port") from error
    folder = data_folder(data)
    environment = {**os.environ, "DAGSTER_HOME": str(ensure_dagster_home(folder)), ENVIRONMENT: str(folder.root)}
    print(f"Dagster on http://{HOST}:{port} for {folder.root}; end it with Ctrl+C", flush=True)
    os.chdir(PROJECT)  # Dagster imports from the working directory first, and no Python lies there
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a script's `&` ignores it, and with it Dagster SIGTERM too
    command = [sys.executable, "-P", "-m", f"{__package__}.webserver", str(WORKSPACE), str(port)]
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell
