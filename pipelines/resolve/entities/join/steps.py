"""Joins nodes into clusters: what is known or decided, then acronyms, then what the linkage model finds likely."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import count, product

from pipelines.resolve.entities.chains import read_name
from pipelines.resolve.entities.compare.blocking import keys_of, namesakes_of
from pipelines.resolve.entities.compare.clusters import Clusters, Link, apart_pairs, join_pairs
from pipelines.resolve.entities.compare.linkage import score_pairs
from pipelines.resolve.entities.compare.model import Model
from pipelines.resolve.entities.compare.nodes import Node, table_of
from pipelines.resolve.entities.join.acronyms import link_acronyms
from pipelines.resolve.entities.join.namesakes import group_chains
from pipelines.resolve.entities.known.near_entities import KnownEntity
from pipelines.resolve.entities.names.gazetteer import find_item
from pipelines.resolve.entities.run import Run

ALIASES_SCORE = 0.99  # the user's file says so; a decision, which is never doubted, has 1.0


def make_nodes(run: Run) -> None:
    """Make nodes of known entities near at hand, and of chains with full names.

    A known entity weighs as many chains as are not resolved anew; it is left out where none is left. Chains that a
    decision takes out of a merged entity make one node, which wants its old id back.
    """
    numbers = count()
    anew: dict[str, int] = {}
    for chain in (*run.withdrawn, *run.reopened):
        if chain.previous_id:
            anew[chain.previous_id] = anew.get(chain.previous_id, 0) + 1
    for entity in run.near.values():
        weight = entity.chains - anew.get(entity.entity_id, 0)
        if weight > 0:
            for name in entity.names:
                _add(run, [_known_node(next(numbers), entity, name, weight)])
    full = [chain for chain in run.chains if chain.name_key and not chain.is_bare]
    taken_out = [[chain for chain in full if chain.origin_id == number] for number in sorted(run.merged)]
    for number, chains in zip(sorted(run.merged), taken_out, strict=True):
        made = group_chains(chains, numbers=numbers, alone=run.alone, commonplace=run.commonplace)
        _add(run, made)
        run.restored[number] = [node.node_no for node in made]
    rest = [chain for chain in full if chain.origin_id not in run.merged]
    _add(run, group_chains(rest, numbers=numbers, alone=run.alone, commonplace=run.commonplace))
    run.index_nodes()


def _add(run: Run, nodes: Iterable[Node]) -> None:
    run.nodes.update((node.node_no, node) for node in nodes)


def _known_node(number: int, entity: KnownEntity, name: str, weight: int) -> Node:
    key, _ = read_name(entity.kind, name)
    return Node(number, entity.kind, name, key, entity.context, entity_id=entity.entity_id, weight=weight)


def join_certain(run: Run) -> None:
    """Join what is known, decided or told by the user's knowledge base."""
    apart: list[tuple[int, int]] = []
    for left_id, right_id in run.decisions.not_same:
        apart += product(run.nodes_of(left_id), run.nodes_of(right_id))
    run.clusters = Clusters(run.nodes, apart_pairs(apart))
    same_entity: dict[str, int] = {}
    for number, node in run.nodes.items():
        if node.entity_id is not None:
            first = same_entity.setdefault(node.entity_id, number)
            run.clusters.join(Link(first, number, "known", 1.0, is_certain=True))
    for numbers in run.restored.values():
        for number in numbers[1:]:
            run.clusters.join(Link(numbers[0], number, "decision", 1.0, is_certain=True))
    for left_id, right_id in run.decisions.same:
        for left, right in zip(run.anchors_of(left_id)[:1], run.anchors_of(right_id)[:1], strict=False):
            run.clusters.join(Link(left, right, "decision", 1.0, is_certain=True))
    _join_items(run)


def _join_items(run: Run) -> None:
    """Join names of one item of the user's knowledge base, else of the built-in gazetteer, where each name is borne by
    one node at hand and is surely one item's.
    """
    by_name: dict[tuple[str, str], list[Node]] = {}
    for node in run.nodes.values():
        by_name.setdefault((node.kind, node.name_key), []).append(node)
    first_of: dict[str, int] = {}
    for nodes in by_name.values():
        roots = {run.clusters.root_of(node.node_no) for node in nodes}
        kind, name_key = nodes[0].kind, nodes[0].name_key
        own = run.knowledge.item_of(kind, name_key)
        built_in = find_item(name_key) if kind == "THING" else None
        item = own.item_id if own else built_in.item_id if built_in else None
        if item is None or len(roots) > 1:
            continue
        number = nodes[0].node_no
        if own is not None:
            run.item_of_node[number] = own
        first = first_of.setdefault(item, number)
        run.clusters.join(Link(first, number, "aliases", ALIASES_SCORE, is_certain=True))


def join_likely(run: Run, explained: Mapping[str, Counter[str]]) -> None:
    """Join what acronyms explain (`explained`: acronym -> counts of full names), then what the model finds likely."""
    for link in link_acronyms(list(run.nodes.values()), explained):
        run.clusters.join(link)
    for kind, model in (("PERSON", Model.PERSON), ("THING", Model.THING)):
        nodes = [node for node in run.nodes.values() if node.kind == kind and not node.is_bare]
        table = table_of(nodes, keys=keys_of(nodes), namesakes=namesakes_of(nodes))
        scored = score_pairs(model, table)
        run.charts.update({f"{model.value} {name}": chart for name, chart in scored.charts.items()})
        run.undecided.update(join_pairs(run.clusters, scored.pairs))
