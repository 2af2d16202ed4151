"""Entities and name comparison against hand-made gold beside the repository; skipped where that is absent."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.resolve.entities import compare_names, resolve_entities
from tests.unit.resolve.entities.entity_rows import article

MIN_PRECISION, MIN_RECALL = 0.95, 0.75


def _printed(text: str, spellings: list[str]) -> list[str]:
    """Return the spellings that stand in `text`, longest first at each place, once per mention."""
    pattern = "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
    return re.findall(rf"\b(?:{pattern})\b", text)


def _seed_articles(shared: Path) -> tuple[pa.Table, dict[str, list[str]]]:
    gold = json.loads((shared / "gold" / "seeds.json").read_text(encoding="utf-8"))
    things = [
        (kind, names if isinstance(names, list) else [names])
        for kind in gold["entities"]
        for names in gold["entities"][kind]
    ]
    tables = []
    for document in gold["documents"]:
        text = (shared / "real" / "seeds" / document).read_text(encoding="utf-8")
        chains: list[dict[str, Any]] = []
        for name, spellings in gold["people"].items():
            found = _printed(text, [name, *spellings])
            if found:
                fullest = max(found, key=lambda spelling: (len(spelling.split()), len(spelling)))
                chains.append({"name": fullest, "spellings": found})
        for kind, name in things:
            for spelling in dict.fromkeys(_printed(text, name if isinstance(name, list) else [name])):
                chains.append({"name": spelling, "entity_type": {"GPE": "LOC", "FAC": "LOC"}.get(kind, kind)})
        tables.append(article(document, chains))
    return pa.concat_tables(tables), gold["people"]


def test_the_people_of_the_seed_articles_are_one_entity_each_with_all_their_spellings(shared_folder: Path) -> None:
    table, people = _seed_articles(shared_folder)
    result = resolve_entities(table)
    ids_of: dict[str, set[str]] = {}
    for row in result.entity_aliases.to_pylist():
        ids_of.setdefault(row["alias"], set()).add(row["entity_id"])
    by_person = {
        name: {i for spelling in spellings for i in ids_of.get(spelling, ())} for name, spellings in people.items()
    }
    assert {name: len(ids) for name, ids in by_person.items()} == dict.fromkeys(people, 1)
    assert len(set.union(*by_person.values())) == len(people)
    printed = {spelling for _, spellings in people.items() for spelling in spellings}
    assert {row["alias"] for row in result.entity_aliases.to_pylist()} >= printed - {"President Putin"}


def test_the_places_and_organisations_of_the_seed_articles_are_one_entity_each(shared_folder: Path) -> None:
    table, _ = _seed_articles(shared_folder)
    result = resolve_entities(table)
    things = [row for row in result.entities.to_pylist() if row["entity_type"] != "PERSON"]
    cathedral = [row for row in things if "Cathedral" in row["name"]]
    assert [sorted(row["full_names"]) for row in cathedral] == [["Notre Dame Cathedral", "Notre-Dame Cathedral"]]
    assert len({row["name"] for row in things}) == len(things)


def test_labelled_pairs_of_names_are_told_with_high_precision(shared_folder: Path) -> None:
    text = (shared_folder / "train" / "names" / "opensanctions_name_pairs.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["schema"] == "Person"]
    found = [(compare_names(row["name1"], row["name2"]) >= 0.5, row["is_match"] == "true") for row in rows]
    right = sum(said and true for said, true in found)
    precision, recall = right / sum(said for said, _ in found), right / sum(true for _, true in found)
    assert (len(rows), precision >= MIN_PRECISION, recall >= MIN_RECALL) == (548, True, True), (precision, recall)


def test_comparing_names_is_symmetrical(shared_folder: Path) -> None:
    text = (shared_folder / "train" / "names" / "opensanctions_name_pairs.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        kind = "PERSON" if row["schema"] == "Person" else "ORG"
        names = (row["name1"], row["name2"])
        assert compare_names(*names, kind=kind) == compare_names(*names[::-1], kind=kind)
