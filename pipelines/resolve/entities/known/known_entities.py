"""What travels in and out of a run: the entities known so far, and the rows that a run adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import keep_rows
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.entities.known.wanted_names import NAME_KEYS, index_names
from pipelines.resolved import ENTITIES, ENTITY_ALIASES, ENTITY_MENTIONS

WITHDRAWN = "withdrawn"
_NUMBERS = pa.schema([("row_no", pa.int64())])
_KEYS = {
    "entity_mentions": (ENTITY_MENTIONS, "article_id, local_entity_no"),
    "entities": (ENTITIES, "entity_id"),
    "entity_aliases": (ENTITY_ALIASES, "entity_id, alias"),
}


@dataclass(frozen=True, slots=True)
class EntityResolution:
    """The rows that a run adds, one table each; a row replaces the earlier row of its key (see `tables`).

    `charts` holds Splink's charts as Vega-Lite specifications, by model and chart ("person match_weights").
    """

    entity_mentions: pa.Table
    entities: pa.Table
    entity_aliases: pa.Table
    entity_history: pa.Table
    entity_reports: pa.Table
    charts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The rows by name of the lake's table."""
        return {
            "entity_mentions": self.entity_mentions,
            "entities": self.entities,
            "entity_aliases": self.entity_aliases,
            "entity_history": self.entity_history,
            "entity_reports": self.entity_reports,
        }


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """The current rows of earlier runs: one per key, the latest; and the index of the entities' names."""

    entity_mentions: pa.Table
    entities: pa.Table
    entity_aliases: pa.Table
    name_keys: pa.Table  # NAME_KEYS

    @property
    def last_batch_id(self) -> str:
        """The batch that added the latest row; empty before the first run."""
        return str(pc.max(self.entity_mentions["batch_id"]).as_py() or "")

    @property
    def articles(self) -> int:
        """The number of articles whose chains are known."""
        return int(pc.count_distinct(self.entity_mentions["article_id"]).as_py())

    @classmethod
    def nothing(cls) -> Self:
        """Return what is known before the first run."""
        return cls(*(schema.empty_table() for schema in (ENTITY_MENTIONS, ENTITIES, ENTITY_ALIASES, NAME_KEYS)))

    @classmethod
    def from_rows(cls, tables: Mapping[str, pa.Table]) -> Self:
        """Return the latest row of every key out of all rows that were ever written (`EntityResolution.tables`)."""
        return cls.nothing()._with(tables)

    def after(self, resolution: EntityResolution) -> Self:
        """Return what is known after a run."""
        return self._with(resolution.tables)

    def _with(self, added: Mapping[str, pa.Table]) -> Self:
        """Return what is known when rows are added that are later than all here."""
        later = {
            name: _latest(added.get(name, schema.empty_table()), schema, key) for name, (schema, key) in _KEYS.items()
        }
        kept = {name: _without(getattr(self, name), later[name], key) for name, (_, key) in _KEYS.items()}
        tables = {name: pa.concat_tables([kept[name], _printed(later[name])]) for name in _KEYS}
        is_renamed = pc.is_in(self.name_keys["entity_id"], value_set=later["entities"]["entity_id"].combine_chunks())
        name_keys = [self.name_keys.filter(pc.invert(is_renamed)), index_names(later["entities"])]
        return type(self)(**tables, name_keys=pa.concat_tables(name_keys))


def _latest(rows: pa.Table, schema: pa.Schema, key: str) -> pa.Table:
    """Return the row of each key with the greatest batch_id."""
    kept = (
        f"select row_no from numbered qualify row_number() over "  # noqa: S608 (names of columns, not data)
        f"(partition by {key} order by batch_id desc, row_no desc) = 1 order by row_no"
    )
    return rows.take(_row_numbers(kept, numbered=_numbered(rows))).cast(schema)


def _without(known: pa.Table, later: pa.Table, key: str) -> pa.Table:
    """Return the rows whose key no row of `later` has: `known` itself where that is all of them."""
    columns = key.split(", ")
    replaced = _row_numbers(
        f"select row_no from numbered semi join later using ({key})",  # noqa: S608 (names of columns, not data)
        numbered=_numbered(known.select(columns)),
        later=later.select(columns),
    )
    if not len(replaced):
        return known
    is_kept = np.ones(known.num_rows, dtype=np.bool_)
    is_kept[replaced.to_numpy()] = False
    return keep_rows(known, is_kept)


def _numbered(rows: pa.Table) -> pa.Table:
    return rows.append_column("row_no", pa.array(np.arange(rows.num_rows)))


def _row_numbers(sql: str, **tables: pa.Table) -> "pa.Array[Any]":
    return query(sql, _NUMBERS, **tables)["row_no"].combine_chunks()


def _printed(rows: pa.Table) -> pa.Table:
    """Return the rows less the chains withdrawn since."""
    return rows.filter(pc.field("method") != WITHDRAWN) if "method" in rows.column_names else rows
