"""Entities and their aliases, counted from the links of chains to entities: plain aggregation, in DuckDB."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

import pyarrow as pa

from pipelines.resolve.arrow.queries import connect
from pipelines.resolve.entities.names.person_names import parse_person
from pipelines.resolve.entities.names.thing_names import acronyms_within
from pipelines.resolved import ENTITIES, ENTITY_ALIASES

_SQL = files(__package__) / "sql"
SPELT_SHORTER = """
    select name, list(distinct spelling order by spelling) as spellings
    from (select name, unnest(spellings) as spelling from links where entity_type is distinct from 'PERSON')
    where length(spelling) < length(name) group by name
"""


def summarise_entities(links: pa.Table, *, batch_id: str, knowledge: Mapping[str, str]) -> pa.Table:
    """Return one row of `ENTITIES` per entity_id of `links` (`ENTITY_MENTIONS`); `knowledge`: entity -> item."""
    return _run("entities.sql", links, schema=ENTITIES, batch_id=batch_id, knowledge=knowledge)


def summarise_aliases(links: pa.Table, *, batch_id: str) -> pa.Table:
    """Return one row of `ENTITY_ALIASES` per entity and spelling as printed."""
    return _run("aliases.sql", links, schema=ENTITY_ALIASES, batch_id=batch_id, knowledge={})


def _run(
    file_name: str, links: pa.Table, *, schema: pa.Schema, batch_id: str, knowledge: Mapping[str, str]
) -> pa.Table:
    with connect() as connection:
        connection.register("links", links)
        connection.register("names", _full_names(links))
        connection.register("acronyms", _acronyms(links))
        connection.register("knowledge", _pairs(knowledge.items()))
        query = (_SQL / file_name).read_text(encoding="utf-8")
        rows = connection.sql(query, params={"batch_id": batch_id}).to_arrow_table()
    return pa.table(rows.select(schema.names).cast(schema))


def _full_names(links: pa.Table) -> pa.Table:
    """Return name, is_full for every name in `links`, so that bare family names can be told from whole ones."""
    kinds = (kind == "PERSON" for kind in links["entity_type"].to_pylist())
    pairs = sorted(set(zip(links["name"].to_pylist(), kinds, strict=True)))
    rows = [
        {"name": name, "is_person": is_person, "is_full": not (is_person and parse_person(name).is_bare)}
        for name, is_person in pairs
    ]
    columns: list[tuple[str, pa.DataType]] = [("name", pa.string()), ("is_person", pa.bool_()), ("is_full", pa.bool_())]
    return pa.Table.from_pylist(rows, schema=pa.schema(columns))


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


def _pairs(items: Iterable[tuple[str, str]]) -> pa.Table:
    rows = [{"entity_id": entity_id, "item_id": item_id} for entity_id, item_id in items]
    return pa.Table.from_pylist(rows, schema=pa.schema([("entity_id", pa.string()), ("item_id", pa.string())]))
