"""The analyst's own decisions: which entities, or chains of articles, are the same and which are not.

A CSV file with the columns `left_id,right_id,decision` (`same` or `not_same`; more columns, a note for example, are
allowed). An id is an entity_id, or `<article_id>#<local_entity_no>` for one chain. "same": both are one, known by the
left id. Decisions are honoured always, above names and context. A row that cannot be honoured is reported and left out.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

SAME, NOT_SAME = "same", "not_same"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the file; `row_no` is 1 for the first row after the header."""

    row_no: int
    left_id: str
    right_id: str
    decision: str


@dataclass(frozen=True, slots=True)
class Report:
    """A row that was left out, and why (`ENTITY_REPORTS` less the batch)."""

    source: str
    row_no: int
    reason_code: str
    detail: str


@dataclass(slots=True)
class Decisions:
    """What holds: `same` pairs (kept id first) and `not_same` pairs; `reports` tell what was left out."""

    same: list[tuple[str, str]] = field(default_factory=list)
    not_same: list[tuple[str, str]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)


def read_decisions(path: Path) -> list[Decision]:
    """Return the rows of a decisions file. Raises `ValueError` where a column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        missing = {"left_id", "right_id", "decision"} - set(rows.fieldnames or ())
        if missing:
            raise ValueError(
                f"{path}: the decisions file lacks the columns {sorted(missing)}; add them to its first line"
            )
        return [
            Decision(number, *((row[name] or "").strip() for name in ("left_id", "right_id", "decision")))
            for number, row in enumerate(rows, start=1)
        ]


def check_decisions(rows: Iterable[Decision], *, current_id: Callable[[str], str | None]) -> Decisions:
    """Return the decisions that hold. `current_id` gives the id that an id is known by now, None for an unknown one.

    Earlier rows win over later ones that contradict them. Left out are unknown ids, other words than same and
    not_same, an id with itself, a contradiction, and a "same" whose left id is already known by its right id (a cycle).
    """
    held = Decisions()
    known_by: dict[str, str] = {}  # id -> the id that a "same" put in its place
    for row in rows:
        problem = _problem_of(row, current_id)
        if problem:
            held.reports.append(Report("decisions", row.row_no, *problem))
            continue
        left, right = _final(known_by, row.left_id), _final(known_by, row.right_id)
        problem = _conflict_of(row, held, known_by, left, right)
        if problem:
            held.reports.append(Report("decisions", row.row_no, *problem))
        elif row.decision == NOT_SAME:
            held.not_same.append((row.left_id, row.right_id))
        elif left != right:
            known_by[right] = left
            held.same.append((row.left_id, row.right_id))
    return held


def _problem_of(row: Decision, current_id: Callable[[str], str | None]) -> tuple[str, str] | None:
    if row.decision not in (SAME, NOT_SAME):
        return "unknown_decision", f"{row.decision!r} is neither same nor not_same"
    unknown = [number for number in (row.left_id, row.right_id) if current_id(number) is None]
    if unknown:
        return "unknown_id", f"no entity or chain has the id {', '.join(map(repr, unknown))}"
    if row.left_id == row.right_id:
        return "same_id_twice", f"{row.left_id!r} stands on both sides"
    return None


def _conflict_of(
    row: Decision, held: Decisions, known_by: dict[str, str], left: str, right: str
) -> tuple[str, str] | None:
    if row.decision == NOT_SAME:
        return ("contradiction", "an earlier row says that they are the same") if left == right else None
    if left == right:
        is_cycle = _final(known_by, row.left_id) == row.right_id
        return ("cycle", f"{row.left_id!r} is already known by {row.right_id!r}") if is_cycle else None
    for first, second in held.not_same:
        if {_final(known_by, first), _final(known_by, second)} == {left, right}:
            return "contradiction", f"an earlier row says that {first!r} and {second!r} are not the same"
    return None


def _final(known_by: dict[str, str], number: str) -> str:
    while number in known_by:
        number = known_by[number]
    return number


def parse_chain_id(number: str) -> tuple[str, int] | None:
    """Return article_id and local_entity_no out of `<article_id>#<local_entity_no>`; None for another id."""
    article_id, hash_sign, place = number.rpartition("#")
    return (article_id, int(place)) if hash_sign and place.isascii() and place.isdigit() else None
