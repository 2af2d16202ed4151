"""Kinds: whether a name is a person's or a thing's, where articles were read both ways."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.chains import Chain, Kind, articles_of, fold_name
from pipelines.resolve.entities.names.alias_kinds import is_demonym, item_named
from pipelines.resolve.entities.names.person_names import bare, parse_person
from pipelines.resolve.entities.names.thing_names import known_acronyms, parse_thing

MORE_OFTEN, LEAST_PERSONS = 3, 3  # chains of persons for each of a thing that is called the same; stated, not measured


def unify_kinds(chains: Iterable[Chain], known: pa.Table) -> None:
    """Read every name of two words or more as one kind throughout: a person or a thing, whichever it is more often.

    `known` are rows of `ENTITIES`, which count with all their chains. Names of one word are left as they were read:
    Jordan is both.
    """
    by_name: dict[str, list[Chain]] = {}
    for chain in chains:
        if len(chain.name.split()) > 1:
            by_name.setdefault(fold_name(chain.name), []).append(chain)
    votes = {name: Counter(chain.kind for chain in found) for name, found in by_name.items()}
    printed = pa.array({chain.name for found in by_name.values() for chain in found}, pa.string())
    for row in known.filter(pc.is_in(known["name"], value_set=printed)).to_pylist():
        votes[fold_name(row["name"])]["PERSON" if row["entity_type"] == "PERSON" else "THING"] += row["chains"]
    for name, found in by_name.items():
        kind: Kind = "PERSON" if votes[name]["PERSON"] >= votes[name]["THING"] else "THING"
        for chain in found:
            if chain.kind != kind:
                chain.become(kind)


def unify_single_words(chains: Sequence[Chain], known: pa.Table) -> None:
    """Read a name of one word as a person's where persons bear it far more often, whatever type its article gave it.

    An acronym of the tables, a nationality and a place are things, whoever else is called so: "UN", "Jordan".
    """
    single = [chain for chain in chains if len(chain.name.split()) == 1]
    for chain in single:
        if chain.kind == "PERSON" and (parse_thing(chain.name).acronym in known_acronyms() or is_demonym(chain.name)):
            chain.become("THING")
    words = {fold_name(chain.name) for chain in single if chain.kind == "THING"}
    votes = Counter(fold_name(chain.name) for chain in single if chain.kind == "THING")
    persons = Counter(
        chain.person.family for chain in chains if chain.kind == "PERSON" and chain.person.family in words
    )
    for name, kind, number in _known_names(known, words):
        if kind == "PERSON":
            persons[parse_person(name).family] += number
        elif fold_name(name) in words:
            votes[fold_name(name)] += number
    for chain in single:
        word = fold_name(chain.name)
        is_persons = persons[word] >= max(MORE_OFTEN * votes[word], LEAST_PERSONS)
        if chain.kind == "THING" and is_persons and item_named(chain.name) is None:
            chain.become("PERSON")


def _known_names(known: pa.Table, words: set[str]) -> Iterator[tuple[str, str, int]]:
    """Yield name, type and chains of the known entities whose name ends in one of `words`."""
    last = pc.utf8_lower(pc.replace_substring_regex(known["name"], r"^.*\s", ""))
    found = known.filter(pc.is_in(last, value_set=pa.array(sorted(words), pa.string())))
    columns = (found[name].to_pylist() for name in ("name", "entity_type", "chains"))
    yield from zip(*columns, strict=True)


def unify_spellings(chains: Iterable[Chain]) -> None:
    """Read a thing of one word as a person where it is another spelling of one family name in its article.

    The very same spelling is left alone: the reader, which put it apart from that person, saw another thing.
    """
    for found in articles_of(chains).values():
        full = [chain for chain in found if chain.kind == "PERSON" and chain.name_key and not chain.is_bare]
        families = {bare(family) for chain in full for family in chain.person.families if family}
        for chain in found:
            word = fold_name(chain.name)
            if chain.kind == "PERSON" or not word.isalpha() or word in families:
                continue
            if sum(agree_parts(word, family, is_family=True) == Part.SPELLING for family in families) == 1:
                chain.become("PERSON")
