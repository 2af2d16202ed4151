"""Resolves the chains of articles into entities: the stage itself. Its steps live in the package's other modules."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

import pyarrow as pa

from pipelines.resolve.entities.alias_file import KnowledgeBase
from pipelines.resolve.entities.bare_names import Candidate, resolve_by_context, resolve_in_article
from pipelines.resolve.entities.blocking import keys_of, namesakes_of
from pipelines.resolve.entities.chains import Chain, articles_of, chains_from, read_name
from pipelines.resolve.entities.clusters import Clusters, Link, apart_pairs, join_pairs
from pipelines.resolve.entities.decisions import Decision, check_decisions, parse_chain_id
from pipelines.resolve.entities.grouping import commonplace_names, expand_acronyms, group_chains, link_acronyms
from pipelines.resolve.entities.identity import Group, name_groups
from pipelines.resolve.entities.known import KnownEntity, current_ids, has_chain, near_entities, reopen, wanted_of
from pipelines.resolve.entities.linkage import score_pairs
from pipelines.resolve.entities.model import Model
from pipelines.resolve.entities.nodes import Node, merge_contexts, table_of
from pipelines.resolve.entities.rows import rows_of
from pipelines.resolve.entities.run import STORY_ROOT, Run
from pipelines.resolve.entities.state import EntityResolution, KnownEntities

ALIASES_SCORE = 0.99
STORY_SCORE = 0.8  # of a bare name that is grouped with others of its story


def resolve_entities(
    local_entities: pa.Table,
    *,
    known: KnownEntities | None = None,
    decisions: Iterable[Decision] = (),
    knowledge: KnowledgeBase | None = None,
    batch_id: str = "",
) -> EntityResolution:
    """Return which entity every chain of `local_entities` (`tables.LOCAL_ENTITIES`) is, and what that changes.

    `known` is what earlier runs found: its ids stay, unless entities merge or split, which the history tells. The
    chains of an article that is known already replace its earlier ones. `decisions` are always honoured; `knowledge`
    adds names and links to a knowledge base. The result holds new and changed rows only, all with `batch_id`. Raises
    `ValueError` where `batch_id` sorts before one of `known`, whose rows the new ones could not replace.
    """
    before = known or KnownEntities.nothing()
    if batch_id < before.last_batch_id:
        raise ValueError(f"batch {batch_id!r} comes before {before.last_batch_id!r}, which is known already")
    run = _prepare(chains_from(local_entities), before, list(decisions), knowledge or KnowledgeBase())
    explained = expand_acronyms(chain for chain in run.chains if chain.name_key)
    _make_nodes(run)
    _join_certain(run)
    run.links_of_acronyms = link_acronyms(list(run.nodes.values()), explained)
    _join_likely(run)
    _place_full_names(run)
    _place_bare_names(run)
    groups = _groups_of(run)
    provisional = frozenset(entity.entity_id for entity in run.near.values() if entity.is_provisional)
    changes = name_groups(list(groups.values()), provisional=provisional, taken=frozenset(run.current))
    return rows_of(run, groups, changes, before, batch_id=batch_id)


def _prepare(
    incoming: list[Chain], known: KnownEntities, decisions: Sequence[Decision], knowledge: KnowledgeBase
) -> Run:
    current = current_ids(known.entities)
    keys = {chain.key for chain in incoming}

    def id_now(number: str) -> str | None:
        key = parse_chain_id(number)
        if key is None:
            return current.get(number)
        return number if key in keys or has_chain(known.entity_mentions, key) else None

    held = check_decisions(decisions, current_id=id_now)
    referred = {number for pair in (*held.same, *held.not_same) for number in pair}
    merged = frozenset(number for pair in held.not_same for number in pair if current.get(number, number) != number)
    released = frozenset(key for number in referred if (key := parse_chain_id(number)))
    reopened = reopen(known, incoming, released=released, released_origins=merged)
    for chain in (*reopened.withdrawn, *reopened.reopened):
        chain.previous_id = current.get(chain.previous_id or "")
    _inherit_ids(incoming, reopened.withdrawn)
    chains = [*incoming, *reopened.reopened]
    always = {chain.previous_id for chain in chains if chain.previous_id}
    always |= {current[number] for number in referred if number in current}
    return Run(
        incoming=incoming,
        reopened=reopened.reopened,
        withdrawn=reopened.withdrawn,
        near=near_entities(known.entities, wanted_of(chains), always=always),
        current=current,
        decisions=held,
        knowledge=knowledge,
        commonplace=commonplace_names(chains),
        alone=released,
        merged=merged,
    )


def _inherit_ids(incoming: Sequence[Chain], withdrawn: Sequence[Chain]) -> None:
    """Let chains of an article that is read anew speak for the ids that their names had in it before."""
    before = {(chain.key[0], chain.kind, chain.name_key): chain for chain in reversed(withdrawn)}
    for chain in incoming:
        earlier = before.get((chain.key[0], chain.kind, chain.name_key))
        if earlier is not None:
            chain.previous_id, chain.origin_id = earlier.previous_id, earlier.origin_id


def _make_nodes(run: Run) -> None:
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


def _add(run: Run, nodes: Iterable[Node]) -> None:
    run.nodes.update((node.node_no, node) for node in nodes)


def _known_node(number: int, entity: KnownEntity, name: str, weight: int) -> Node:
    key, _ = read_name(entity.kind, name)
    return Node(number, entity.kind, name, key, entity.context, entity_id=entity.entity_id, weight=weight)


def _join_certain(run: Run) -> None:
    """Join what is known, decided or told by the user's knowledge base."""
    apart = [(run.nodes_of(left), run.nodes_of(right)) for left, right in run.decisions.not_same]
    pairs = [(left, right) for lefts, rights in apart for left in lefts for right in rights]
    run.clusters = Clusters(run.nodes, apart_pairs(pairs))
    same_entity: dict[str, int] = {}
    for number, node in run.nodes.items():
        if node.entity_id is not None:
            first = same_entity.setdefault(node.entity_id, number)
            run.clusters.join(Link(first, number, "known", 1.0, is_certain=True))
    for numbers in run.restored.values():
        for number in numbers[1:]:
            run.clusters.join(Link(numbers[0], number, "decision", 1.0, is_certain=True))
    for left_id, right_id in run.decisions.same:
        for left, right in zip(run.nodes_of(left_id)[:1], run.nodes_of(right_id)[:1], strict=False):
            run.clusters.join(Link(left, right, "decision", 1.0, is_certain=True))
    _join_items(run)


def _join_items(run: Run) -> None:
    """Join names of one item of the knowledge base, where each name is borne by one node at hand and one item only."""
    by_name: dict[tuple[str, str], list[Node]] = {}
    for node in run.nodes.values():
        by_name.setdefault((node.kind, node.name_key), []).append(node)
    first_of: dict[str, int] = {}
    for nodes in by_name.values():
        roots = {run.clusters.root_of(node.node_no) for node in nodes}
        item = run.knowledge.item_of(nodes[0].kind, nodes[0].name_key)
        if item is None or len(roots) > 1:
            continue
        number = nodes[0].node_no
        run.item_of_node[number] = item
        first = first_of.setdefault(item, number)
        run.clusters.join(Link(first, number, "aliases", ALIASES_SCORE, is_certain=True))


def _join_likely(run: Run) -> None:
    """Join what acronyms explain, then what the linkage model finds likely."""
    for link in run.links_of_acronyms:
        run.clusters.join(link)
    for kind, model in (("PERSON", Model.PERSON), ("THING", Model.THING)):
        nodes = [node for node in run.nodes.values() if node.kind == kind and not node.is_bare]
        table = table_of(nodes, keys=keys_of(nodes), namesakes=namesakes_of(nodes))
        scored = score_pairs(model, table)
        run.charts.update({f"{model.value} {name}": chart for name, chart in scored.charts.items()})
        run.undecided.update(join_pairs(run.clusters, scored.pairs))


def _place_full_names(run: Run) -> None:
    """Say of every chain with a full name which cluster it is in; undecided nodes keep their candidates."""
    for number, node in run.nodes.items():
        rivals = run.undecided.get(number)
        if rivals and node.entity_id is None and len(run.clusters.members_of(number)) == 1:
            for chain in node.chains:
                chain.candidates = [(str(run.clusters.root_of(rival)), round(score, 4)) for rival, score in rivals]
            continue
        for chain in node.chains:
            run.place(chain, run.clusters.root_of(number), *run.clusters.why.get(number, ("name", 1.0)))


def _place_bare_names(run: Run) -> None:
    """Say of every bare name which cluster it is in: by its article, by context, or by its story."""
    bare = [chain for chain in run.chains if chain.is_bare and chain.name_key]
    articles = articles_of(chain for chain in run.chains if chain.kind == "PERSON" and not chain.is_bare)
    unexplained: list[Chain] = []
    for chain in bare:
        decided = run.decided_root(chain)
        if decided is not None:
            run.place(chain, decided, "decision", 1.0)
            continue
        barred = run.barred_roots(chain)
        others = [other for other in articles.get(chain.key[0], ()) if other.key in run.root_of]
        named = [(other, run.root_of[other.key]) for other in others if run.root_of[other.key] not in barred]
        root = resolve_in_article(chain, named)
        if root is None:
            unexplained.append(chain)
        else:
            run.root_of[chain.key] = root
    result = resolve_by_context(unexplained, _candidates(run), commonplace=run.commonplace, barred=run.barred_roots)
    run.charts.update({f"{Model.BARE.value} {name}": chart for name, chart in result.charts.items()})
    run.root_of.update(result.root_of)
    for place, chains in enumerate(result.provisional):
        for chain in chains:
            run.place(chain, STORY_ROOT - place, "story", STORY_SCORE)


def _candidates(run: Run) -> list[Candidate]:
    """Return the persons that a bare name may stand for."""
    found: list[Candidate] = []
    for root in sorted({run.clusters.root_of(number) for number, node in run.nodes.items() if node.kind == "PERSON"}):
        nodes = [run.nodes[number] for number in run.clusters.members_of(root)]
        found.append(
            Candidate(
                root=root,
                name=run.nodes[root].name,
                families=frozenset(node.family for node in nodes),
                context=merge_contexts([node.context for node in nodes]),
                weight=sum(node.weight for node in nodes),
            )
        )
    return found


def _groups_of(run: Run) -> dict[int, Group]:
    """Return cluster -> its chains and known entities; known entities that nothing touches are left out."""
    groups: dict[int, Group] = {}
    for chain in run.chains:
        root = run.root_of.get(chain.key)
        if root is not None:
            groups.setdefault(root, Group([], is_provisional=root <= STORY_ROOT)).chains.append(chain)
    claimed = {chain.previous_id for chain in run.chains}
    for number, node in run.nodes.items():
        root = run.clusters.root_of(number)
        is_touched = root in groups or node.entity_id in claimed or len(run.known_ids(root)) > 1
        if node.entity_id is None or not is_touched:
            continue
        group = groups.setdefault(root, Group([]))
        group.known[node.entity_id] = node.weight
        method, score = run.clusters.why.get(number, ("known", 1.0))
        if method != "known":
            group.reason = f"{method}, {score:.2f}"
    _prefer_decided(run, groups)
    return groups


def _prefer_decided(run: Run, groups: Mapping[int, Group]) -> None:
    """Keep the ids that decisions name: the left one of two that are the same, and those taken out of a merger."""
    rights = {right for _, right in run.decisions.same}
    wanted = [(left, run.nodes_of(left)) for left, _ in run.decisions.same if left not in rights]
    wanted += run.restored.items()
    for number, nodes in wanted:
        group = groups.get(run.clusters.root_of(nodes[0])) if nodes else None
        entity_id = number if number in run.restored else run.current.get(number)
        if group and entity_id:
            group.preferred.append(entity_id)
            group.reason = "decision"
