"""`whosaid desk`: the reading room in a browser, on this machine unless told otherwise."""

import socket
from pathlib import Path

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.desk.safety import new_token
from pipelines.desk.serving import serve
from pipelines.resources.environment import data_folder

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def open_desk(data: Path | None, *, host: str, port: int, token: str | None) -> None:
    """Serve until Ctrl+C. For other machines a token is needed: the one that is given, or a new one that is printed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            line = f"cannot serve on {host}:{port} ({error.strerror}): choose another with --host and --port"
            raise CommandError(ExitCode.LOCKED, line) from error
    folder = data_folder(data)
    needed = None if host in LOOPBACK else token or new_token()
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/" + (f"?token={needed}" if needed else "")
    print(f"Desk on {address} for {folder.root}; end it with Ctrl+C", flush=True)
    serve(folder, host=host, port=port, token=needed)
