"""Acronyms: which full name an acronym stands for, by its article, by other articles, or by the table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipelines.resolve.entities.chains import Chain, articles_of
from pipelines.resolve.entities.compare.clusters import Link
from pipelines.resolve.entities.compare.nodes import Node
from pipelines.resolve.entities.names.thing_names import acronyms_within, known_acronyms, parse_thing, stands_for

DOMINANT_SHARE = 0.9  # of an acronym's printed explanations; below, it is two things' acronym
ACRONYM_SCORE = 0.97  # stated, not measured: an article's own explanation is as good as certain


def expand_acronyms(chains: Iterable[Chain]) -> dict[str, Counter[str]]:
    """Give an acronym the key of the full name that its own article prints; return acronym -> counts of full names.

    An article explains an acronym by another chain, or within a chain that the reader has taken for one.
    """
    explained: dict[str, Counter[str]] = {}
    for found in articles_of(chain for chain in chains if chain.kind == "THING").values():
        things = [(chain, parse_thing(chain.name)) for chain in found]
        for chain, thing in things:
            for key in acronyms_within(chain.name, chain.row["spellings"]):
                explained.setdefault(key, Counter())[thing.key] += 1
            if thing.acronym is None:
                continue
            full = {other.key for _, other in things if stands_for(thing.acronym, other)}
            if len(full) == 1:
                chain.name_key = full.pop()
                chain.method, chain.score = "acronym", ACRONYM_SCORE
                explained.setdefault(thing.key, Counter())[chain.name_key] += 1
    return explained


def link_acronyms(nodes: Sequence[Node], explained: Mapping[str, Counter[str]]) -> list[Link]:
    """Return links from acronyms that stand alone to the full name that other articles, or the table, explain them by.

    An acronym that is explained in two ways, neither of them dominant, stays by itself.
    """
    things = [node for node in nodes if node.kind == "THING"]
    by_key = {node.name_key: node.node_no for node in reversed(things)}  # known entities come first and win
    names_of = Counter(node.entity_id for node in things if node.entity_id is not None)
    links: list[Link] = []
    for node in things:
        acronym = parse_thing(node.name).acronym
        if acronym is None or (node.entity_id is not None and names_of[node.entity_id] > 1):
            continue  # a known entity with a full name is explained already
        counts = explained.get(node.name_key) or Counter({known_acronyms().get(acronym, ""): 1})
        full, times = counts.most_common(1)[0]
        if full in by_key and by_key[full] != node.node_no and times >= DOMINANT_SHARE * counts.total():
            links.append(Link(node.node_no, by_key[full], "acronym", ACRONYM_SCORE, is_certain=True))
    return links
