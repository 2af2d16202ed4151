"""dbt's generic tests (unique, accepted_values, ...) on the build file, in one query for each table.

dbt compiled them when the project was parsed (`manifest`); a node of dbt costs some 40 ms of the processor whatever it
does, and these are most of the tests. Each is a result of its own under its own name, as dbt would give it. Tests of
one kind stay with dbt: those in `dbt_project/tests`, which read what lives in memory while dbt runs.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.manifest import ensure_manifest
from pipelines.warehouse.results import NodeResult

Node = Mapping[str, Any]  # of the manifest
Verdict = tuple[int, bool, bool]  # rows that fail, and whether so many call for a warning, for an error


def run_generic_tests(data: DataFolder, results: Sequence[NodeResult]) -> list[NodeResult]:
    """Test the build file after dbt gave `results` for its models; a test of a model that was not built is skipped."""
    built = {result.unique_id for result in results if result.status == "success"}
    by_table: dict[str, list[Node]] = defaultdict(list)
    for test in generic_tests(ensure_manifest(data)):
        by_table[test["attached_node"]].append(test)
    if not data.build_warehouse.is_file():
        return [_skipped(test) for tests in by_table.values() for test in tests]
    with duckdb.connect(str(data.build_warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return [result for tests in by_table.values() for result in _of_table(connection, tests, built)]


def generic_tests(manifest: Path) -> list[Node]:
    """Return the manifest's generic tests of models, with the SQL that dbt made of them."""
    nodes = json.loads(manifest.read_bytes())["nodes"].values()
    return [node for node in nodes if node["resource_type"] == "test" and node.get("attached_node")]


def _of_table(connection: duckdb.DuckDBPyConnection, tests: Sequence[Node], built: set[str]) -> Iterator[NodeResult]:
    asked = [test for test in tests if built.issuperset(test["depends_on"]["nodes"])]
    yield from (_skipped(test) for test in tests if test not in asked)
    if not asked:
        return
    try:
        yield from _ask(connection, asked)
    except duckdb.Error as error:
        if len(asked) == 1:
            yield _result(asked[0], "error", message=" ".join(str(error).split()))
            return
        for test in asked:  # one of them cannot be asked: which one
            yield from _of_table(connection, [test], built)


def _ask(connection: duckdb.DuckDBPyConnection, tests: Sequence[Node]) -> list[NodeResult]:
    started = time.perf_counter()
    query = " union all ".join(_verdict_sql(number, test) for number, test in enumerate(tests))
    verdicts = {number: verdict for number, *verdict in connection.execute(query).fetchall()}
    seconds = (time.perf_counter() - started) / len(tests)
    return [_judged(test, tuple(verdicts[number]), seconds) for number, test in enumerate(tests)]


def _verdict_sql(number: int, test: Node) -> str:
    count, config = test["config"]["fail_calc"], test["config"]
    columns = f"{number}, {count}, {count} {config['warn_if']}, {count} {config['error_if']}"
    return f"select {columns} from ({test['compiled_code']}) as failing_rows"  # noqa: S608 - the project's own SQL


def _judged(test: Node, verdict: Verdict, seconds: float) -> NodeResult:
    failures, is_warning, is_error = verdict
    if is_error and _severity(test) == "ERROR":
        status, limit = "fail", f"fail if {test['config']['error_if']}"
    elif is_warning:
        status, limit = "warn", f"warn if {test['config']['warn_if']}"
    else:
        return _result(test, "pass", failures=failures, seconds=seconds)
    message = f"Got {failures} {'result' if failures == 1 else 'results'}, configured to {limit}"
    return _result(test, status, message=message, failures=failures, seconds=seconds)


def _skipped(test: Node) -> NodeResult:
    return _result(test, "skipped")


def _result(
    test: Node, status: str, *, message: str = "", failures: int | None = None, seconds: float = 0
) -> NodeResult:
    return NodeResult(
        unique_id=test["unique_id"],
        name=test["name"],
        resource_type="test",
        status=status,
        seconds=seconds,
        message=message,
        failures=failures,
        severity=_severity(test),
        tested=test["attached_node"].rpartition(".")[2],
    )


def _severity(test: Node) -> str:
    return str(test["config"]["severity"]).upper()
