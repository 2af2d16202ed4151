"""Blocking: which nodes are compared at all. Two nodes are when they share a key; most differ in one small thing only.

A misspelt part is found by keys that leave out one letter each (symmetric deletion), so that blocks stay small and the
number of pairs grows with the number of names, not with its square.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from pipelines.names.folding import skeleton_of, sound_of
from pipelines.names.lists import name_parts, nicknames
from pipelines.resolve.entities.compare.nodes import Node
from pipelines.resolve.entities.names.person_names import PersonName, bare, parse_person
from pipelines.resolve.entities.names.thing_names import known_acronyms, parse_thing

MAX_BLOCK = 120  # a key that more nodes share is too common to be telling
MAX_GROUPS = 4
MIN_LETTERS_TO_DELETE = 4


def keys_of(nodes: Iterable[Node]) -> dict[int, list[int]]:
    """Return node_no -> its keys; keys that one node only has, and those of oversized blocks, are left out."""
    found = {node.node_no: {hash(key) for key in _keys_of_node(node)} for node in nodes}
    counts: Counter[int] = Counter()
    for keys in found.values():
        counts.update(keys)
    return {number: [key for key in keys if 1 < counts[key] <= MAX_BLOCK] for number, keys in found.items()}


def _keys_of_node(node: Node) -> set[str]:
    return person_keys(parse_person(node.name)) if node.kind == "PERSON" else thing_keys(node.name)


def person_keys(name: PersonName) -> set[str]:
    """Return the keys of a person's name: pairs of its parts by sound, by equal names, by nickname, less one letter."""
    parts = [bare(part) for part in name.parts]
    if not parts:
        return set()
    sounds = [sound_of(part) for part in parts]
    keys = {f"joined {sound_of(''.join(parts))}"}
    if len(parts) == 1:
        return keys | {f"single {form}" for form in _less_one_letter(sounds[0])}
    ends = [0, 1, len(parts) - 1] if len(parts) > 3 else range(len(parts))
    for first, second in combinations(dict.fromkeys(ends), 2):
        keys.add("pair " + " ".join(sorted((sounds[first], sounds[second]))))
    given, family = parts[0], parts[-1]
    for given_form in part_forms(given, with_nicknames=True):
        keys.update(f"{given_form} {family_form}" for family_form in part_forms(family))
    keys.update(f"given {form} {sounds[-1]}" for form in _less_one_letter(sounds[0]))
    keys.update(f"family {sounds[0]} {form}" for form in _less_one_letter(sounds[-1]))
    keys.add(f"initial {given[0]} {sounds[-1]}")
    keys.add(f"bones {skeleton_of(given)} {skeleton_of(family)}".replace("h", "g"))  # Horbatiuk, Gorbatyuk
    return keys


def part_forms(part: str, *, with_nicknames: bool = False) -> set[str]:
    """Return what a part may be found under: its sound, its groups of equal names, the names that it is short for."""
    groups = name_parts().get(part, ())
    forms = {sound_of(part), *(f"#{group}" for group in groups if len(groups) <= MAX_GROUPS)}
    if with_nicknames:
        forms |= {sound_of(name) for name in nicknames().get(part, ())}
    return forms


def _less_one_letter(sound: str) -> set[str]:
    if len(sound) < MIN_LETTERS_TO_DELETE:
        return {sound}
    return {sound, *(sound[:at] + sound[at + 1 :] for at in range(len(sound)))}


def thing_keys(name: str) -> set[str]:
    """Return the keys of a thing's name: its words, its words less one, its initials."""
    thing = parse_thing(name)
    if not thing.words:
        return set()
    keys = {"words " + " ".join(sound_of(word) for word in thing.words), "joined " + "".join(thing.words)}
    keys |= {f"acronym {initials}" for initials in thing.initials}
    if thing.acronym:
        keys |= {f"acronym {thing.acronym}", f"words {known_acronyms().get(thing.acronym, thing.acronym)}"}
    if len(thing.words) > 2:
        keys |= {
            "less " + " ".join(word for other, word in enumerate(thing.words) if other != at)
            for at in range(len(thing.words))
        }
    elif len(thing.words) == 1:
        keys |= {f"one {form}" for form in _less_one_letter(thing.words[0])}
    else:
        first, second = thing.words
        keys |= {f"two {first} {form}" for form in _less_one_letter(second)}
        keys |= {f"two {form} {second}" for form in _less_one_letter(first)}
    return keys


def namesakes_of(nodes: Iterable[Node]) -> dict[str, int]:
    """Return the sound of a family name -> how many different given names it is printed with."""
    names: dict[str, set[str]] = {}
    for node in nodes:
        if node.kind == "PERSON" and not node.is_bare:
            names.setdefault(node.family, set()).add(sound_of(parse_person(node.name).given))
    return {family: len(found) for family, found in names.items()}
