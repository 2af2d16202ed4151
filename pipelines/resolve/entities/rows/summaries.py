"""Entities and their aliases, counted from the links of chains to entities: plain aggregation, in DuckDB."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pyarrow as pa

from pipelines.resolve.arrow.columns import set_column, texts_of
from pipelines.resolve.arrow.queries import connect
from pipelines.resolve.entities.names.alias_kinds import item_named, kind_of_alias, rank_of
from pipelines.resolve.entities.names.person_names import parse_person
from pipelines.resolve.entities.names.thing_names import acronyms_within
from pipelines.resolve.entities.user_files.alias_file import KnownItem
from pipelines.resolved import ENTITIES, ENTITY_ALIASES

NAMES_TYPES: Mapping[str, pa.DataType] = {
    "name": pa.string(),
    "is_person": pa.bool_(),
    "is_full": pa.bool_(),
    "rank": pa.int64(),
    "item_id": pa.string(),
    "item_type": pa.string(),
    "label": pa.string(),
}
NAMES = pa.schema(NAMES_TYPES)
ITEMS_TYPES: Mapping[str, pa.DataType] = {
    "entity_id": pa.string(),
    "item_id": pa.string(),
    "probability": pa.float64(),
}
ITEMS = pa.schema(ITEMS_TYPES)
_SQL = files(__package__) / "sql"
SPELT_SHORTER = """
    select name, list(distinct spelling order by spelling) as spellings
    from (select name, unnest(spellings) as spelling from links where entity_type is distinct from 'PERSON')
    where length(spelling) < length(name) group by name
"""


def summarise_entities(links: pa.Table, *, batch_id: str, knowledge: Mapping[str, KnownItem]) -> pa.Table:
    """Return one row of `ENTITIES` per entity_id of `links` (`ENTITY_MENTIONS`); `knowledge`: entity -> item."""
    return _run("entities.sql", links, schema=ENTITIES, batch_id=batch_id, knowledge=knowledge)


def summarise_aliases(links: pa.Table, entities: pa.Table, *, batch_id: str) -> pa.Table:
    """Return one row of `ENTITY_ALIASES` per entity (of `entities`) and spelling as printed."""
    found = _run("aliases.sql", links, schema=ENTITY_ALIASES, batch_id=batch_id, knowledge={})
    columns = (texts_of(entities[name]) for name in ("entity_id", "name", "entity_type"))
    named = {entity_id: (name, kind == "PERSON") for entity_id, name, kind in zip(*columns, strict=True)}
    kinds = [
        kind_of_alias(alias, named[entity_id][0], is_person=named[entity_id][1])
        for entity_id, alias in zip(texts_of(found["entity_id"]), texts_of(found["alias"]), strict=True)
    ]
    return set_column(found, ENTITY_ALIASES.field("kind"), pa.array(kinds, pa.string()))


def _run(
    file_name: str, links: pa.Table, *, schema: pa.Schema, batch_id: str, knowledge: Mapping[str, KnownItem]
) -> pa.Table:
    with connect() as connection:
        connection.register("links", links)
        connection.register("names", _full_names(links))
        connection.register("acronyms", _acronyms(links))
        connection.register("knowledge", _items(knowledge))
        query = (_SQL / file_name).read_text(encoding="utf-8")
        rows = connection.sql(query, params={"batch_id": batch_id}).to_arrow_table()
    return pa.table(rows.select(schema.names).cast(schema))


def _full_names(links: pa.Table) -> pa.Table:
    """Return `NAMES` of `links`: whether each is whole, how well it calls its bearer, what the gazetteer has of it."""
    kinds = (kind == "PERSON" for kind in links["entity_type"].to_pylist())
    pairs = sorted(set(zip(texts_of(links["name"]), kinds, strict=True)))
    return pa.Table.from_pylist(
        [_person_row(name) if is_person else _thing_row(name) for name, is_person in pairs], NAMES
    )


def _person_row(name: str) -> dict[str, Any]:
    return {"name": name, "is_person": True, "is_full": not parse_person(name).is_bare, "rank": 0}


def _thing_row(name: str) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "is_person": False, "is_full": True, "rank": rank_of(name)}
    item = item_named(name)
    if item is None:
        return row
    return {
        **row,
        "item_id": item.item_id,
        "item_type": item.entity_type,
        "label": item.label if item.is_state else None,
    }


def _acronyms(links: pa.Table) -> pa.Table:
    """Return name, acronym for every full name of a thing in `links` that a chain prints by its acronym as well."""
    with connect() as connection:
        connection.register("links", links)
        printed = connection.sql(SPELT_SHORTER).fetchall()
    rows = [
        {"name": name, "acronym": acronym}
        for name, spellings in printed
        for acronym in acronyms_within(name, spellings).values()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([("name", pa.string()), ("acronym", pa.string())]))


def _items(knowledge: Mapping[str, KnownItem]) -> pa.Table:
    rows = [{"entity_id": entity_id, **item._asdict()} for entity_id, item in knowledge.items()]
    return pa.Table.from_pylist(rows, schema=ITEMS)
