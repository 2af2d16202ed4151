"""Runs suites with Great Expectations. `main` is the process that a run keeps beside itself.

Importing Great Expectations takes seconds, so no other module does: `python -m pipelines.checks` imports
it, then answers each request (`checker.Request` as a line of JSON) on standard input with results, and draws their
pages when the answer is out.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.exceptions.exceptions import GreatExpectationsError
from great_expectations.execution_engine import pandas_execution_engine

from pipelines.checks.checker import Request, request_from_json
from pipelines.checks.frames import Wanted, condition_column, lake_frames, warehouse_frames
from pipelines.checks.results import EXAMPLES, ExpectationResult, SuiteResult, could_not_run, to_json
from pipelines.checks.suites import Expectation, Suite
from pipelines.lake import Lake

pandas_execution_engine.HASH_THRESHOLD = 0  # a fingerprint of every frame costs more than all expectations on it


CONDITION_KEYWORDS = ("row_condition", "condition_parser")
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
    wanted = Wanted(suite.table, suite.columns, suite.conditions)
    if suite.layer == "warehouse":
        return warehouse_frames(Path(request.warehouse), wanted, request.batch_ids)
    lake = Lake(Path(request.lake))
    commits = [commit for commit in lake.commits() if commit.commit_id in set(request.commit_ids)]
    return lake_frames(lake, commits, wanted)


def check_frames(suite: Suite, parts: Iterator[pd.DataFrame]) -> Answer:
    """Run one suite over the parts of its table; counts add up over the parts."""
    total = {one.name: _unasked(one) for one in suite.expectations}
    rows, said = 0, None
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas(suite.layer)
    batch_definition = source.add_dataframe_asset(suite.table).add_batch_definition_whole_dataframe("new")
    for frame in parts:
        rows += len(frame)
        said = _validated(suite, frame, batch_definition)
        for result in said.results:
            total[_name(result)].add(_part(total[_name(result)], result, len(frame)))
    found = SuiteResult(*suite.id, rows, list(total.values()))
    return found, said


def _validated(suite: Suite, frame: pd.DataFrame, batches: BatchDefinition[Any]) -> ExpectationSuiteValidationResult:
    """Return what Great Expectations says of one frame: it is asked once for each condition, about the rows in it."""
    options = {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES}
    options["unexpected_index_column_names"] = list(suite.key)
    columns = frame.drop(columns=[condition_column(condition) for condition in suite.conditions])
    answers = []
    for condition in (None, *suite.conditions):
        asked = [_configuration(one) for one in suite.expectations if one.condition == condition]
        if asked:
            rows = columns if condition is None else columns[frame[condition_column(condition)]]
            made = gx.ExpectationSuite(name=".".join(suite.id), expectations=asked)
            answers.append(batches.get_batch({"dataframe": rows}).validate(made, result_format=options))
    return _joined(suite, answers)


def _configuration(expectation: Expectation) -> dict[str, Any]:
    """Return an expectation as Great Expectations takes it, without a condition, which it would run as Python."""
    kwargs = {name: value for name, value in expectation.kwargs.items() if name not in CONDITION_KEYWORDS}
    return {"type": expectation.type, "kwargs": kwargs, "meta": {"name": expectation.name}}


def _joined(suite: Suite, answers: Sequence[ExpectationSuiteValidationResult]) -> ExpectationSuiteValidationResult:
    """Return the answers as one, in the order of the suite's expectations, each with its condition to be shown."""
    by_name = {_name(result): result for answer in answers for result in answer.results}
    joined = answers[0]
    joined.results = [by_name[one.name] for one in suite.expectations]
    for one, result in zip(suite.expectations, joined.results, strict=True):
        if result.expectation_config is not None:
            result.expectation_config.kwargs.update(one.kwargs)
    return joined


def _name(result: ExpectationValidationResult) -> str:
    config = result.expectation_config
    if config is None or not config.meta:
        raise RuntimeError("Great Expectations gave a result without the name of its expectation")
    return str(config.meta["name"])


def _unasked(expectation: Expectation) -> ExpectationResult:
    return ExpectationResult(expectation.name, expectation.words, mostly=float(expectation.kwargs.get("mostly", 1)))


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
