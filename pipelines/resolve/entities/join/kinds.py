"""Kinds: whether a name is a person's or a thing's, where articles were read both ways."""

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.entities.chains import Chain, Kind, articles_of, fold_name
from pipelines.resolve.entities.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.names.person_names import bare


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
