"""What of the entities known so far a run must look at: only those whose names are near the new ones, and chains that
the new ones may explain. Everything else stays as it is, so that a small addition costs little.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.names.folding import sound_of
from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of, texts_of
from pipelines.resolve.entities.chains import Chain, Key, Kind, chains_from, fold_name
from pipelines.resolve.entities.compare.nodes import Context, context_from, families_of
from pipelines.resolve.entities.known.known_entities import KnownEntities
from pipelines.resolve.entities.known.wanted_names import MAX_NAMES, Wanted, kind_of, names_compared
from pipelines.resolve.entities.names.person_names import parse_person
from pipelines.resolve.entities.user_files.alias_file import KnownItem

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
    item: KnownItem | None  # of the user's alias file


def current_ids(entities: pa.Table) -> dict[str, str]:
    """Return every entity_id ever given -> the id that it goes by now."""
    ids = texts_of(entities["entity_id"])
    current = dict(zip(ids, ids, strict=True))
    merged = entities.filter(pc.is_valid(entities["merged_into"])).select(["entity_id", "merged_into"]).to_pylist()
    into: dict[str, str] = {row["entity_id"]: row["merged_into"] for row in merged}
    for entity_id in into:
        seen = entity_id
        while seen in into:
            seen = into[seen]
        current[entity_id] = seen
    return current


def known_keys(mentions: pa.Table, keys: Iterable[Key]) -> set[Key]:
    """Return those of `keys` that are keys of known chains."""
    wanted = set(keys)
    articles = pa.array({article_id for article_id, _ in wanted}, pa.string())
    found = mentions.filter(pc.is_in(mentions["article_id"], value_set=articles))
    columns = (found[name].to_pylist() for name in ("article_id", "local_entity_no"))
    return wanted & set(zip(*columns, strict=True))


def near_entities(known: KnownEntities, wanted: Wanted, *, always: set[str]) -> dict[str, KnownEntity]:
    """Return the known entities with a name near the new ones, and those in `always`; merged ones are left out."""
    met = names_of(keep_rows(known.name_keys, is_any(known.name_keys["key"], wanted.keys()))["entity_id"])
    found = keep_rows(known.entities, is_any(known.entities["entity_id"], met | always))
    found = found.filter(pc.is_null(found["merged_into"]))
    return {
        row["entity_id"]: _entity_of(row)
        for row in found.to_pylist()
        if row["entity_id"] in always or _is_near(wanted, row)
    }


def _is_near(wanted: Wanted, row: Mapping[str, Any]) -> bool:
    kind = kind_of(row["entity_type"])
    return any(wanted.has(kind, name) for name in names_compared(row["full_names"], row["name"]))


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
        kind=kind_of(row["entity_type"]),
        names=row["full_names"][:MAX_NAMES] or [row["name"]],
        context=context,
        chains=row["chains"],
        is_provisional=row["is_provisional"],
        item=_item_of(row),
    )


def _item_of(row: Mapping[str, Any]) -> KnownItem | None:
    probability = row["knowledge_base_probability"]
    return None if probability is None else KnownItem(row["knowledge_base_id"], probability)


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
    candidates = keep_rows(candidates, is_any(candidates["entity_type"], {"PERSON"}))
    names = {name for name in names_of(candidates["name"]) if sound_of(parse_person(name).family) in families}
    reopened = chains_from(keep_rows(candidates, is_any(candidates["name"], names)))
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
