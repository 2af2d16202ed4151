"""The comparison of names against labelled pairs (columns schema, name1, name2, is_match, category)."""

import csv
from collections import Counter
from pathlib import Path

from rapidfuzz import fuzz

from pipelines.resolve.entities import compare_names
from pipelines.resolve.entities.names.person_agreement import agree_persons


def measure_pairs(path: Path, *, is_listing: bool) -> None:
    """Print precision and recall by group and what fails by category; every failing pair where `is_listing`."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    proposed = "LLM-proposed deviation"
    groups = {
        "persons": [row for row in rows if row["schema"] == "Person"],
        "persons, without proposed rows": [
            row for row in rows if row["schema"] == "Person" and row["category"] != proposed
        ],
        "persons, proposed rows": [row for row in rows if row["schema"] == "Person" and row["category"] == proposed],
        "organisations and others": [row for row in rows if row["schema"] != "Person"],
    }
    print("| pairs | number | precision | recall | token-sort F1 |\n|---|---|---|---|---|")
    for name, group in groups.items():
        precision, recall = rate([(is_said(row), row["is_match"] == "true") for row in group])
        sorted_tokens = [(similarity(row), row["is_match"] == "true") for row in group]
        best = max(f1(*rate([(value >= cut, true) for value, true in sorted_tokens])) for cut in range(50, 100))
        print(f"| {name} | {len(group)} | {precision:.3f} | {recall:.3f} | {best:.3f} |")
    print_categories(groups["persons"])
    if is_listing:
        print_failures(groups["persons"])


def print_categories(rows: list[dict[str, str]]) -> None:
    """Print one line per category in which a pair is missed or wrongly taken for one person."""
    print("\n| category | one person | of them missed | two persons | of them taken for one |\n|---|---|---|---|---|")
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    for row in rows:
        key = (row["is_match"] == "true", is_said(row))
        counts.setdefault(row["category"] or "(none)", Counter())[key] += 1
    for category, found in sorted(counts.items(), key=lambda item: -item[1][True, False] - item[1][False, True]):
        missed, wrong = found[True, False], found[False, True]
        if missed or wrong:
            same, different = found[True, True] + missed, found[False, False] + wrong
            print(f"| {category} | {same} | {missed} | {different} | {wrong} |")


def print_failures(rows: list[dict[str, str]]) -> None:
    """Print one line per failing pair."""
    print("\n| said | true | level of agreement | left | right |\n|---|---|---|---|---|")
    for row in rows:
        if is_said(row) != (row["is_match"] == "true"):
            level = agree_persons(row["name1"], row["name2"]).name
            print(f"| {is_said(row)} | {row['is_match']} | {level} | {row['name1']} | {row['name2']} |")


def is_said(row: dict[str, str]) -> bool:
    """Say whether the shipped comparison takes a pair for one entity."""
    return compare_names(row["name1"], row["name2"], kind="PERSON" if row["schema"] == "Person" else "ORG") >= 0.5


def similarity(row: dict[str, str]) -> float:
    """Return the plain token-sort similarity of a pair, 0 to 100."""
    return float(fuzz.token_sort_ratio(row["name1"].lower(), row["name2"].lower()))


def rate(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    """Return precision and recall of (said, true)."""
    right = sum(said and true for said, true in pairs)
    return right / max(sum(said for said, _ in pairs), 1), right / max(sum(true for _, true in pairs), 1)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
