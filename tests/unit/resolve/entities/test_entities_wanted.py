"""Which known entities a run looks at: those that share a key with a wanted name, none of them missed."""

import csv
from itertools import product
from pathlib import Path

import pytest

from pipelines.resolve.entities import KnownEntities, resolve_entities
from pipelines.resolve.entities.chains import Chain, chains_from
from pipelines.resolve.entities.known.wanted_names import index_names, kind_of, wanted_of
from pipelines.resolved import ENTITIES
from tests.unit.resolve.entities.entity_rows import article

HARD_CASES = Path(__file__).with_name("hard_cases.csv")


def printed_names() -> set[tuple[str, str]]:
    """Return (type, name) of everybody in the hard cases, and odd names besides."""
    rows = list(csv.DictReader(HARD_CASES.read_text(encoding="utf-8").splitlines()))
    names = {(row["entity_type"], row[side]) for row in rows for side in ("left", "right")}
    odd = ["X", "!?!", "O'Dell", "kim yong-il", "U.N.", "NATO", "Bank of Marle", "张伟", "Ben Orr", "Bill Gurney", ""]
    return names | set(product(("PERSON", "ORG"), odd))


def chains_of(entity_type: str, name: str) -> list[Chain]:
    return chains_from(article("a", [{"name": name, "entity_type": entity_type}]))


def test_every_name_that_is_near_a_wanted_one_has_a_key_in_common() -> None:
    names = sorted(printed_names())
    rows = [
        {"entity_id": f"{entity_type} {name}", "entity_type": entity_type, "name": name, "full_names": [name]}
        for entity_type, name in names
    ]
    lists = {"roles": [], "company": [], "outlets": [], "is_provisional": False, "chains": 1, "mentions": 1}
    entities = ENTITIES.empty_table().from_pylist([{**lists, "batch_id": "b", **row} for row in rows], schema=ENTITIES)
    index = index_names(entities).to_pylist()
    missed = []
    for entity_type, name in names:
        wanted = wanted_of(chains_of(entity_type, name))
        found = {row["entity_id"] for row in index if row["key"] in wanted.keys()}  # noqa: SIM118 (no mapping)
        near = {f"{kind} {other}" for kind, other in names if wanted.has(kind_of(kind), other)}
        missed += sorted(near - found)
        assert not wanted.keys() or f"{entity_type} {name}" in found
    assert missed == []


@pytest.mark.parametrize("times", [1, 3])
def test_the_index_follows_the_entities_from_run_to_run(times: int) -> None:
    known = KnownEntities.nothing()
    for number in range(times):
        names = [{"name": "Odo Fenn"}, {"name": f"Person Of{number}"}]
        known = known.after(resolve_entities(article(f"a{number}", names), known=known, batch_id=f"b{number}"))
    rows = {(row["entity_id"], row["key"]) for row in known.name_keys.to_pylist()}
    assert rows == {(row["entity_id"], row["key"]) for row in index_names(known.entities).to_pylist()}
    assert len(rows) == known.name_keys.num_rows
