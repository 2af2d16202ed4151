"""What a chain is: all names of one article that mean one person, organisation or place, and what is said of that one.

How names come into chains: `chaining`.
"""

from collections import Counter
from dataclasses import dataclass, field

from pipelines.records import EntityType


@dataclass(slots=True)
class Chain:
    """One chain: its words, places among the names, stated roles and gender votes."""

    number: int
    entity_type: EntityType
    name: str  # the fullest printed
    words: tuple[str, ...]
    mentions: list[int] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)  # all words of all roles, lower case
    genders: Counter[str] = field(default_factory=Counter)
    role: str | None = None
    title: str | None = None  # part of the name where it alone tells two of one surname apart
    bound_name: str | None = None  # given name and surname that the text binds together

    @property
    def gender(self) -> str | None:
        """The gender that the text states or its pronouns show, where they agree."""
        male, female = self.genders["male"], self.genders["female"]
        if male >= 2 * female and male:
            return "male"
        return "female" if female >= 2 * male and female else None


@dataclass(slots=True)
class Chains:
    """All chains of a document, and for each name the number of its chain."""

    all: list[Chain]
    of_name: list[int]
    roles: list[str | None]  # printed beside each name
    rivals: dict[int, list[Chain]] = field(default_factory=dict)  # name -> other chains that it fits as well
