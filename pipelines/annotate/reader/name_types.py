"""One type for every spelling of a text, from what the model believes at each of its places and what the text shows.

The model was trained on names that it could remember. In print most names are new to it, and it takes too many of
them for persons. What a text itself shows is better: a person is called by the full name once, an article stands
before no person, and capitals alone are an acronym.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipelines.annotate.lexicon import words as entries
from pipelines.annotate.naming.spellings import is_variant
from pipelines.records import EntityType

TYPES: tuple[EntityType, ...] = ("PERSON", "ORG", "LOC", "MISC")
PERSON, ORG, LOC, MISC = range(4)
REGIONS = frozenset({"North", "South", "East", "West", "Central", "Latin"})
LEAST_CHANCE = 0.02
SETTLED = 0.9  # how sure a type is that a list settles
MOST_FROM_ARTICLES = 3.0

# Log odds added to the model's: set by hand, in halves. Any of them doubled moves no type's F1 on newswire by a point.
PERSON_NAMED_IN_FULL = 3.0  # by this spelling or one a slip away
PERSON_NEVER_NAMED_IN_FULL = -1.5
PERSON_IN_CAPITALS = -2.5
PERSON_AFTER_ARTICLE = -1.5
ORG_BY_LAST_WORD = 1.0
MISC_BY_LAST_WORD = 2.0

Odds = npt.NDArray[np.float64]


@dataclass
class Spelled:
    """The places of one spelling: the model's chances of TYPES at each place, and how many follow an article."""

    chances: list[Sequence[float]] = field(default_factory=list)
    after_article: int = 0


def types_of(spellings: Mapping[str, Spelled]) -> dict[str, tuple[int, float]]:
    """Return the type (a place in TYPES) of each spelling of one text, and how sure that is."""
    odds = {spelling: np.log(np.mean(p.chances, 0) + LEAST_CHANCE) for spelling, p in spellings.items()}
    persons = [s.split() for s, chance in odds.items() if chance.argmax() == PERSON and " " in s]
    called = {name[-1] for name in persons} | {name[0] for name in persons}
    called |= {s for s in odds if " " not in s and any(is_variant(s.lower(), name[-1].lower()) for name in persons)}
    return {s: _settled(s, odds[s] + _evidence(s, places, called)) for s, places in spellings.items()}


def _evidence(spelling: str, places: Spelled, called: Iterable[str]) -> Odds:
    found = np.zeros(len(TYPES))
    last = spelling.rpartition(" ")[2].lower()
    found[PERSON] += max(PERSON_AFTER_ARTICLE * places.after_article, -MOST_FROM_ARTICLES)
    if " " not in spelling:
        found[PERSON] += PERSON_NAMED_IN_FULL if spelling in called else PERSON_NEVER_NAMED_IN_FULL
        found[PERSON] += PERSON_IN_CAPITALS * (spelling.isupper() and len(spelling) > 1)
        return found
    found[ORG] += ORG_BY_LAST_WORD * (last in entries("org_words"))
    found[MISC] += MISC_BY_LAST_WORD * (last in entries("work_words"))
    return found


def _settled(spelling: str, odds: Odds) -> tuple[int, float]:
    """Return the likeliest type, but for what is no matter of odds: adjectives of nationality, countries that act."""
    kind = int(odds.argmax())
    *before, last = spelling.split()
    if last in entries("demonyms") and all(word in REGIONS for word in before):
        return MISC, SETTLED
    if kind == ORG and spelling in entries("places"):
        return LOC, SETTLED
    chances = np.exp(odds - odds.max())
    return kind, float(chances[kind] / chances.sum())
