"""Cuts an alias file out of Wikidata's JSON dump: people, organisations and places that enough wikis write about.

The dump is read line by line from a file, never from the network, and nothing of it is held but the line in hand. What
an item is, its claims say: a human is a person, what has a legal form, a seat or a head is an organisation, what has
coordinates a place. Classes (P31) are of no use for the last two: there are tens of thousands of them.
"""

import bz2
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Literal

ItemType = Literal["PERSON", "ORG", "LOC"]
HUMAN = "Q5"
OF_ORGANISATIONS = ("P1454", "P159", "P169", "P488", "P452")  # legal form, seat, chief executive, chair, industry
COORDINATES = "P625"
LEAST_WIKIS = 3
"""Wikis that have a page on an item, below which it is left out: most such items are never in the news."""


def cut_dump(lines: Iterable[str], *, least_wikis: int = LEAST_WIKIS, language: str = "en") -> Iterator[str]:
    """Yield a line of an alias file for each item of a dump's `lines` that is kept; what is no item is passed over."""
    for line in lines:
        text = line.strip().rstrip(",")
        if not text.startswith("{"):
            continue
        try:
            item = json.loads(text)
        except ValueError:
            continue
        kept = _cut_item(item, least_wikis, language)
        if kept is not None:
            yield json.dumps(kept, ensure_ascii=False)


def open_dump(path: Path) -> IO[str]:
    """Open a dump, plain or packed as its name says (.gz, .bz2)."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    if path.suffix == ".bz2":
        return bz2.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _cut_item(item: Mapping[str, Any], least_wikis: int, language: str) -> dict[str, Any] | None:
    label = _of(item, "labels").get(language)
    kind = _type_of(_of(item, "claims"))
    wikis = len(_of(item, "sitelinks"))
    if label is None or kind is None or wikis < least_wikis:
        return None
    names = {"labels": {language: label}, "aliases": {language: _of(item, "aliases").get(language, [])}}
    return {"id": item.get("id"), "type": kind, "wikis": wikis, **names}


def _of(item: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    """Return a part of an item; the dump writes an empty one as a list."""
    found = item.get(part)
    return found if isinstance(found, dict) else {}


def _type_of(claims: Mapping[str, Any]) -> ItemType | None:
    if HUMAN in _values(claims.get("P31", [])):
        return "PERSON"
    if any(name in claims for name in OF_ORGANISATIONS):
        return "ORG"
    return "LOC" if COORDINATES in claims else None


def _values(claims: Any) -> Iterator[str]:
    for claim in claims if isinstance(claims, list) else ():
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value", {}) if isinstance(claim, dict) else {}
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield value["id"]
