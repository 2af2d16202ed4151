"""Clusters: nodes that are one entity. Best pairs join first; a join that would bring together what must stay apart,
or names that disagree, is refused, so that a chain of small likenesses cannot join two people.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.resolve.entities.chains import Method
from pipelines.resolve.entities.compare.linkage import Pair
from pipelines.resolve.entities.compare.nodes import Node
from pipelines.resolve.entities.names.agreement import Agreement
from pipelines.resolve.entities.names.person_agreement import agree_persons
from pipelines.resolve.entities.names.thing_agreement import agree_things

MATCH = 0.9  # probability from which two nodes are one entity
RIVAL_ODDS = 4.0  # a second reading this much less likely, or less, is no rival
NAMES_COMPARED = 6  # of each side, the most frequent: the work would grow with the square
MISPRINT_RATIO = 5  # a misprint that is a name too is this much rarer than the name meant
MIN_LETTERS_OF_MISPRINT = 12  # of the whole name: short names one letter apart are two names
Why = tuple[Method, float]  # method, probability


@dataclass(slots=True)
class Link:
    """Two nodes that are one entity, and how that is known."""

    left: int
    right: int
    method: Method
    score: float
    is_certain: bool = False  # a decision or an alias file says so: names need not agree


@dataclass(slots=True)
class Sets:
    """A partition of numbers by union-find; each set goes by one of its numbers, its root."""

    _parent: dict[int, int] = field(default_factory=dict)
    _members: dict[int, list[int]] = field(default_factory=dict)

    def root_of(self, number: int) -> int:
        """Return the root of the set that holds `number`."""
        parent = self._parent.get(number, number)
        if parent == number:
            return number
        root = self.root_of(parent)
        self._parent[number] = root
        return root

    def members_of(self, number: int) -> list[int]:
        """Return all numbers of the set that holds `number`."""
        root = self.root_of(number)
        return self._members.get(root, [root])

    def unite(self, keep: int, drop: int) -> None:
        """Make one set of two, given by their roots, under the root `keep`."""
        self._members[keep] = self.members_of(keep) + self.members_of(drop)
        self._members.pop(drop, None)
        self._parent[drop] = keep


@dataclass(slots=True)
class Clusters:
    """Which nodes are one entity; `root_of` names a cluster by one of its nodes.

    Within a cluster, `_alike` holds the nodes whose names agree: names that a decision or an alias file has brought
    together need not, and do not stand in the way of others that are like one of them.
    """

    nodes: Mapping[int, Node]
    apart: Mapping[int, frozenset[int]] = field(default_factory=dict)  # decisions: node -> nodes that are not it
    why: dict[int, Why] = field(default_factory=dict)  # node -> how it came to its cluster
    _sets: Sets = field(default_factory=Sets)
    _alike: Sets = field(default_factory=Sets)

    def root_of(self, number: int) -> int:
        """Return the node that stands for the cluster of node `number`."""
        return self._sets.root_of(number)

    def members_of(self, number: int) -> list[int]:
        """Return all nodes of the cluster of node `number`."""
        return self._sets.members_of(number)

    def are_apart(self, left: int, right: int) -> bool:
        """Say whether a decision keeps the clusters of two nodes apart."""
        others = set(self.members_of(right))
        return any(not others.isdisjoint(self.apart.get(member, ())) for member in self.members_of(left))

    def join(self, link: Link) -> bool:
        """Join the clusters of a link unless something forbids it; return whether they are one now."""
        left, right = self.root_of(link.left), self.root_of(link.right)
        if left == right:
            return True
        if self.are_apart(left, right):
            return False
        agree = not self._are_namesakes(link) and self._names_agree(link)
        if not (agree or link.is_certain):
            return False
        if agree:
            self._alike.unite(*(self._alike.root_of(number) for number in (link.left, link.right)))
        keep, drop = (left, right) if self._weight(left) >= self._weight(right) else (right, left)
        for member in self.members_of(drop):
            self.why.setdefault(member, (link.method, link.score))
        self._sets.unite(keep, drop)
        return True

    def _weight(self, root: int) -> tuple[int, int, int]:
        members = [self.nodes[number] for number in self.members_of(root)]
        known = sum(node.entity_id is not None for node in members)
        return (known, sum(node.weight for node in members), -root)

    def _are_namesakes(self, link: Link) -> bool:
        """Say whether both clusters hold nodes of one name, which the link itself does not say to be one."""
        if self.nodes[link.left].name_key == self.nodes[link.right].name_key:
            return False
        keys = [{self.nodes[number].name_key for number in self.members_of(side)} for side in (link.left, link.right)]
        return not keys[0].isdisjoint(keys[1])

    def _names_agree(self, link: Link) -> bool:
        """Say whether every name like one of the link's may be a name like the other (the most frequent ones count)."""
        sides = [self._names(number) for number in (link.left, link.right)]
        agree = agree_persons if self.nodes[link.left].kind == "PERSON" else agree_things
        return all(agree(first, second) > Agreement.BARE for first in sides[0] for second in sides[1])

    def _names(self, number: int) -> list[str]:
        alike = self._alike.members_of(number)
        members = sorted((self.nodes[member] for member in alike), key=lambda node: -node.weight)
        return [node.name for node in members if not node.is_bare][:NAMES_COMPARED]


def join_pairs(clusters: Clusters, pairs: Sequence[Pair]) -> dict[int, list[tuple[int, float]]]:
    """Join the pairs, best first, that are likely one entity; return node -> its rivals for nodes that join nothing.

    A node has rivals where two others are about equally likely to be it and cannot be one entity themselves. It joins
    neither: a wrong merge is worse than a missed one.
    """
    likely = [pair for pair in pairs if pair.probability >= MATCH and not _is_other_name(clusters, pair)]
    neighbours: dict[int, list[tuple[int, float]]] = {}
    for pair in likely:
        neighbours.setdefault(pair.left, []).append((pair.right, pair.probability))
        neighbours.setdefault(pair.right, []).append((pair.left, pair.probability))
    undecided: dict[int, list[tuple[int, float]]] = {}
    for pair in likely:
        rivals = _rivals(clusters, pair, neighbours)
        if rivals:
            undecided[rivals[0]] = neighbours[rivals[0]]
            continue
        clusters.join(Link(pair.left, pair.right, "linkage", round(pair.probability, 4)))
    return {node: found for node, found in undecided.items() if len(clusters.members_of(node)) == 1}


def _is_other_name(clusters: Clusters, pair: Pair) -> bool:
    """Say whether names one letter apart, both real, are two people's: always, unless one is rare beside the other."""
    if pair.agreement is not Agreement.NEAR:
        return False
    nodes = [clusters.nodes[number] for number in (pair.left, pair.right)]
    rare, frequent = sorted(node.weight for node in nodes)
    is_short = nodes[0].kind == "PERSON" and min(len(node.name_key) for node in nodes) < MIN_LETTERS_OF_MISPRINT
    return frequent < MISPRINT_RATIO * rare or is_short


def _rivals(clusters: Clusters, pair: Pair, neighbours: Mapping[int, list[tuple[int, float]]]) -> list[int]:
    """Return the node of the pair that has a neighbour nearly as likely, which cannot be the pair's other node."""
    for node, other in ((pair.left, pair.right), (pair.right, pair.left)):
        if len(neighbours[node]) < 2:
            continue
        for rival, probability in neighbours[node]:
            if clusters.root_of(rival) == clusters.root_of(other) or rival == other:
                continue
            is_likely = _odds(probability) * RIVAL_ODDS > _odds(pair.probability)
            if is_likely and _cannot_be_one(clusters, rival, other, neighbours):
                return [node]
    return []


def _cannot_be_one(
    clusters: Clusters, left: int, right: int, neighbours: Mapping[int, list[tuple[int, float]]]
) -> bool:
    """Say whether two nodes are different for sure: by decision, by name, or namesakes whose context differs."""
    nodes = clusters.nodes
    if nodes[left].name_key == nodes[right].name_key:
        return right not in {number for number, _ in neighbours.get(left, ())}
    agree: Callable[[str, str], Agreement] = agree_persons if nodes[left].kind == "PERSON" else agree_things
    return clusters.are_apart(left, right) or agree(nodes[left].name, nodes[right].name) <= Agreement.BARE


def _odds(probability: float) -> float:
    return probability / max(1 - probability, 1e-9)


def apart_pairs(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Return node -> nodes that it must stay apart from, both ways."""
    found: dict[int, set[int]] = {}
    for left, right in pairs:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {node: frozenset(others) for node, others in found.items()}
