"""What one run knows between its steps. Not here: the steps (`resolve`, `join`) and the rows that come out (`rows`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.resolve.entities.chains import Chain, Key, Method
from pipelines.resolve.entities.compare.clusters import Clusters
from pipelines.resolve.entities.compare.nodes import Node
from pipelines.resolve.entities.known.near_entities import KnownEntity
from pipelines.resolve.entities.user_files.alias_file import KnowledgeBase, KnownItem
from pipelines.resolve.entities.user_files.decisions import Decisions, parse_chain_id

STORY_ROOT = -1  # clusters of bare names that nobody has in full are numbered downwards from here


@dataclass(slots=True)
class Run:
    """Chains in hand, known entities near them, and what the steps found. A cluster goes by its root node's number."""

    incoming: list[Chain]
    reopened: list[Chain]
    withdrawn: list[Chain]
    near: dict[str, KnownEntity]
    current: Mapping[str, str]  # every entity_id ever given -> the one that it goes by now
    decisions: Decisions
    knowledge: KnowledgeBase
    commonplace: frozenset[str]
    alone: frozenset[Key]  # chains that decisions name
    merged: frozenset[str]  # merged ids that a decision wants back
    nodes: dict[int, Node] = field(default_factory=dict)
    restored: dict[str, list[int]] = field(default_factory=dict)  # id of `merged` -> its nodes
    clusters: Clusters = field(default_factory=lambda: Clusters({}))
    undecided: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    item_of_node: dict[int, KnownItem] = field(default_factory=dict)
    root_of: dict[Key, int] = field(default_factory=dict)
    charts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _of_entity: dict[str, list[int]] = field(default_factory=dict)
    _of_chain: dict[Key, list[int]] = field(default_factory=dict)
    _of_previous: dict[str, list[int]] = field(default_factory=dict)
    _of_origin: dict[str, list[int]] = field(default_factory=dict)
    _decided: set[str] = field(default_factory=set)

    @property
    def chains(self) -> list[Chain]:
        """All chains that this run resolves."""
        return [*self.incoming, *self.reopened]

    def index_nodes(self) -> None:
        """Remember which nodes hold which chains and entities; called when all nodes are made."""
        for number, node in self.nodes.items():
            if node.entity_id is not None:
                self._of_entity.setdefault(node.entity_id, []).append(number)
            for chain in node.chains:
                self._of_chain.setdefault(chain.key, []).append(number)
                for held, entity_id in ((self._of_previous, chain.previous_id), (self._of_origin, chain.origin_id)):
                    if entity_id and number not in held.setdefault(entity_id, []):
                        held[entity_id].append(number)
        pairs = (*self.decisions.same, *self.decisions.not_same)
        self._decided = {self.current.get(number, number) for pair in pairs for number in pair}

    def nodes_of(self, number: str) -> list[int]:
        """Return the nodes of an entity, or of a chain, that a decision names."""
        key = parse_chain_id(number)
        if key is not None:
            return self._of_chain.get(key, [])
        if number in self.restored:
            return self.restored[number]
        entity_id = self.current.get(number, number)
        return self._of_entity.get(entity_id) or self._of_previous.get(entity_id, [])

    def anchors_of(self, number: str) -> list[int]:
        """Return the nodes by which a "same" takes hold of an entity or chain.

        Two ids that an earlier run has made one still are two names here: what was first resolved under each.
        """
        is_known = self.current.get(number) == number and number in self._of_entity
        return self.nodes_of(number) if is_known else self._of_origin.get(number) or self.nodes_of(number)

    def known_ids(self, root: int) -> set[str]:
        """Return the known entities in a cluster."""
        members = (self.nodes[number].entity_id for number in self.clusters.members_of(root))
        return {entity_id for entity_id in members if entity_id is not None}

    def place(self, chain: Chain, root: int, method: Method, score: float | None) -> None:
        """Put a chain into a cluster."""
        self.root_of[chain.key] = root
        if chain.method == "unresolved":
            chain.method, chain.score = method, score

    def decided_root(self, chain: Chain) -> int | None:
        """Return the cluster that a decision says a bare name is."""
        return next(
            (root for other in self._others(chain, self.decisions.same) for root in self._roots_of(other)), None
        )

    def barred_roots(self, chain: Chain) -> set[int]:
        """Return the clusters that decisions say a bare name is not."""
        return {root for other in self._others(chain, self.decisions.not_same) for root in self._roots_of(other)}

    def _others(self, chain: Chain, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Return the other sides of the decisions that name a chain, or the entity that it was until now."""
        if self._decided.isdisjoint((_id_of(chain), chain.previous_id)):
            return []
        return [
            other
            for pair in pairs
            for number, other in (pair, pair[::-1])
            if number == _id_of(chain) or (chain.previous_id and self.current.get(number) == chain.previous_id)
        ]

    def _roots_of(self, number: str) -> set[int]:
        key = parse_chain_id(number)
        placed = {self.root_of[key]} if key in self.root_of else set()
        return placed | {self.clusters.root_of(node) for node in self.nodes_of(number)}


def _id_of(chain: Chain) -> str:
    return f"{chain.key[0]}#{chain.key[1]}"
