"""What of the entities known so far a run must look at: only those whose names are near the new ones, and chains that
the new ones may explain. Everything else stays as it is, so that a small addition costs little.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.entities.blocking import part_forms
from pipelines.resolve.entities.chains import Chain, Key, Kind, chains_from, fold_name
from pipelines.resolve.entities.folding import sound_of
from pipelines.resolve.entities.names import bare, is_family_first, parse_person
from pipelines.resolve.entities.nodes import Context, context_from, families_of
from pipelines.resolve.entities.organisations import known_acronyms, parse_thing
from pipelines.resolve.entities.state import KnownEntities

MAX_NAMES = 5  # names of a known entity that are compared
MAX_ACRONYM = 8
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A row of `ENTITIES`, as far as linkage needs it."""

    entity_id: str
    kind: Kind
    names: list[str]
    context: Context
    chains: int
    is_provisional: bool
    knowledge_base_id: str | None


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
        self.families.update(families_of(chain.name))
        if len(parts) > 1:
            for form in part_forms(parts[0], with_nicknames=True):
                self.pairs.setdefault(form, set()).add(parts[-1][:1])

    def has(self, kind: Kind, name: str) -> bool:
        """Say whether a known name is near one of the new names."""
        if kind == "THING":
            thing = parse_thing(name)
            shared = sum(word in self.words for word in thing.words)
            return shared >= max(1, len(thing.words) - 1) or (
                len(thing.words) == 1 and len(name) <= MAX_ACRONYM and fold_name(name) in self.acronyms
            )
        given, families = _ends_of(name)
        if not families:
            return False
        if any(sound_of(family) in self.families for family in families):
            return True
        if given not in self.initials_of_given:
            forms = part_forms(given, with_nicknames=True)
            self.initials_of_given[given] = set().union(*(self.pairs.get(form, ()) for form in forms))
        return families[0][:1] in self.initials_of_given[given]


def _ends_of(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the given name and what may be the family name; names of plain letters are not parsed, for speed."""
    words = name.lower().split()
    if len(words) > 1 and name.isascii() and "".join(words).isalpha():
        return words[0], (words[-1], words[0]) if is_family_first(words[0]) else (words[-1],)
    person = parse_person(name)
    return person.given, tuple(filter(None, person.families))


def wanted_of(chains: Iterable[Chain]) -> Wanted:
    """Return what names the readable `chains` could be."""
    wanted = Wanted()
    for chain in chains:
        if chain.name_key:
            wanted.add(chain)
    return wanted


def current_ids(entities: pa.Table) -> dict[str, str]:
    """Return every entity_id ever given -> the id that it goes by now."""
    rows = entities.select(["entity_id", "merged_into"]).to_pylist()
    into: dict[str, str | None] = {row["entity_id"]: row["merged_into"] for row in rows}
    current: dict[str, str] = {}
    for entity_id in into:
        seen = entity_id
        while (following := into.get(seen)) is not None:
            seen = following
        current[entity_id] = seen
    return current


def known_keys(mentions: pa.Table, keys: Iterable[Key]) -> set[Key]:
    """Return those of `keys` that are keys of known chains."""
    wanted = set(keys)
    articles = pa.array({article_id for article_id, _ in wanted}, pa.string())
    found = mentions.filter(pc.is_in(mentions["article_id"], value_set=articles))
    columns = (found[name].to_pylist() for name in ("article_id", "local_entity_no"))
    return wanted & set(zip(*columns, strict=True))


def near_entities(entities: pa.Table, wanted: Wanted, *, always: set[str]) -> dict[str, KnownEntity]:
    """Return the known entities with a name near the new ones, and those in `always`; merged ones are left out."""
    live = entities.filter(pc.is_null(entities["merged_into"]))
    columns = (live[name].to_pylist() for name in ("entity_id", "entity_type", "full_names", "name"))
    rows = [
        at
        for at, (entity_id, entity_type, full_names, name) in enumerate(zip(*columns, strict=True))
        if entity_id in always or _is_near(wanted, _kind(entity_type), [*full_names[:MAX_NAMES], name])
    ]
    return {row["entity_id"]: _entity_of(row) for row in live.take(pa.array(rows, pa.int64())).to_pylist()}


def _is_near(wanted: Wanted, kind: Kind, names: Sequence[str]) -> bool:
    return any(wanted.has(kind, name) for name in names)


def _kind(entity_type: str) -> Kind:
    return "PERSON" if entity_type == "PERSON" else "THING"


def _entity_of(row: Mapping[str, Any]) -> KnownEntity:
    days = [_day(row[name]) for name in ("first_seen_at", "last_seen_at") if row[name] is not None]
    context = context_from(
        {role: len(row["roles"]) - at for at, role in enumerate(row["roles"])},
        company=dict.fromkeys(filter(None, map(fold_name, row["company"]))),
        days=days,
        gender=row["gender"],
    )
    return KnownEntity(
        entity_id=row["entity_id"],
        kind=_kind(row["entity_type"]),
        names=row["full_names"][:MAX_NAMES] or [row["name"]],
        context=context,
        chains=row["chains"],
        is_provisional=row["is_provisional"],
        knowledge_base_id=row["knowledge_base_id"],
    )


def _day(time: datetime) -> int:
    return int(time.timestamp() // _DAY)


@dataclass(slots=True)
class Reopened:
    """Known chains: `withdrawn` ones stand in articles that are read anew, `reopened` ones are resolved once more."""

    withdrawn: list[Chain]
    reopened: list[Chain]


def reopen(
    known: KnownEntities,
    incoming: Sequence[Chain],
    *,
    read_anew: Collection[str],
    released: frozenset[Key],
    released_origins: frozenset[str],
) -> Reopened:
    """Return the known chains that this run replaces or resolves once more.

    Resolved once more are those that decisions release, and bare names, unresolved or provisional, whose family name
    the new chains print in full.
    """
    mentions = known.entity_mentions
    articles = pa.array({chain.key[0] for chain in incoming} | set(read_anew), pa.string())
    is_withdrawn = pc.is_in(mentions["article_id"], value_set=articles)
    provisional = known.entities.filter(known.entities["is_provisional"])["entity_id"]
    is_open = pc.or_(
        pc.is_null(mentions["entity_id"]), pc.is_in(mentions["entity_id"], value_set=provisional.combine_chunks())
    )
    people = (chain.name for chain in incoming if chain.kind == "PERSON" and chain.name_key)
    families = {family for name in people for family in families_of(name)}
    candidates = mentions.filter(pc.and_not(is_open, is_withdrawn))
    rows = [
        at
        for at, (name, entity_type) in enumerate(
            zip(candidates["name"].to_pylist(), candidates["entity_type"].to_pylist(), strict=True)
        )
        if entity_type == "PERSON" and sound_of(parse_person(name).family) in families
    ]
    reopened = chains_from(candidates.take(pa.array(rows, pa.int64())))
    if released or released_origins:
        reopened += _released(mentions.filter(pc.invert(is_withdrawn)), released, released_origins)
    for chain in reopened:
        chain.method, chain.score, chain.candidates = "unresolved", None, []
    withdrawn = chains_from(mentions.filter(is_withdrawn))
    return Reopened(withdrawn, list({chain.key: chain for chain in reopened}.values()))


def _released(mentions: pa.Table, released: frozenset[Key], origins: frozenset[str]) -> list[Chain]:
    is_near = pc.or_(
        pc.is_in(mentions["article_id"], value_set=pa.array({article for article, _ in released}, pa.string())),
        pc.is_in(mentions["origin_entity_id"], value_set=pa.array(origins, pa.string())),
    )
    found = chains_from(mentions.filter(is_near))
    return [chain for chain in found if chain.key in released or chain.origin_id in origins]
