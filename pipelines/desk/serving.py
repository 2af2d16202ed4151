"""Serves the desk until Ctrl+C."""

import threading

import uvicorn

from pipelines.desk import charts
from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import log_level

SECONDS_FOR_PAGES = 3  # for pages that are open, before their connections are cut


def serve(folder: DataFolder, *, host: str, port: int, token: str | None) -> None:
    """Serve on `host` and `port`; the first chart is drawn beside: what draws takes a while to start."""
    threading.Thread(target=charts.warm_up, daemon=True).start()
    app = make_app(folder, token=token)
    uvicorn.run(app, host=host, port=port, log_level=log_level("warning"), timeout_graceful_shutdown=SECONDS_FOR_PAGES)
