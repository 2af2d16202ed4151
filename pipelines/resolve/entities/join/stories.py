"""Stories: bare family names that nobody in the lake has in full are one person within one story."""

from collections.abc import Iterable

from pipelines.resolve.entities.chains import Chain
from pipelines.resolve.entities.names.roles import parse_role

DAYS_OF_A_STORY = 30
LEAST_SHARED_TERMS = 2  # names of company, words of a role: one alone is chance


def group_by_story(chains: Iterable[Chain]) -> list[list[Chain]]:
    """Group bare names whom nobody has in full: two names of company shared, or one and a role, or the same story.

    Linear: chains meet through what they share only. Groups of a single article are left out.
    """
    groups: dict[int, list[Chain]] = {}
    index: dict[tuple[str, str], int] = {}
    for chain in sorted(chains, key=lambda chain: (chain.day or 0, chain.key)):
        family = chain.family
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
    countries = [_countries_of(each) for each in (chain, other)]
    if all(countries) and countries[0].isdisjoint(countries[1]):
        return False
    if chain.day is None or other.day is None:
        return True
    return chain.day - other.day <= DAYS_OF_A_STORY


def _countries_of(chain: Chain) -> set[str]:
    return {country for role in chain.roles for country in parse_role(role).countries}
