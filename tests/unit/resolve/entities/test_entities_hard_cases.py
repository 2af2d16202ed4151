"""Two hundred hand-made cases of namesakes and variants: `hard_cases.csv`. All people are invented; states are not.

A case prints `left` in one article and `right` in another (or both in one: `together`), each with roles and company;
`third` stands in an article of its own. `owner` is whose the text says a body is, `home` where the article is from.
Company is written "Name" or "Name/role" or "Name/ORG". Expected is `same` (one entity), `apart` (two), or `unresolved`
(nobody for the right one).
"""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.resolve.entities import resolve_entities
from tests.unit.resolve.entities.entity_rows import PUBLISHED, article

CASES = list(csv.DictReader((Path(__file__).parent / "hard_cases.csv").read_text(encoding="utf-8").splitlines()))


def _company(text: str) -> list[dict[str, Any]]:
    found = []
    for entry in filter(None, text.split("|")):
        name, _, rest = entry.partition("/")
        kind = rest if rest in ("ORG", "LOC", "MISC") else "PERSON"
        found.append({"name": name, "entity_type": kind, "roles": [rest] if rest and kind == "PERSON" else []})
    return found


def _chain(case: dict[str, str], side: str) -> dict[str, Any]:
    roles = [role for role in case[f"{side}_roles"].split("|") if role and role not in ("Mr.", "Ms.")]
    gender = {"Mr.": "male", "Ms.": "female"}.get(case[f"{side}_roles"].partition("|")[0])
    kind = case["right_type"] if side == "right" and case["right_type"] else case["entity_type"]
    place = {name: case.get(f"{side}_{name}") or None for name in ("owner", "home")}
    return {"name": case[side], "entity_type": kind, "roles": roles, "gender": gender, **place}


def _articles(case: dict[str, str]) -> pa.Table:
    left, right = _chain(case, "left"), _chain(case, "right")
    company = {side: _company(case[f"{side}_company"]) for side in ("left", "right", "third")}
    if case["together"]:
        return article("left", [left, right, *company["left"]])
    later = PUBLISHED + timedelta(days=int(case["days_apart"]))
    tables = [
        article("left", [left, *company["left"]]),
        article("right", [right, *company["right"]], published_at=later, outlet="The Courier"),
    ]
    if case["third"]:
        tables.append(article("third", [_chain(case, "third"), *company["third"]], outlet="The Echo"))
    return pa.concat_tables(tables)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['case_no']} {case['what']}" for case in CASES])
def test_a_hard_case_is_decided_right(case: dict[str, str]) -> None:
    links = resolve_entities(_articles(case)).entity_mentions.to_pylist()
    ids = {(link["article_id"], link["local_entity_no"]): link["entity_id"] for link in links}
    left, right = ids["left", 0], ids["left", 1] if case["together"] else ids["right", 0]
    found = "unresolved" if right is None else "same" if left == right else "apart"
    assert found == case["expected"]


def test_there_are_two_hundred_cases() -> None:
    assert len(CASES) >= 200
