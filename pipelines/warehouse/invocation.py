"""One call of dbt in process: quiet, without network or telemetry, and letting go of every file afterwards."""

import json
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import cleanup_connections, reset_adapters
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager

from pipelines.warehouse.errors import BuildFailed
from pipelines.warehouse.project import PROJECT

QUIET = [
    "--quiet",
    "--log-level=none",
    "--log-level-file=none",
    "--no-send-anonymous-usage-stats",
    "--no-use-colors",
    "--no-version-check",
]


class Unheard(EventManager):
    """Drops dbt's events: dbt's own manager makes a message of each before it looks whether anybody listens."""

    def fire_event(self, *arguments: Any, **options: Any) -> None:
        """Do nothing."""


def invoke(arguments: list[str], manifest: Manifest | None = None) -> dbtRunnerResult:
    """Run dbt on the project; without `manifest` it parses the project itself.

    Raises what interrupts it (a signal, Dagster's end of a run), which dbt returns like an error of its own.
    """
    places = [f"--project-dir={PROJECT}", f"--profiles-dir={PROJECT}"]
    ctx_set_event_manager(Unheard())
    try:
        answer = dbtRunner(manifest=manifest).invoke([*arguments, *places, *QUIET])
    finally:
        let_go()
    if answer.exception is not None and not isinstance(answer.exception, Exception):
        raise answer.exception
    return answer


def parse(target: Path) -> None:
    """Parse the project into `target`: manifest.json, with the SQL of the generic tests, and dbt's own form of it.

    Raises `BuildFailed`.
    """
    database = target / "warehouse.duckdb"  # named as the build file: the SQL names the database
    places = [f"--target-path={target}", f"--log-path={target}", "--vars", json.dumps({"build": str(database)})]
    answer = invoke(["compile", "--no-partial-parse", "--select", "test_type:generic", *places])
    database.unlink(missing_ok=True)
    if answer.exception or not answer.success:
        raise BuildFailed(f"The dbt project does not parse: {one_line(answer.exception)}")


def one_line(error: BaseException | None) -> str:
    """Return what an error says, without its line breaks; the kind of one that says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


def let_go() -> None:
    """Close what dbt-duckdb keeps open between invocations, so that the file's lock is free."""
    cleanup_connections()  # type: ignore[no-untyped-call]
    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    reset_adapters()  # type: ignore[no-untyped-call]
