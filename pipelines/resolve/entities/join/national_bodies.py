"""Bodies that every state has: "Defense Ministry", "Senate". Which state's it is, the article says, or nobody knows.

The first that says it counts: the owner printed before the name ("Norway's Foreign Ministry"), a fuller name of it in
the article, the only state that the article names, the place of its dateline, the country of its outlet. Where none
does, the chain stays unresolved, for two states' ministries are two.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from pipelines.resolve.entities.chains import Chain, articles_of
from pipelines.resolve.entities.names.gazetteer import country_of, find_code, label_of
from pipelines.resolve.entities.names.name_tables import read_rows
from pipelines.resolve.entities.names.roles import parse_role
from pipelines.resolve.entities.names.thing_names import parse_thing

MINISTRY = "ministry"
MOST_WORDS = 5  # of a ministry's name; a longer one is a body of its own inside it


def tell_countries(chains: Iterable[Chain]) -> None:
    """Name such bodies by their state, "Defense Ministry (Norway)"; one that nothing tells loses its key."""
    for found in articles_of(chains).values():
        things = [chain for chain in found if chain.kind == "THING" and chain.name_key]
        general = [chain for chain in things if _is_general(chain)]
        if not general:
            continue
        named = _countries_named(found)
        fuller = {chain.name_key for chain in things if chain not in general}
        for chain in general:
            country = _country_of(chain, fuller, named)
            if country is None:
                chain.name_key = ""
                continue
            chain.row["name"] = f"{chain.name} ({label_of(country)})"
            chain.become("THING")


def _is_general(chain: Chain) -> bool:
    """Say whether the name is a body's that every state has, without the state."""
    words = parse_thing(chain.name).words
    only_owned = _general_names().get(" ".join(words))
    if only_owned is not None:
        return not only_owned or bool(chain.row.get("owner") and country_of(chain.row["owner"]))
    return MINISTRY in words and len(words) <= MOST_WORDS and not any(country_of(part) for part in _parts(words))


@cache
def _general_names() -> dict[str, bool]:
    """Return key of a body -> whether it is a state's only where a state stands before it: "Security Council"."""
    return {parse_thing(row["body"]).key: row["only_owned"] == "yes" for row in read_rows("national_bodies.csv")}


def _parts(words: Sequence[str]) -> list[str]:
    """Return what of a ministry's sorted words may be a state's name: one or two of them."""
    rest = [word for word in words if word != MINISTRY]
    return [*rest, *(" ".join(pair) for pair in combinations(rest, 2))]


def _country_of(chain: Chain, fuller: set[str], named: Sequence[str]) -> str | None:
    owner = country_of(chain.row["owner"]) if chain.row.get("owner") else None
    own = {country for country in named if _with_country(chain.name_key, country) in fuller}
    home = chain.row.get("home")
    if owner:
        return owner
    if len(own) == 1:
        return own.pop()
    if len(named) == 1:
        return named[0]
    return (find_code(home) or country_of(home)) if home else None


def _with_country(name_key: str, country: str) -> str:
    return " ".join(sorted([*name_key.split(), *country.split()]))


def _countries_named(chains: Iterable[Chain]) -> list[str]:
    """Return the states that an article names: by name, by nationality, by a city, by somebody's role."""
    found: dict[str, None] = {}
    for chain in chains:
        if chain.kind == "THING" and (country := country_of(chain.name)):
            found[country] = None
        for role in chain.roles:
            for name in parse_role(role).countries:
                found[parse_thing(name).key] = None
    return list(found)
