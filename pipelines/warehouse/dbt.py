"""A command of dbt on a data folder's build file, and what became of each model and test.

Building the warehouse goes through `build.build`, which says from where the build starts.
"""

import json
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dbt.artifacts.schemas.run import RunExecutionResult, RunResult
from dbt.cli.main import dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.commits import list_commits
from pipelines.warehouse.errors import BuildFailed, WarehouseLocked, disk_full
from pipelines.warehouse.invocation import invoke, one_line
from pipelines.warehouse.manifest import PARSED, ensure_manifest
from pipelines.warehouse.project import ROLE_NOUNS, WIRE_SERVICES, fingerprint
from pipelines.warehouse.results import DbtRun, NodeResult


def run_dbt(
    command: str, data: DataFolder, *, select: Sequence[str] = (), full_refresh: bool = False, every_test: bool = False
) -> DbtRun:
    """Run `command` (build, run, test) on the build file of `data`, and let go of the file.

    A model that fails is a result, not an exception. Raises `BuildFailed` where dbt itself cannot run, `DiskFull`,
    `WarehouseLocked`. Unit tests are the project's own affair and stay out unless `every_test` is asked for, and so do
    generic tests, which `generic_tests` runs for less.
    """
    started = time.perf_counter()
    manifest = Manifest.from_msgpack((ensure_manifest(data).parent / PARSED).read_bytes())
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]  # the macros' `graph`, which the parsed form leaves out
    listed = list_commits(data)
    arguments = [
        command,
        *_variables(data, listed),
        f"--target-path={data.build / 'dbt'}",
        f"--log-path={data.build / 'dbt'}",
    ]
    arguments += ["--no-write-json", *(["--select", *select] if select else [])]
    arguments += ["--full-refresh"] if full_refresh else []
    if command in ("build", "test") and not every_test:
        arguments += ["--exclude-resource-type", "unit_test", "--exclude", "test_type:generic"]
    answer = invoke(arguments, manifest)
    results = [_node_result(result) for result in _run_results(answer, data)]
    _raise_named(results, data)
    return DbtRun(results=results, seconds=time.perf_counter() - started)


def _variables(data: DataFolder, listed: Sequence[Path]) -> list[str]:
    variables: dict[str, str | list[str]] = {
        "lake": str(data.lake.absolute()),
        "commits": [str(path.absolute()) for path in listed],
        "wire_services": str(WIRE_SERVICES),
        "role_nouns": str(ROLE_NOUNS),
        "build": str(data.build_warehouse.absolute()),
        "fingerprint": fingerprint(),
        "whosaid_version": version("whosaid"),
    }
    return ["--vars", json.dumps({name: _literal(value) for name, value in variables.items()})]


def _literal(value: str | list[str]) -> str | list[str]:
    """Return a variable as dbt is to be given it: a text is rendered, so that a brace in a path would begin code."""
    return value.replace("{", "{{ '{' }}") if isinstance(value, str) else value


def _run_results(answer: dbtRunnerResult, data: DataFolder) -> Sequence[RunResult]:
    if isinstance(answer.result, RunExecutionResult):
        return answer.result.results
    message = one_line(answer.exception)
    if "lock on file" in message:
        raise WarehouseLocked(f"{data.build_warehouse} is open in another program: close it, then run again.")
    raise BuildFailed(f"dbt could not run: {message}")


def _raise_named(results: Sequence[NodeResult], data: DataFolder) -> None:
    if any("No space left" in result.message or "out of disk space" in result.message for result in results):
        raise disk_full(data.build)


def _node_result(result: RunResult) -> NodeResult:
    node = result.node
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        resource_type=str(node.resource_type),
        status=str(result.status),
        seconds=result.execution_time,
        message=result.message or "",
        failures=result.failures,
        severity=str(getattr(node.config, "severity", "ERROR")).upper(),
        tested=_tested(node),
    )


def _tested(node: Any) -> str | None:
    read = [getattr(node, "attached_node", None) or "", *getattr(getattr(node, "depends_on", None), "nodes", [])]
    return next((unique_id.rpartition(".")[2] for unique_id in read if unique_id.startswith("model.")), None)
