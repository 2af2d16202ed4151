"""What a printed role tells about who holds it: its telling words, its field of life and its country."""

from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.names.folding import fold_word, words_of
from pipelines.resolve.entities.names.name_tables import read_rows
from pipelines.resolve.entities.names.person_names import demonyms

_NOT_TELLING = frozenset(
    {"the", "of", "for", "and", "a", "an", "in", "at", "former", "ex", "then", "late", "elect", "new"}
)


@dataclass(frozen=True, slots=True)
class Role:
    """`words` without small words and countries; `fields` ("public", "sport") and `countries`, folded."""

    words: frozenset[str]
    fields: frozenset[str]
    countries: frozenset[str]


@cache
def _fields() -> dict[str, str]:
    return {row["word"]: row["field"] for row in read_rows("roles.csv")}


@lru_cache(maxsize=100_000)
def parse_role(role: str) -> Role:
    """Return what `role` tells; empty sets where it tells nothing."""
    folded = [fold_word(word) for word in words_of(role, initials_apart=False)]
    pairs = [" ".join(folded[at : at + 2]) for at in range(len(folded))]
    countries = {demonyms()[term] for term in [*folded, *pairs] if term in demonyms()}
    words = [word for word in folded if word and word not in _NOT_TELLING and word not in demonyms()]
    return Role(
        words=frozenset(words),
        fields=frozenset(_fields()[word] for word in words if word in _fields()),
        countries=frozenset(countries - {"european union"}),
    )
