"""Which names a run asks for, and the keys by which known entities that may bear them are found.

A known name shares a key with what is wanted wherever it is near it, so that only entities found by a key are looked at
closely; keys are made once, when an entity is new or changed. Not here: what becomes of the entities (`near_entities`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from pipelines.arrow_types import required
from pipelines.names.folding import sound_of
from pipelines.names.lists import suffixes
from pipelines.resolve.entities.chains import Chain, Kind, fold_name
from pipelines.resolve.entities.compare.blocking import part_forms
from pipelines.resolve.entities.compare.nodes import families_of
from pipelines.resolve.entities.names.person_names import bare, is_family_first, parse_person
from pipelines.resolve.entities.names.thing_names import known_acronyms, parse_thing

MAX_NAMES = 5  # names of a known entity that are compared
MAX_ACRONYM = 8

NAME_KEYS = pa.schema([required("entity_id", pa.string()), required("key", pa.string())])
"""One row per known entity and key of one of its names."""


def kind_of(entity_type: str) -> Kind:
    """Return how the names of an entity of this type are read."""
    return "PERSON" if entity_type == "PERSON" else "THING"


def names_compared(full_names: Sequence[str], name: str) -> list[str]:
    """Return the names by which a known entity is found."""
    return [*full_names[:MAX_NAMES], name]


def index_names(entities: pa.Table) -> pa.Table:
    """Return the rows of `NAME_KEYS` of `entities` (rows of `ENTITIES`)."""
    columns = (entities[name].to_pylist() for name in ("entity_id", "entity_type", "full_names", "name"))
    owners: list[str] = []
    keys: list[str] = []
    for entity_id, entity_type, full_names, name in zip(*columns, strict=True):
        names = dict.fromkeys(names_compared(full_names, name))
        found = {key for printed in names for key in _keys_of(kind_of(entity_type), printed)}
        keys += sorted(found)
        owners += [entity_id] * len(found)
    return pa.table([pa.array(owners, pa.string()), pa.array(keys, pa.string())], schema=NAME_KEYS)


def _keys_of(kind: Kind, name: str) -> Iterator[str]:
    if kind == "THING":
        words = parse_thing(name).words
        yield from (_key("word", word) for word in words)
        if len(words) == 1 and len(name) <= MAX_ACRONYM:
            yield _key("acronym", fold_name(name))
        return
    given, families = ends_of(name)
    yield from (_key("family", sound_of(family)) for family in families)
    if families:
        yield from (_key("given", form, families[0][:1]) for form in part_forms(given, with_nicknames=True))


def _key(*words: str) -> str:
    return " ".join(words)


def ends_of(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the given name and what may be the family name; names of plain letters are not parsed, for speed."""
    words = name.lower().split()
    if len(words) > 1 and name.isascii() and "".join(words).isalpha() and words[-1] not in suffixes("across"):
        return words[0], (words[-1], words[0]) if is_family_first(words[0]) else (words[-1],)
    person = parse_person(name)
    return person.given, tuple(filter(None, person.families))


@dataclass(slots=True)
class Wanted:
    """Which names the new chains could be: sounds of family names, given name with the family's first letter, words."""

    families: set[str] = field(default_factory=set)
    pairs: dict[str, set[str]] = field(default_factory=dict)  # form of a given name -> first letters of family names
    words: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    initials_of_given: dict[str, set[str]] = field(default_factory=dict)  # filled as known names are asked for

    def add(self, chain: Chain) -> None:
        """Add what the chain's name could be printed as elsewhere."""
        if chain.kind == "THING":
            thing = parse_thing(chain.name)
            self.words.update(thing.words)
            self.acronyms.update(thing.initials)
            self.words.update(known_acronyms().get(thing.acronym or "", "").split())
            return
        parts = [bare(part) for part in chain.person.parts]
        for family in families_of(chain.name):
            self.families |= {family, family.replace("h", "g"), family.replace("g", "h")}
        if len(parts) > 1:
            for form in part_forms(parts[0], with_nicknames=True):
                self.pairs.setdefault(form, set()).add(parts[-1][:1])

    def keys(self) -> set[str]:
        """Return keys of which every name that `has` accepts holds one."""
        keys = {_key("family", family) for family in self.families}
        keys |= {_key("given", form, letter) for form, letters in self.pairs.items() for letter in letters}
        keys |= {_key("word", word) for word in self.words}
        return keys | {_key("acronym", acronym) for acronym in self.acronyms}

    def has(self, kind: Kind, name: str) -> bool:
        """Say whether a known name is near one of the new names."""
        if kind == "THING":
            thing = parse_thing(name)
            shared = sum(word in self.words for word in thing.words)
            return shared >= max(1, len(thing.words) - 1) or (
                len(thing.words) == 1 and len(name) <= MAX_ACRONYM and fold_name(name) in self.acronyms
            )
        given, families = ends_of(name)
        if not families:
            return False
        if any(sound_of(family) in self.families for family in families):
            return True
        if given not in self.initials_of_given:
            forms = part_forms(given, with_nicknames=True)
            self.initials_of_given[given] = set().union(*(self.pairs.get(form, ()) for form in forms))
        return families[0][:1] in self.initials_of_given[given]


def wanted_of(chains: Iterable[Chain]) -> Wanted:
    """Return what names the readable `chains` could be."""
    wanted = Wanted()
    for chain in chains:
        if chain.name_key:
            wanted.add(chain)
    return wanted
