"""A knowledge base of the user's own: names by identifier, read from a file, never from the network.

The format is that of Wikidata's JSON dump: one item a line, `[`, `]` and a comma at the line's end allowed, `.gz` too.
Used are `id`, `labels.<language>.value`, `aliases.<language>[].value` and `claims.P31` (a human, Q5, is a PERSON; an
item without claims may say `"type": "PERSON"`), and `wikis`, how many wikis have a page on the item (1 where it does
not say). Take what you need out of the dump: the file is held in memory.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.resolve.entities.chains import Kind
from pipelines.resolve.entities.names.person_names import parse_person
from pipelines.resolve.entities.names.thing_names import parse_thing
from pipelines.resolve.entities.user_files.decisions import Report

HUMAN = "Q5"
NOT_TELLING = ("no_telling_name", "no name of the item has letters that can be read and, of a person, two parts")
SURE = 0.95
"""Probability that a name is its likeliest item's, from which it is taken for it: stated, not measured."""

NameKey = tuple[Kind, str]


class KnownItem(NamedTuple):
    """The item that a name is taken for, and how probable that is."""

    item_id: str
    probability: float


@dataclass(slots=True)
class KnowledgeBase:
    """Names -> the items that have them; bare family names are not held. `reports` tell which lines were left out."""

    items: dict[NameKey, frozenset[str]] = field(default_factory=dict)
    wikis: dict[str, int] = field(default_factory=dict)  # item -> wikis with a page on it
    reports: list[Report] = field(default_factory=list)

    def item_of(self, kind: Kind, name_key: str) -> KnownItem | None:
        """Return the item that the name surely is; None where there is none, or several that it may be.

        Of several items with a name each is as likely as its share of their pages in wikis: a stand-in for commonness,
        the share of a name's links that lead to an item (Mihalcea and Csomai 2007), which a dump does not hold.
        """
        found = self.items.get((kind, name_key), frozenset())
        pages = {item_id: self.wikis.get(item_id, 1) for item_id in sorted(found)}
        if not pages:
            return None
        likeliest = max(pages, key=pages.__getitem__)
        probability = pages[likeliest] / sum(pages.values())
        return KnownItem(likeliest, round(probability, 4)) if probability >= SURE else None


def read_alias_file(path: Path) -> KnowledgeBase:
    """Return the names of an alias file; lines that cannot be read are reported and left out."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
        return read_items(lines)


def read_items(lines: Iterable[str]) -> KnowledgeBase:
    """Return the names of the items in `lines`. Left out: no JSON object, no id or telling name, an id once more."""
    base = KnowledgeBase()
    ids: set[str] = set()
    found: dict[NameKey, set[str]] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().rstrip(",")
        if text in ("", "[", "]"):
            continue
        item = _parse(text)
        problem = _problem_of(item, ids)
        keys = set() if problem or item is None else _keys_of(item)
        if not keys or item is None:
            base.reports.append(Report("aliases", number, *(problem or NOT_TELLING)))
            continue
        ids.add(item["id"])
        base.wikis[item["id"]] = _wikis_of(item)
        for key in keys:
            found.setdefault(key, set()).add(item["id"])
    base.items = {key: frozenset(numbers) for key, numbers in found.items()}
    return base


def _parse(text: str) -> dict[str, Any] | None:
    try:
        item = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return item if isinstance(item, dict) else None


def _problem_of(item: dict[str, Any] | None, ids: set[str]) -> tuple[str, str] | None:
    if item is None:
        return "not_json", "the line is not a JSON object"
    if not isinstance(item.get("id"), str) or not item["id"]:
        return "no_id", "the item has no id"
    if item["id"] in ids:
        return "duplicate_id", f"{item['id']!r} has come before"
    if not any(True for _ in _names_of(item)):
        return "no_name", f"{item['id']!r} has neither labels nor aliases"
    return None


def _names_of(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield labels and aliases in all languages; whatever has another shape is passed over."""
    for part in ("labels", "aliases"):
        languages = item.get(part)
        for values in languages.values() if isinstance(languages, dict) else ():
            for value in values if isinstance(values, list) else [values]:
                name = value.get("value") if isinstance(value, dict) else None
                if isinstance(name, str) and name.strip():
                    yield name


def _wikis_of(item: Mapping[str, Any]) -> int:
    wikis = item.get("wikis")
    return max(wikis, 1) if isinstance(wikis, int) else 1


def _keys_of(item: Mapping[str, Any]) -> set[NameKey]:
    kind = _kind_of(item)
    keys: set[NameKey] = set()
    for name in _names_of(item):
        if kind == "THING":
            keys.add((kind, parse_thing(name).key))
            continue
        person = parse_person(name)
        if len(person.parts) > 1:
            keys.add((kind, person.key))
    return {key for key in keys if key[1]}


def _kind_of(item: Mapping[str, Any]) -> Kind:
    if item.get("type") == "PERSON":
        return "PERSON"
    claims = item.get("claims")
    kinds = claims.get("P31") if isinstance(claims, dict) else None
    return "PERSON" if HUMAN in json.dumps(kinds or []).replace('"', " ").split() else "THING"
