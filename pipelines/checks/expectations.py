"""Runs suites with Great Expectations. Run as a module it is the process that a run keeps beside itself.

Importing Great Expectations takes seconds, so no other module does: `python -m pipelines.checks.expectations` imports
it, then answers each line `{"lake": ..., "commit_ids": [...], "tables": [...]}` on standard input with findings.
"""

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import orjson
import pandas as pd
from great_expectations.core import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig

from pipelines.checks.findings import EXAMPLES, CheckFindings, Finding, to_json
from pipelines.checks.frames import frames
from pipelines.checks.suites import Suite, read_suites
from pipelines.lake import Lake


def check_commits(lake: Lake, commit_ids: Collection[str], tables: Collection[str]) -> list[CheckFindings]:
    """Run every suite of `tables` over what the named commits made visible."""
    commits = [commit for commit in lake.commits() if commit.commit_id in commit_ids]
    suites = [suite for suite in read_suites() if suite.table in tables]
    return [check_frames(suite, frames(lake, commits, suite.table, suite.columns)) for suite in suites]


def check_frames(suite: Suite, parts: Iterator[pd.DataFrame]) -> CheckFindings:
    """Run one suite over the parts of its table; counts add up over the parts."""
    total = CheckFindings(suite.table, suite.name, findings=[Finding(_in_words(e)) for e in suite.expectations])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("lake")
    batch_definition = source.add_dataframe_asset(suite.table).add_batch_definition_whole_dataframe("new")
    for frame in parts:
        total.rows += len(frame)
        batch = batch_definition.get_batch({"dataframe": frame})
        for so_far, expectation in zip(total.findings, suite.expectations, strict=True):
            one = gx.ExpectationSuite(name=suite.name, expectations=[dict(expectation)])
            options = {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES}
            result = batch.validate(one, result_format={**options, "unexpected_index_column_names": list(suite.key)})
            so_far.add(_finding(so_far.expectation, result.results[0]))
    return total


def _finding(words: str, result: ExpectationValidationResult) -> Finding:
    found: Mapping[str, Any] = result.result
    error = None if "unexpected_count" in found else _error(result.exception_info)
    return Finding(
        words,
        rows=int(found.get("element_count", 0)),
        broken=int(found.get("unexpected_count", 0)),
        examples=[{name: _plain(value) for name, value in row.items()} for row in _examples(found)],
        error=error,
    )


def _examples(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(found.get("partial_unexpected_index_list") or [])[:EXAMPLES]


def _error(exception_info: Mapping[str, Any]) -> str:
    entries = [exception_info, *(value for value in exception_info.values() if isinstance(value, Mapping))]
    messages = [str(entry["exception_message"]) for entry in entries if entry.get("exception_message")]
    return messages[0] if messages else "the expectation gave no result"


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _in_words(expectation: Mapping[str, Any]) -> str:
    """Return e.g. `values to not be null: speaker, where kind == "direct"`."""
    kwargs = expectation["kwargs"]
    columns = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs] + kwargs.get(
        "column_list", []
    )
    what = expectation["type"].removeprefix("expect_").removeprefix("column_").replace("_", " ")
    where = f", where {kwargs['row_condition']}" if "row_condition" in kwargs else ""
    return f"{what}: {', '.join(columns)}{where}"


def main() -> None:
    """Answer requests until standard input ends."""
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        request = orjson.loads(line)
        findings = check_commits(Lake(Path(request["lake"])), set(request["commit_ids"]), request["tables"])
        sys.stdout.buffer.write(to_json(findings) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
