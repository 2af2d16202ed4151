"""What travels in and out of a run: the entities known so far, and the rows that a run adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolved import (
    ENTITIES,
    ENTITY_ALIASES,
    ENTITY_MENTIONS,
)

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
    """The current rows of earlier runs: one per key, the latest."""

    entity_mentions: pa.Table
    entities: pa.Table
    entity_aliases: pa.Table

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
        return cls(ENTITY_MENTIONS.empty_table(), ENTITIES.empty_table(), ENTITY_ALIASES.empty_table())

    @classmethod
    def from_rows(cls, tables: Mapping[str, pa.Table]) -> Self:
        """Return the latest row of every key out of all rows that were ever written (`EntityResolution.tables`)."""
        return cls(
            *(_latest(tables.get(name, schema.empty_table()), schema, key) for name, (schema, key) in _KEYS.items())
        )

    def after(self, resolution: EntityResolution) -> Self:
        """Return what is known after a run."""
        added = resolution.tables
        return type(self).from_rows({name: pa.concat_tables([getattr(self, name), added[name]]) for name in _KEYS})


def _latest(rows: pa.Table, schema: pa.Schema, key: str) -> pa.Table:
    """Return the row of each key with the greatest batch_id; a chain withdrawn since has no method and is dropped."""
    numbered = rows.append_column("row_no", pa.array(range(rows.num_rows), pa.int64()))
    with duckdb.connect(":memory:") as connection:
        connection.register("numbered", numbered)
        kept = connection.sql(
            f"select row_no from numbered qualify row_number() over "  # noqa: S608 (names of columns, not data)
            f"(partition by {key} order by batch_id desc, row_no desc) = 1 order by row_no"
        ).to_arrow_table()
    latest = rows.take(kept["row_no"].combine_chunks())
    if "method" in schema.names:
        latest = latest.filter(pc.field("method") != WITHDRAWN)
    return latest.cast(schema)


WITHDRAWN = "withdrawn"
