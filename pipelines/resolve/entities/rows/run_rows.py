"""The rows that a run adds to the lake: chains with their entities, entities, aliases, history and reports.

Only what is new or changed has a row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.entities.chains import Chain
from pipelines.resolve.entities.join.keep_ids import Change, Group
from pipelines.resolve.entities.known.known_entities import WITHDRAWN, EntityResolution, KnownEntities
from pipelines.resolve.entities.rows.summaries import summarise_aliases, summarise_entities
from pipelines.resolve.entities.run import Run
from pipelines.resolve.entities.user_files.alias_file import KnownItem
from pipelines.resolved import ENTITIES, ENTITY_ALIASES, ENTITY_HISTORY, ENTITY_MENTIONS, ENTITY_REPORTS


def rows_of(
    run: Run, groups: Mapping[int, Group], changes: Sequence[Change], known: KnownEntities, *, batch_id: str
) -> EntityResolution:
    """Return the rows that a run adds, out of its groups with their ids."""
    id_of_root = _ids_of_roots(run, groups)
    resolved = [_link_row(run, chain, id_of_root, batch_id) for chain in run.chains]
    gone = _withdrawn_rows(run, batch_id)
    links = pa.Table.from_pylist(resolved, schema=ENTITY_MENTIONS)
    merged = {change.from_entity_id: change.to_entity_id for change in changes if change.kind == "merge"}
    moved = _relinked(run, known.entity_mentions, merged, batch_id)
    touched = _touched(run, links, changes)
    counted = pa.concat_tables([_left_alone(run, known.entity_mentions, touched - set(merged)), moved, links])
    counted = counted.filter(pc.is_in(counted["entity_id"], value_set=pa.array(sorted(touched), pa.string())))
    entities = summarise_entities(counted, batch_id=batch_id, knowledge=_items(run, id_of_root))
    aliases = summarise_aliases(counted, entities, batch_id=batch_id)
    return EntityResolution(
        entity_mentions=pa.concat_tables([links, moved, pa.Table.from_pylist(gone, schema=ENTITY_MENTIONS)]),
        entities=pa.concat_tables([entities, _emptied(known.entities, entities, touched, merged, batch_id)]),
        entity_aliases=pa.concat_tables([aliases, _lost(known.entity_aliases, aliases, touched, batch_id)]),
        entity_history=_history(changes, batch_id),
        entity_reports=_reports(run, batch_id),
        charts=run.charts,
    )


def _ids_of_roots(run: Run, groups: Mapping[int, Group]) -> dict[int, str]:
    """Return cluster -> entity_id, for untouched known entities too, which may be candidates."""
    ids = {run.clusters.root_of(at): node.entity_id for at, node in run.nodes.items() if node.entity_id is not None}
    return {**ids, **{root: group.entity_id for root, group in groups.items()}}


def _link_row(run: Run, chain: Chain, id_of_root: Mapping[int, str], batch_id: str) -> dict[str, Any]:
    root = run.root_of.get(chain.key)
    entity_id = None if root is None else id_of_root[root]
    candidates = [(id_of_root[int(other)], score) for other, score in chain.candidates if int(other) in id_of_root]
    return {
        **{name: chain.row[name] for name in ENTITY_MENTIONS.names if name in chain.row},
        "roles": list(chain.roles),
        "gender": chain.gender,
        "entity_id": entity_id,
        "origin_entity_id": chain.origin_id or entity_id,
        "method": chain.method if entity_id else "unresolved",
        "score": chain.score if entity_id else None,
        "candidates": [{"entity_id": other, "score": score} for other, score in candidates if other != entity_id],
        "batch_id": batch_id,
    }


def _withdrawn_rows(run: Run, batch_id: str) -> list[dict[str, Any]]:
    """Return rows for chains that an article read anew no longer has."""
    printed = {chain.key for chain in run.incoming}
    empty: dict[str, Any] = {
        "entity_id": None,
        "method": WITHDRAWN,
        "score": None,
        "candidates": [],
        "batch_id": batch_id,
    }
    return [{**chain.row, **empty} for chain in run.withdrawn if chain.key not in printed]


def _left_alone(run: Run, mentions: pa.Table, entity_ids: Iterable[str]) -> pa.Table:
    """Return the known links of some entities whose chains this run neither resolves nor withdraws."""
    found = mentions.filter(pc.is_in(mentions["entity_id"], value_set=pa.array(sorted(entity_ids), pa.string())))
    in_hand = {chain.key for chain in (*run.withdrawn, *run.chains)}
    keys = zip(found["article_id"].to_pylist(), found["local_entity_no"].to_pylist(), strict=True)
    return found.filter(pa.array([key not in in_hand for key in keys], pa.bool_()))


def _relinked(run: Run, mentions: pa.Table, merged: Mapping[str, str], batch_id: str) -> pa.Table:
    """Return the known links of entities that merged into others, under their new ids."""
    if not merged:
        return ENTITY_MENTIONS.empty_table()
    kept = _left_alone(run, mentions, merged)
    rows = [{**row, "entity_id": merged[row["entity_id"]], "batch_id": batch_id} for row in kept.to_pylist()]
    return pa.Table.from_pylist(rows, schema=ENTITY_MENTIONS)


def _touched(run: Run, links: pa.Table, changes: Sequence[Change]) -> set[str]:
    """Return the entities whose rows may change: those that won or lost chains."""
    ids = set(links["entity_id"].to_pylist())
    ids |= {chain.previous_id for chain in (*run.withdrawn, *run.reopened)}
    ids |= {entity_id for change in changes for entity_id in (change.from_entity_id, change.to_entity_id)}
    return {entity_id for entity_id in ids if entity_id is not None}


def _items(run: Run, id_of_root: Mapping[int, str]) -> dict[str, KnownItem]:
    """Return entity_id -> its item in the knowledge base: what this run found, else what an earlier one did."""
    items = {entity.entity_id: entity.item for entity in run.near.values() if entity.item}
    for number, item in run.item_of_node.items():
        entity_id = id_of_root.get(run.clusters.root_of(number))
        if entity_id is not None:
            items[entity_id] = item
    return items


def _emptied(
    known: pa.Table, counted: pa.Table, touched: Iterable[str], merged: Mapping[str, str], batch_id: str
) -> pa.Table:
    """Return rows for known entities that lost all their chains: to another entity, or to nothing."""
    gone = set(touched) - set(counted["entity_id"].to_pylist())
    rows = known.filter(pc.is_in(known["entity_id"], value_set=pa.array(sorted(gone), pa.string()))).to_pylist()
    empty = {"chains": 0, "mentions": 0, "batch_id": batch_id}
    return pa.Table.from_pylist(
        [{**row, **empty, "merged_into": merged.get(row["entity_id"])} for row in rows], schema=ENTITIES
    )


def _lost(known: pa.Table, counted: pa.Table, touched: Iterable[str], batch_id: str) -> pa.Table:
    """Return rows with count 0 for aliases that touched entities no longer have."""
    kept = set(zip(counted["entity_id"].to_pylist(), counted["alias"].to_pylist(), strict=True))
    rows = known.filter(pc.is_in(known["entity_id"], value_set=pa.array(sorted(touched), pa.string()))).to_pylist()
    lost = [row for row in rows if (row["entity_id"], row["alias"]) not in kept and row["count"] > 0]
    return pa.Table.from_pylist([{**row, "count": 0, "batch_id": batch_id} for row in lost], schema=ENTITY_ALIASES)


def _history(changes: Sequence[Change], batch_id: str) -> pa.Table:
    rows = [
        {
            "batch_id": batch_id,
            "kind": change.kind,
            "from_entity_id": change.from_entity_id,
            "to_entity_id": change.to_entity_id,
            "chains": change.chains,
            "reason": change.reason,
        }
        for change in changes
    ]
    return pa.Table.from_pylist(rows, schema=ENTITY_HISTORY)


def _reports(run: Run, batch_id: str) -> pa.Table:
    rows = [
        {
            "batch_id": batch_id,
            "source": report.source,
            "row_no": report.row_no,
            "reason_code": report.reason_code,
            "detail": report.detail,
        }
        for report in (*run.decisions.reports, *run.knowledge.reports)
    ]
    return pa.Table.from_pylist(rows, schema=ENTITY_REPORTS)
