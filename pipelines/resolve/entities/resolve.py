"""Resolves the chains of articles into entities, step by step; read `_resolve` first.

Chains become nodes (`join/steps`, `join/namesakes`), nodes become clusters (`compare`), bare names go to clusters
(`join/bare_names`), clusters get ids that stay (`join/keep_ids`), and what is new becomes rows (`rows`).
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

import pyarrow as pa

from pipelines.resolve.entities.chains import Chain, articles_of, chains_from
from pipelines.resolve.entities.compare.model import Model
from pipelines.resolve.entities.compare.nodes import families_of, merge_contexts
from pipelines.resolve.entities.join.acronyms import expand_acronyms
from pipelines.resolve.entities.join.bare_names import resolve_in_article
from pipelines.resolve.entities.join.bare_names_by_context import Candidate, resolve_by_context
from pipelines.resolve.entities.join.keep_ids import Group, name_groups
from pipelines.resolve.entities.join.steps import join_certain, join_likely, make_nodes
from pipelines.resolve.entities.known.known_entities import EntityResolution, KnownEntities
from pipelines.resolve.entities.prepare import prepare
from pipelines.resolve.entities.rows.run_rows import rows_of
from pipelines.resolve.entities.run import STORY_ROOT, Run
from pipelines.resolve.entities.user_files.alias_file import KnowledgeBase
from pipelines.resolve.entities.user_files.decisions import Decision
from pipelines.resolved import CHAIN_ROWS

STORY_SCORE = 0.8  # of a bare name that is grouped with others of its story


def resolve_entities(
    chain_rows: pa.Table,
    *,
    known: KnownEntities | None = None,
    decisions: Iterable[Decision] = (),
    knowledge: KnowledgeBase | None = None,
    batch_id: str = "",
    read_anew: Collection[str] = (),
) -> EntityResolution:
    """Say which entity every chain of `chain_rows` (`resolved.CHAIN_ROWS`) is; return new and changed rows.

    `known` is what earlier runs found. Its ids stay, unless entities merge or split, which the history tells. Chains of
    an article replace the earlier ones of the same article; those of articles in `read_anew` go in any case.
    `decisions` are always honoured; `knowledge` links entities to items of a knowledge base. Raises `ValueError` where
    `batch_id` sorts before one of `known`: the new rows could not replace the old ones.
    """
    before = known or KnownEntities.nothing()
    if batch_id < before.last_batch_id:
        raise ValueError(f"batch {batch_id!r} comes before {before.last_batch_id!r}, which is known already")
    with _collection_paused():
        incoming = chains_from(chain_rows.select(CHAIN_ROWS.names).cast(CHAIN_ROWS))
        run = prepare(incoming, before, list(decisions), knowledge or KnowledgeBase(), read_anew=read_anew)
        return _resolve(run, before, batch_id)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Pause the search for reference cycles: looking through all chains again and again takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _resolve(run: Run, before: KnownEntities, batch_id: str) -> EntityResolution:
    explained = expand_acronyms(chain for chain in run.chains if chain.name_key)
    make_nodes(run)
    join_certain(run)
    join_likely(run, explained)
    _place_full_names(run)
    _place_bare_names(run)
    groups = _groups_of(run)
    provisional = frozenset(entity.entity_id for entity in run.near.values() if entity.is_provisional)
    changes = name_groups(list(groups.values()), provisional=provisional, taken=frozenset(run.current))
    return rows_of(run, groups, changes, before, batch_id=batch_id)


def _place_full_names(run: Run) -> None:
    """Say of every chain with a full name which cluster it is in; undecided ones keep their candidates.

    A name that two known namesakes bear stays unresolved where nothing tells; any other undecided name is an entity of
    its own.
    """
    for number, node in run.nodes.items():
        rivals = run.undecided.get(number, [])
        candidates = [(str(run.clusters.root_of(rival)), round(score, 4)) for rival, score in rivals]
        is_namesake = sum(run.nodes[rival].name_key == node.name_key for rival, _ in rivals) > 1
        for chain in node.chains:
            chain.candidates = candidates
            if is_namesake and len(run.clusters.members_of(number)) == 1:
                continue
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
                families=frozenset(family for node in nodes for family in families_of(node.name)),
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
    same = [pair for pair in run.decisions.same if pair[0] not in rights]
    wanted = [(left, run.nodes_of(left) or run.nodes_of(right)) for left, right in same]
    wanted += run.restored.items()
    for number, nodes in wanted:
        group = groups.get(run.clusters.root_of(nodes[0])) if nodes else None
        entity_id = number if number in run.restored else run.current.get(number)
        if group and entity_id:
            group.preferred.append(entity_id)
            group.reason = "decision"
