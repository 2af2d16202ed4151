"""Resolves bare family names: by the article's own full names, else by company, roles and dates.

Where neither tells, the chain stays unresolved with its candidates. Bare names that nobody in the lake has in full are
grouped by company and role into provisional entities.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.resolve.entities.chains import Chain, Key
from pipelines.resolve.entities.compare.linkage import Charts, score_pairs
from pipelines.resolve.entities.compare.model import Model, weights
from pipelines.resolve.entities.compare.nodes import Context, Node, context_of, table_of
from pipelines.resolve.entities.names.folding import sound_of
from pipelines.resolve.entities.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.names.person_names import bare
from pipelines.resolve.entities.names.roles import parse_role

LIKELY = 0.8  # probability from which context decides
RIVAL_ODDS = 4.0  # a second reading this much less likely, or less, is no rival
ARTICLE_SCORE = 0.98  # the article names one such person; stated, not measured
CHOSEN_SCORE = 0.9  # of several persons of that name in the article, by title, role or generation; stated too
FEW_CANDIDATES = 5  # so many are compared even without a word in common
MAX_CANDIDATES = 5  # kept with an unresolved chain, for a reader
DAYS_OF_A_STORY = 30
LEAST_SHARED_TERMS = 2  # names of company, words of a role: one alone is chance


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


def resolve_in_article(chain: Chain, named: Sequence[tuple[Chain, int]]) -> int | None:
    """Return the cluster that a bare name means in its own article, whose full names are `named` with their clusters.

    Sets the chain's method, score and candidates. None where the article names nobody so, or several and nothing tells.
    """
    fitting = [(other, root) for other, root in named if _has_family(chain, other)]
    fitting = fitting or [(other, root) for other, root in named if _has_given(chain, other)]
    roots = list(dict.fromkeys(root for _, root in fitting))
    if len(roots) == 1:
        chain.method, chain.score = "article", ARTICLE_SCORE
        return roots[0]
    best = _best_fitting(chain, fitting)
    if best is not None:
        chain.method, chain.score = "article", CHOSEN_SCORE
        chain.candidates = [(str(root), round(1 - CHOSEN_SCORE, 4)) for root in roots if root != best][:MAX_CANDIDATES]
        return best
    chain.candidates = [(str(root), round(1 / len(roots), 4)) for root in roots][:MAX_CANDIDATES]
    return None


def _has_family(chain: Chain, other: Chain) -> bool:
    part = bare(chain.person.parts[0])
    return any(agree_parts(part, family, is_family=True) >= Part.MISSPELT for family in other.person.families)


def _has_given(chain: Chain, other: Chain) -> bool:
    """Say whether a single name is the given name of another, as one article spells it: Vladimir is no Volodymyr."""
    given, whole = bare(chain.person.parts[0]), other.person.given
    return agree_parts(given, whole) >= Part.SPELLING and sound_of(given) == sound_of(whole)


def _best_fitting(chain: Chain, fitting: Sequence[tuple[Chain, int]]) -> int | None:
    """Return the one person of that name whom generation, gender and role single out."""
    words = {word for role in chain.roles for word in parse_role(role).words}
    scores: dict[int, float] = {}
    for other, root in fitting:
        if chain.gender and other.gender and chain.gender != other.gender:
            continue
        theirs = {word for role in other.roles for word in parse_role(role).words}
        score = 2.0 * bool(words & theirs) + (chain.person.generation == other.person.generation)
        score += bool(chain.gender and chain.gender == other.gender)
        scores[root] = max(score, scores.get(root, 0.0))
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] <= ranked[1][1]):
        return None
    return ranked[0][0]


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
    open_chains = [chain for chain in chains if _family(chain) in by_family]
    nodes = {number: _node_of(chain, number, commonplace) for number, chain in enumerate(open_chains)}
    scored = _score(nodes, by_family)
    result.charts = scored[1]
    for number, chain in enumerate(open_chains):
        never = barred(chain)
        ranked = [item for item in scored[0].get(number, []) if item[0] not in never]
        _decide(chain, ranked, [each for each in by_family[_family(chain)] if each.root not in never], result)
    result.provisional = _group_unknown([chain for chain in chains if _family(chain) not in by_family])
    return result


def _family(chain: Chain) -> str:
    return sound_of(chain.person.family)


def _node_of(chain: Chain, number: int, commonplace: frozenset[str]) -> Node:
    return Node(number, "PERSON", chain.name, chain.name_key, context_of([chain], commonplace=commonplace), [chain])


def _score(
    nodes: Mapping[int, Node], by_family: Mapping[str, list[Candidate]]
) -> tuple[dict[int, list[tuple[int, float]]], Charts]:
    """Return node -> (cluster, probability), best first."""
    wanted = {node.family for node in nodes.values()}
    others: dict[int, Candidate] = {}
    for family in wanted:
        others.update((candidate.root, candidate) for candidate in by_family[family])
    offset = len(nodes)
    right = {
        offset + at: Node(offset + at, "PERSON", candidate.name, "", candidate.context, weight=candidate.weight)
        for at, candidate in enumerate(others.values())
    }
    roots = {offset + at: root for at, root in enumerate(others)}
    namesakes = {family: len(by_family[family]) for family in wanted}
    keys = {number: _keys(node.family, node.context, by_family) for number, node in nodes.items()}
    keys |= {
        offset + at: [
            key for family in candidate.families & wanted for key in _keys(family, candidate.context, by_family)
        ]
        for at, candidate in enumerate(others.values())
    }
    tables = (table_of(side, keys=keys, namesakes=namesakes) for side in (nodes.values(), right.values()))
    scored = score_pairs(Model.BARE, *tables)
    found: dict[int, list[tuple[int, float]]] = {}
    for pair in scored.pairs:
        number, other = min(pair.left, pair.right), max(pair.left, pair.right)
        if pair.agreement:
            found.setdefault(number, []).append((roots[other], pair.probability))
    return found, scored.charts


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


def _group_unknown(chains: Iterable[Chain]) -> list[list[Chain]]:
    """Group bare names whom nobody has in full: two names of company shared, or one and a role, or the same story.

    Linear: chains meet through what they share only. Groups of a single article are left out.
    """
    groups: dict[int, list[Chain]] = {}
    index: dict[tuple[str, str], int] = {}
    for chain in sorted(chains, key=lambda chain: (chain.day or 0, chain.key)):
        family = _family(chain)
        shared: dict[int, int] = {}
        for term in _terms(chain):
            number = index.get((family, term))
            if number is not None:
                shared[number] = shared.get(number, 0) + 1
        best = max(shared, key=lambda number: (shared[number], -number), default=None)
        if best is None or shared[best] < LEAST_SHARED_TERMS or not _is_same_story(chain, groups[best][-1]):
            best = len(groups)
            groups[best] = []
        groups[best].append(chain)
        index.update(((family, term), best) for term in _terms(chain))
    return [group for group in groups.values() if len({chain.key[0] for chain in group}) > 1]


def _terms(chain: Chain) -> set[str]:
    words = {f"role {word}" for role in chain.roles for word in parse_role(role).words}
    return {f"company {name}" for name in chain.company} | words


def _is_same_story(chain: Chain, other: Chain) -> bool:
    roles = [[parse_role(role) for role in each.roles] for each in (chain, other)]
    countries = [{country for role in found for country in role.countries} for found in roles]
    if all(countries) and countries[0].isdisjoint(countries[1]):
        return False
    if chain.day is None or other.day is None:
        return True
    return chain.day - other.day <= DAYS_OF_A_STORY
