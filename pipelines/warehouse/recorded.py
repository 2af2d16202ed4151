"""What a build said, as rows of the lake: results of dbt's tests, and findings that were found or resolved.

So both outlive the warehouse: a build from nothing reads them back.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.lake import Lake
from pipelines.records import FINDING_HISTORY
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import row_counts
from pipelines.warehouse.results import DbtRun, NodeResult

CHECKS, FINDINGS = "check", "findings"  # stages
TESTS_PART = 4  # of the batch's check results; the places of expectations come before
CHANGED = """
    select * from main.attribution_findings
    where changed_at = (select built_at from state.build) order by finding_id
"""


def record_tests(data: DataFolder, run: DbtRun, *, batch_id: str, checked_at: datetime) -> int:
    """Commit what dbt's tests found as rows of check_results, and return how many there are."""
    counts = row_counts(data) if data.build_warehouse.is_file() else {}
    tests = [node for node in run.results if node.resource_type == "test" and node.status != "skipped"]
    with Lake(data.lake).commit(stage=CHECKS, batch_id=batch_id, part=TESTS_PART, versions={"dbt": "1"}) as writer:
        stamp = {"batch_id": batch_id, "checked_at": checked_at}
        writer.add("check_results", [{**stamp, **_result(node, counts)} for node in tests])
    return len(tests)


def _result(node: NodeResult, counts: Mapping[str, int]) -> dict[str, Any]:
    table = node.tested or "warehouse"
    has_erred = node.status not in ("pass", "warn", "fail")
    return {
        "layer": "warehouse",
        "table_name": table,
        "suite": "dbt",
        "rule": node.name,
        "description": node.name.replace("_", " "),
        "severity": "ERROR" if has_erred else node.severity,
        "is_blocking": node.severity == "ERROR",
        "passed": node.status == "pass",
        "n_rows": counts.get(table),
        "n_failed": 0 if node.status == "pass" else max(1, node.failures or 0),
        "error": " ".join(node.message.split()) if has_erred else None,
    }


def record_findings(data: DataFolder, *, batch_id: str) -> int:
    """Commit the findings whose state this build changed, and return how many there are."""
    with duckdb.connect(str(data.build_warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        changed = connection.sql(CHANGED).to_arrow_table()
    if changed.num_rows:
        with Lake(data.lake).commit(stage=FINDINGS, batch_id=batch_id, versions={FINDINGS: "1"}) as writer:
            writer.add_table("finding_history", _typed(changed))
    return int(changed.num_rows)


def _typed(rows: pa.Table) -> pa.Table:
    """Return the rows with the lake's columns; times without a zone are UTC."""
    return pa.table([rows[field.name].cast(field.type) for field in FINDING_HISTORY], schema=FINDING_HISTORY)
