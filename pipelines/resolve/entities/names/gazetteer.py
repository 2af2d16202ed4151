"""The built-in gazetteer: states, those who live there, cities, big bodies (`data/gazetteer.jsonl`, made by
`make_gazetteer`), in the form of a user's alias file. Here: what a printed name is in it.
"""

from dataclasses import dataclass
from functools import cache

from pipelines.resolve.entities.names.name_tables import gazetteer_rows
from pipelines.resolve.entities.names.thing_names import parse_thing

STATES = ("iso3166:", "place:")


@dataclass(frozen=True, slots=True)
class Item:
    """A state, city or body; `country` is the key of the state that a place is or lies in."""

    item_id: str
    entity_type: str
    label: str
    country: str | None

    @property
    def is_state(self) -> bool:
        """True for a state, or a country that is part of one."""
        return self.item_id.startswith(STATES)


def find_item(name_key: str) -> Item | None:
    """Return the item that a thing's key names; None where there is none, or several."""
    return _items().get(name_key)


def country_of(name: str) -> str | None:
    """Return the key of the state that a printed place name, or a nationality, is or lies in."""
    item = find_item(parse_thing(name).key)
    return item.country if item is not None else None


def find_code(code: str) -> str | None:
    """Return the key of the state with these two letters, as an address ends in them; None where there is none."""
    return _states().get({"uk": "gb"}.get(code.lower(), code.lower()))


def label_of(country: str) -> str:
    """Return the name of the state with this key; the key itself where there is none."""
    item = find_item(country)
    return item.label if item is not None else country


def is_state(name_key: str) -> bool:
    """Say whether a key is a state's."""
    item = find_item(name_key)
    return item is not None and item.is_state


@cache
def _states() -> dict[str, str]:
    return {
        row["id"].removeprefix("iso3166:").lower(): parse_thing(row["labels"]["en"]["value"]).key
        for row in gazetteer_rows()
        if row["id"].startswith("iso3166:")
    }


@cache
def _items() -> dict[str, Item | None]:
    rows = gazetteer_rows()
    labels = {row["id"]: parse_thing(row["labels"]["en"]["value"]).key for row in rows}
    found: dict[str, Item | None] = {}
    for row in rows:
        is_state = row["id"].startswith(STATES)
        country = labels[row["id"]] if is_state else labels.get(row.get("country", ""))
        item = Item(row["id"], row["type"], row["labels"]["en"]["value"], country)
        for name in (row["labels"]["en"], *row["aliases"]["en"]):
            key = parse_thing(name["value"]).key
            found[key] = item if found.get(key, item) == item else None
    return found
