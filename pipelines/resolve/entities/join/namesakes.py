"""Grouping: chains of one name become one node, unless they speak of namesakes; acronyms go to their full names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.entities.chains import Chain, Key, Kind, articles_of, fold_name, read_name
from pipelines.resolve.entities.compare.clusters import Link
from pipelines.resolve.entities.compare.nodes import Node, context_of
from pipelines.resolve.entities.known.known_entities import KnownEntities
from pipelines.resolve.entities.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.names.person_names import bare
from pipelines.resolve.entities.names.roles import parse_role
from pipelines.resolve.entities.names.thing_names import acronyms_within, known_acronyms, parse_thing, stands_for

COMMONPLACE_SHARE = 0.05  # of all articles: a name in more of them tells nothing about those printed with it
MIN_ARTICLES = 200  # below which no name is commonplace
DOMINANT_SHARE = 0.9  # of an acronym's printed explanations
ACRONYM_SCORE = 0.97


def commonplace_names(chains: Iterable[Chain], known: KnownEntities) -> frozenset[str]:
    """Return the folded names that are printed in so many articles, known and new, that they tell nothing."""
    articles = articles_of(chains)
    counts: Counter[str] = Counter()
    for found in articles.values():
        counts.update({name for chain in found for name in chain.company})
    total = len(articles) + known.articles
    if total < MIN_ARTICLES:
        return frozenset()
    frequent = known.entities.filter(pc.field("chains") > COMMONPLACE_SHARE * total / 2)
    for row in frequent.to_pylist():
        counts.update(dict.fromkeys({fold_name(name) for name in row["full_names"]}, row["chains"]))
    return frozenset(name for name, number in counts.items() if number > COMMONPLACE_SHARE * total)


def unify_kinds(chains: Iterable[Chain], known: pa.Table) -> None:
    """Take every name of two words or more for a person's throughout, or for a thing's, whichever it mostly is.

    `known` are rows of `ENTITIES`, which count with all their chains. Names of one word are left as they were read:
    Jordan is both.
    """
    by_name: dict[str, list[Chain]] = {}
    for chain in chains:
        if len(chain.name.split()) > 1:
            by_name.setdefault(fold_name(chain.name), []).append(chain)
    votes = {name: Counter(chain.kind for chain in found) for name, found in by_name.items()}
    printed = pa.array({chain.name for found in by_name.values() for chain in found}, pa.string())
    for row in known.filter(pc.is_in(known["name"], value_set=printed)).to_pylist():
        votes[fold_name(row["name"])]["PERSON" if row["entity_type"] == "PERSON" else "THING"] += row["chains"]
    for name, found in by_name.items():
        kind: Kind = "PERSON" if votes[name]["PERSON"] >= votes[name]["THING"] else "THING"
        for chain in found:
            if chain.kind != kind:
                chain.become(kind)


def unify_spellings(chains: Iterable[Chain]) -> None:
    """Take a thing of one word for a person where it spells, with other letters, the family name of its article's only
    such person.

    The same letters would have been the same chain; one that was read apart is another thing.
    """
    for found in articles_of(chains).values():
        full = [chain for chain in found if chain.kind == "PERSON" and chain.name_key and not chain.is_bare]
        families = {bare(family) for chain in full for family in chain.person.families if family}
        for chain in found:
            word = fold_name(chain.name)
            if chain.kind == "PERSON" or not word.isalpha() or word in families:
                continue
            if sum(agree_parts(word, family, is_family=True) == Part.SPELLING for family in families) == 1:
                chain.become("PERSON")


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


def group_chains(
    chains: Iterable[Chain], *, numbers: Iterator[int], alone: frozenset[Key], commonplace: frozenset[str]
) -> list[Node]:
    """Return nodes of chains with readable, full names. Chains in `alone` (decisions name them) get one each."""
    groups: dict[tuple[str, ...], list[Chain]] = {}
    for chain in chains:
        own = (chain.row["article_id"], str(chain.row["local_entity_no"])) if chain.key in alone else ()
        groups.setdefault((chain.kind, chain.name_key, *own), []).append(chain)
    nodes: list[Node] = []
    for group in groups.values():
        for part in split_namesakes(group) if group[0].kind == "PERSON" else [group]:
            own_names = [chain for chain in part if read_name(chain.kind, chain.name)[0] == chain.name_key]
            names = Counter(chain.name for chain in own_names or part)  # an explained acronym names no group
            name = min(names, key=lambda printed: (-names[printed], printed))
            context = context_of(part, commonplace=commonplace)
            nodes.append(Node(next(numbers), part[0].kind, name, part[0].name_key, context, part, weight=len(part)))
    return nodes


def split_namesakes(chains: list[Chain]) -> list[list[Chain]]:
    """Part chains of one name whose roles contradict each other (a minister, a striker) and whose company differs.

    Chains that share a field of life and a country, or company, are one person; those that tell nothing go to the
    largest group.
    """
    if len(chains) < 2:
        return [chains]
    profiles = [_profile_of(chain) for chain in chains]
    if len({profile[:2] for profile in profiles if any(profile[:2])}) < 2:
        return [chains]
    groups: list[tuple[set[str], set[str], set[str], list[Chain]]] = []
    silent: list[Chain] = []
    for chain, (fields, countries, company) in zip(chains, profiles, strict=True):
        if not fields and not countries:
            silent.append(chain)
            continue
        fitting = [group for group in groups if _fits(group, fields, countries, company)]
        merged = (set(fields), set(countries), set(company), [chain])
        for group in fitting:
            groups.remove(group)
            for mine, theirs in zip(merged[:3], group[:3], strict=True):
                mine |= theirs
            merged[3].extend(group[3])
        groups.append(merged)
    for chain in silent:
        printed_with = set(chain.company)
        max(groups, key=lambda group: (len(group[2] & printed_with), len(group[3])))[3].append(chain)
    return [group[3] for group in groups]


Profile = tuple[frozenset[str], frozenset[str], frozenset[str]]


def _profile_of(chain: Chain) -> Profile:
    roles = [parse_role(role) for role in chain.roles]
    fields = frozenset(field for role in roles for field in role.fields)
    countries = frozenset(country for role in roles for country in role.countries)
    return fields, countries, frozenset(chain.company)


def _fits(
    group: tuple[set[str], set[str], set[str], list[Chain]],
    fields: frozenset[str],
    countries: frozenset[str],
    company: frozenset[str],
) -> bool:
    """Say whether a chain may be of the group: nothing contradicts, or company is shared all the same."""
    contradicts = bool(
        (fields and group[0] and group[0].isdisjoint(fields))
        or (countries and group[1] and group[1].isdisjoint(countries))
    )
    return not contradicts or not group[2].isdisjoint(company)
