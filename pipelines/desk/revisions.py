"""What changed from one revision of an article to the next, by paragraphs."""

import itertools
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from pipelines.desk.question import Rows

CONTEXT = 1  # unchanged paragraphs around a change


@dataclass(frozen=True, slots=True)
class Change:
    """One revision against the one before: lines with `+`, `-` or a blank before them."""

    revision: int
    ingested_at: Any
    lines: list[tuple[str, str]]


def show_changes(revisions: Rows) -> list[Change]:
    """Return the changes, the latest revision first."""
    changes = []
    for before, after in itertools.pairwise(revisions):
        lines = unified_diff(before["text"].split("\n"), after["text"].split("\n"), lineterm="", n=CONTEXT)
        shown = [(line[:1], line[1:]) for line in lines if not line.startswith(("---", "+++", "@@"))]
        changes.append(Change(after["revision"], after["ingested_at"], shown))
    return changes[::-1]
