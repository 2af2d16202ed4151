"""The process of Dagster's daemon beside `whosaid ui`: it starts what schedules and sensors ask for."""

from dagster._daemon import controller
from dagster._daemon.cli import main

from pipelines.resources import dagster_storage as dagster_storage  # which Dagster would import too late

SECONDS_BETWEEN_LOADS = 240.0
"""Dagster loads the definitions anew every 60, ten seconds of the processor each time, though nothing here changes
them. It must be below the 300 after which a daemon that cannot load them gives up.
"""


def load_definitions_rarely() -> None:
    """Tell Dagster's daemon, which has no setting for it."""
    controller.RELOAD_WORKSPACE_INTERVAL = SECONDS_BETWEEN_LOADS


if __name__ == "__main__":
    load_definitions_rarely()
    main()
