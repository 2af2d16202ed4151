"""Bare family names that their own article does not explain: by company, roles and dates.

Where those do not tell either, the chain stays unresolved with its candidates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.resolve.entities.chains import Chain, Key
from pipelines.resolve.entities.compare.linkage import Charts, score_pairs
from pipelines.resolve.entities.compare.model import Model, weights
from pipelines.resolve.entities.compare.nodes import Context, Node, context_of, table_of
from pipelines.resolve.entities.join.bare_names import MAX_CANDIDATES
from pipelines.resolve.entities.join.stories import group_by_story

LIKELY = 0.8  # probability from which context decides
RIVAL_ODDS = 4.0  # a second reading this much less likely, or less, is no rival
FEW_CANDIDATES = 5  # so many are compared even without a word in common

Ranked = Sequence[tuple[int, float]]  # clusters and their probabilities, best first


@dataclass(slots=True)
class Candidate:
    """An entity that a bare name may stand for; `root` names its cluster."""

    root: int
    name: str
    families: frozenset[str]
    context: Context
    weight: int


@dataclass(slots=True)
class BareResult:
    """Chain -> cluster; groups of chains that nobody has in full; Splink's charts."""

    root_of: dict[Key, int] = field(default_factory=dict)
    provisional: list[list[Chain]] = field(default_factory=list)
    charts: Charts = field(default_factory=dict)


def resolve_by_context(
    chains: Sequence[Chain],
    candidates: Sequence[Candidate],
    *,
    commonplace: frozenset[str],
    barred: Callable[[Chain], set[int]],
) -> BareResult:
    """Return what company, roles and dates make of bare names that their own articles do not explain.

    `barred` gives the clusters that a chain is not, by decision.
    """
    by_family: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        for family in candidate.families:
            by_family.setdefault(family, []).append(candidate)
    result = BareResult()
    open_chains = [chain for chain in chains if chain.family in by_family]
    nodes = {number: _node_of(chain, number, commonplace) for number, chain in enumerate(open_chains)}
    scored = _score(nodes, by_family)
    result.charts = scored[1]
    for number, chain in enumerate(open_chains):
        never = barred(chain)
        ranked = [item for item in scored[0].get(number, []) if item[0] not in never]
        _decide(chain, ranked, [each for each in by_family[chain.family] if each.root not in never], result)
    result.provisional = group_by_story([chain for chain in chains if chain.family not in by_family])
    return result


def _node_of(chain: Chain, number: int, commonplace: frozenset[str]) -> Node:
    return Node(number, "PERSON", chain.name, chain.name_key, context_of([chain], commonplace=commonplace), [chain])


def _score(
    nodes: Mapping[int, Node], by_family: Mapping[str, list[Candidate]]
) -> tuple[dict[int, list[tuple[int, float]]], Charts]:
    """Return node -> (cluster, probability), best first. Candidates are numbered from the last node on."""
    families = sorted({node.family for node in nodes.values()})
    candidates = list({each.root: each for family in families for each in by_family[family]}.values())
    numbered = dict(enumerate(candidates, start=len(nodes)))
    sides = [list(nodes.values()), [_node_of_candidate(number, each) for number, each in numbered.items()]]
    keys = {number: _keys(node.family, node.context, by_family) for number, node in nodes.items()}
    keys |= {number: _keys_of_candidate(each, families, by_family) for number, each in numbered.items()}
    namesakes = {family: len(by_family[family]) for family in families}
    scored = score_pairs(Model.BARE, *(table_of(side, keys=keys, namesakes=namesakes) for side in sides))
    found: dict[int, list[tuple[int, float]]] = {}
    for pair in scored.pairs:
        number, other = min(pair.left, pair.right), max(pair.left, pair.right)
        if pair.agreement:
            found.setdefault(number, []).append((numbered[other].root, pair.probability))
    return found, scored.charts


def _node_of_candidate(number: int, candidate: Candidate) -> Node:
    return Node(number, "PERSON", candidate.name, "", candidate.context, weight=candidate.weight)


def _keys_of_candidate(
    candidate: Candidate, families: Sequence[str], by_family: Mapping[str, list[Candidate]]
) -> list[int]:
    shared = candidate.families.intersection(families)
    return [key for family in shared for key in _keys(family, candidate.context, by_family)]


def _keys(family: str, context: Context, by_family: Mapping[str, list[Candidate]]) -> list[int]:
    keys = [hash((family, "company", name)) for name in context.company]
    keys += [hash((family, "role", word)) for word in context.role_words]
    if len(by_family[family]) <= FEW_CANDIDATES:
        keys.append(hash((family, "few")))
    return keys


def _decide(chain: Chain, scored: Sequence[tuple[int, float]], family: Sequence[Candidate], result: BareResult) -> None:
    """Give the chain to its best candidate if that is likely and without a rival, else keep the candidates."""
    allowed = {int(root) for root, _ in chain.candidates}  # of its own article, where that names several
    ranked = [item for item in scored if not allowed or item[0] in allowed]
    if _is_clear(ranked):
        (root, score), *others = ranked
        result.root_of[chain.key] = root
        chain.method, chain.score = "context", round(score, 4)
        chain.candidates = [(str(other), round(score, 4)) for other, score in others[:MAX_CANDIDATES]]
        return
    if ranked or not allowed:
        prior = float(weights()["bare"]["prior"])
        rest = sorted(family, key=lambda candidate: (-candidate.weight, candidate.root))
        seen = {root for root, _ in ranked}
        both = [*ranked, *((candidate.root, prior) for candidate in rest if candidate.root not in seen)]
        chain.candidates = [(str(root), round(score, 4)) for root, score in both[:MAX_CANDIDATES]]


def _is_clear(ranked: Sequence[tuple[int, float]]) -> bool:
    """Say whether the best of the candidates, best first, is likely and has no rival."""
    best, second = [*(score for _, score in ranked), 0.0, 0.0][:2]
    return best >= LIKELY and _odds(best) >= RIVAL_ODDS * _odds(second)


def _odds(probability: float) -> float:
    return probability / (1 - probability + 1e-9)  # a probability of 1 has odds too
