"""Metadata that Dagster shows with an expectation's result: counts, failing rows, the consequence, the page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dagster import MetadataValue

from pipelines.checks.results import ExpectationResult
from pipelines.checks.suites import Suite
from pipelines.display import table


def metadata_of(suite: Suite, result: ExpectationResult, page: Path) -> dict[str, Any]:
    """Return the metadata of an asset check."""
    shown: dict[str, Any] = {
        "expectation": result.words,
        "rows checked": result.rows,
        "rows that fail": result.broken,
        "share that fails": result.broken / result.judged if result.judged else 0.0,
        "failing rows": table(_even(result.examples)),
    }
    if result.error:
        shown["could not be evaluated"] = result.error
    if suite.blocking and not result.passed:
        shown["what follows"] = "nothing is published until this is put right; readers keep the warehouse they have"
    if page.parent.is_dir():
        shown["data docs"] = MetadataValue.path(str(page))
    return shown


def _even(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every row the same columns, in order of first appearance."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]
