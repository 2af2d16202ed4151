"""Of which kind a spelling of an entity is, and by which of its names an entity is called."""

from typing import Literal

from pipelines.names.folding import fold_word, words_of
from pipelines.resolve.entities.names.agreement import Agreement
from pipelines.resolve.entities.names.gazetteer import Item, find_item
from pipelines.resolve.entities.names.person_agreement import agree_persons
from pipelines.resolve.entities.names.person_names import demonyms, parse_person
from pipelines.resolve.entities.names.thing_agreement import agree_things
from pipelines.resolve.entities.names.thing_names import known_acronyms, parse_thing

AliasKind = Literal["name", "demonym", "acronym", "short name", "misspelling"]


def kind_of_alias(alias: str, name: str, *, is_person: bool) -> AliasKind:
    """Return the kind of a spelling of the entity `name`; another whole name of it is a name."""
    if is_person:
        return _kind_of_person(alias, name)
    if is_demonym(alias):
        return "demonym"
    thing, full = parse_thing(alias), parse_thing(name)
    if thing.acronym and (
        thing.acronym in full.initials or thing.acronym in known_acronyms() or is_state_in_short(alias)
    ):
        return "acronym"
    if set(thing.words) < set(full.words):
        return "short name"
    return "misspelling" if agree_things(alias, name) is Agreement.MISSPELT else "name"


def _kind_of_person(alias: str, name: str) -> AliasKind:
    person, full = parse_person(alias), parse_person(name)
    if len(person.parts) < len(full.parts):
        return "short name"
    return "misspelling" if agree_persons(alias, name) is Agreement.MISSPELT else "name"


def is_demonym(printed: str) -> bool:
    """Say whether a printed word is an adjective of nationality and no name of a state."""
    folded = " ".join(fold_word(word) for word in words_of(printed))
    return demonyms().get(folded, folded) != folded and not is_state_in_short(printed)


def is_state_in_short(printed: str) -> bool:
    """Say whether a state is printed by its capitals: "U.S.", "UK", "UAE"."""
    thing = parse_thing(printed)
    item = find_item(thing.key)
    return thing.acronym is not None and item is not None and item.is_state


def item_named(name: str) -> Item | None:
    """Return the item of the built-in gazetteer that a thing's name, or a nationality, means."""
    return find_item(parse_thing(name).key)


def rank_of(name: str) -> int:
    """Return how well a thing is called by a name: 0 by its own, 1 by a state's capitals or a body's state in brackets
    behind it, 2 by a nationality.
    """
    if is_state_in_short(name) or name.endswith(")"):
        return 1
    return 2 if is_demonym(name) else 0
