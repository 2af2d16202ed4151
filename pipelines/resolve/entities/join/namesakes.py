"""Namesakes: chains of one name become one node, unless what they say is of several persons."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.resolve.entities.chains import Chain, Key, read_name
from pipelines.resolve.entities.compare.nodes import Node, context_of
from pipelines.resolve.entities.names.roles import parse_role


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


@dataclass(slots=True, eq=False)
class _Bearer:
    """One bearer of a name: what the chains that speak of that person say together."""

    fields: set[str]  # of life: public, sport
    countries: set[str]
    company: set[str]  # names that are printed beside
    chains: list[Chain]

    def contradicts(self, other: "_Bearer") -> bool:
        """Say whether both have a field of life, or a country, and share none."""
        sides = ((self.fields, other.fields), (self.countries, other.countries))
        return any(ours and theirs and ours.isdisjoint(theirs) for ours, theirs in sides)

    def take_in(self, other: "_Bearer") -> None:
        """Add what is said of `other`, who is the same person."""
        self.fields |= other.fields
        self.countries |= other.countries
        self.company |= other.company
        self.chains.extend(other.chains)


def split_namesakes(chains: list[Chain]) -> list[list[Chain]]:
    """Part chains of one name whose roles contradict each other (a minister, a striker) and whose company differs.

    Chains that share a field of life and a country, or company, are one person; those that tell nothing go to the
    bearer in whose company they are printed, else to the one of most chains.
    """
    readings = [_read(chain) for chain in chains]
    telling = [reading for reading in readings if reading.fields or reading.countries]
    if len({(frozenset(reading.fields), frozenset(reading.countries)) for reading in telling}) < 2:
        return [chains]
    bearers: list[_Bearer] = []
    for reading in telling:
        same = [one for one in bearers if not one.contradicts(reading) or not one.company.isdisjoint(reading.company)]
        for bearer in same:
            bearers.remove(bearer)
            reading.take_in(bearer)
        bearers.append(reading)
    silent = [reading for reading in readings if not (reading.fields or reading.countries)]
    for reading in silent:
        nearest = max(bearers, key=lambda bearer: (len(bearer.company & reading.company), len(bearer.chains)))
        nearest.chains.extend(reading.chains)
    return [bearer.chains for bearer in bearers]


def _read(chain: Chain) -> _Bearer:
    roles = [parse_role(role) for role in chain.roles]
    return _Bearer(
        fields={field for role in roles for field in role.fields},
        countries={country for role in roles for country in role.countries},
        company=set(chain.company),
        chains=[chain],
    )
