"""`whosaid ui`: Dagster's web server and daemon on this machine only, for one data folder."""

import os
import subprocess
import sys
from pathlib import Path

import pipelines
from pipelines.cli.failures import CommandError, ExitCode
from pipelines.resources.environment import ENVIRONMENT, data_folder
from pipelines.resources.instance import ensure_dagster_home

HOST = "127.0.0.1"
WORKSPACE = Path(pipelines.__file__).resolve().parents[1] / "workspace.yaml"


def serve(data: Path | None, *, port: int) -> None:
    """Serve until interrupted."""
    folder = data_folder(data)
    home = ensure_dagster_home(folder)
    environment = {**os.environ, "DAGSTER_HOME": str(home), ENVIRONMENT: str(folder.root)}
    print(f"Dagster on http://{HOST}:{port} for {folder.root}; end it with Ctrl+C", flush=True)
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "--host",
        HOST,
        "--port",
        str(port),
        "--workspace",
        str(WORKSPACE),
    ]
    ended = subprocess.run(command, env=environment, cwd=WORKSPACE.parent, check=False)  # noqa: S603 - our own command
    if ended.returncode not in (0, -2, 130):
        raise CommandError(ExitCode.FAILED, f"Dagster ended with {ended.returncode}; is port {port} taken?")
