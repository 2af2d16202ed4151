"""Runs suites with Great Expectations. Run as a module it is the process that a run keeps beside itself.

Importing Great Expectations takes seconds, so no other module does: `python -m pipelines.checks.expectations` imports
it, then answers each request (`checker.Request` as a line of JSON) on standard input with results, and draws their
pages when the answer is out.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.exceptions.exceptions import GreatExpectationsError
from great_expectations.execution_engine import pandas_execution_engine

from pipelines.checks.checker import Request, request_from_json
from pipelines.checks.frames import lake_frames, warehouse_frames
from pipelines.checks.results import EXAMPLES, ExpectationResult, SuiteResult, could_not_run, to_json
from pipelines.checks.suites import Expectation, Suite
from pipelines.lake import Lake

pandas_execution_engine.HASH_THRESHOLD = 0  # a fingerprint of every frame costs more than all expectations on it


UNUSABLE = (duckdb.Error, OSError, ValueError, TypeError, GreatExpectationsError)
Answer = tuple[SuiteResult, ExpectationSuiteValidationResult | None]


def check(request: Request) -> list[Answer]:
    """Run every suite that the request asks for, and return what Great Expectations says beside our own form of it."""
    return [_check(request, suite) for suite in request.suites]


def _check(request: Request, suite: Suite) -> Answer:
    try:
        return check_frames(suite, _frames(request, suite))
    except UNUSABLE as error:  # a file that is gone, words that Great Expectations does not take: nothing was learnt
        return could_not_run(suite, " ".join(f"{type(error).__name__}: {error}".split())), None


def _frames(request: Request, suite: Suite) -> Iterator[pd.DataFrame]:
    if suite.layer == "warehouse":
        return warehouse_frames(Path(request.warehouse), suite.table, suite.columns, request.batch_ids)
    lake = Lake(Path(request.lake))
    commits = [commit for commit in lake.commits() if commit.commit_id in set(request.commit_ids)]
    return lake_frames(lake, commits, suite.table, suite.columns)


def check_frames(suite: Suite, parts: Iterator[pd.DataFrame]) -> Answer:
    """Run one suite over the parts of its table; counts add up over the parts."""
    total = {one.name: _unasked(one) for one in suite.expectations}
    rows, said = 0, None
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas(suite.layer)
    batch_definition = source.add_dataframe_asset(suite.table).add_batch_definition_whole_dataframe("new")
    options = {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES}
    for frame in parts:
        rows += len(frame)
        expectations = [
            {"type": e.type, "kwargs": dict(e.kwargs), "meta": {"name": e.name}} for e in suite.expectations
        ]
        made = gx.ExpectationSuite(name=f"{suite.layer}.{suite.table}.{suite.name}", expectations=expectations)
        batch = batch_definition.get_batch({"dataframe": frame})
        said = batch.validate(made, result_format={**options, "unexpected_index_column_names": list(suite.key)})
        for result in said.results:
            _count(total, result, len(frame))
    found = SuiteResult(*suite.id, rows, list(total.values()))
    return found, said


def _unasked(expectation: Expectation) -> ExpectationResult:
    return ExpectationResult(expectation.name, expectation.words, mostly=float(expectation.kwargs.get("mostly", 1)))


def _count(total: Mapping[str, ExpectationResult], result: ExpectationValidationResult, rows: int) -> None:
    config = result.expectation_config
    so_far = total[config.meta["name"]] if config is not None and config.meta else None
    if so_far is None:
        raise RuntimeError("Great Expectations gave a result without the name of its expectation")
    so_far.add(_part(so_far, result, rows))


def _part(so_far: ExpectationResult, result: ExpectationValidationResult, rows: int) -> ExpectationResult:
    found: Mapping[str, Any] = result.result
    asked = int(found.get("element_count", rows))
    part = ExpectationResult(so_far.name, so_far.words, rows=asked, judged=asked - int(found.get("missing_count") or 0))
    if "unexpected_count" in found:
        part.broken = int(found["unexpected_count"])
        part.examples = [{name: _plain(value) for name, value in row.items()} for row in _examples(found)]
    elif _error(result.exception_info):
        part.error = _error(result.exception_info)
    elif "observed_value" in found:  # of the table as a whole
        part.is_kept, part.broken = bool(result.success), 0
        part.examples = [] if result.success else [{"observed": _plain(found["observed_value"])}]
    else:
        part.error = "the expectation gave no result"
    return part


def _examples(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(found.get("partial_unexpected_index_list") or [])[:EXAMPLES]


def _error(exception_info: Mapping[str, Any] | None) -> str | None:
    info = exception_info or {}
    entries = [info, *(value for value in info.values() if isinstance(value, Mapping))]
    return next((str(entry["exception_message"]) for entry in entries if entry.get("exception_message")), None)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _answer(results: Sequence[SuiteResult]) -> None:
    sys.stdout.buffer.write(to_json(results) + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Answer requests until standard input ends."""
    from pipelines.checks.pages import write_pages

    for line in sys.stdin.buffer:
        request = request_from_json(line)
        answers = check(request)
        _answer([found for found, _ in answers])
        if request.pages:
            try:
                write_pages(Path(request.pages), request.run_id, answers)
            except Exception as error:  # noqa: BLE001 - a page that cannot be drawn must not fail the next check
                print(f"no pages: {type(error).__name__}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
