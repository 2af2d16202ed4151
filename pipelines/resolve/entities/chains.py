"""Chains: what one article says of one entity, as the rest of the package handles it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

import pyarrow as pa

from pipelines.names.folding import fold_word, sound_of, words_of
from pipelines.resolve.entities.names.person_names import PersonName, parse_person
from pipelines.resolve.entities.names.thing_names import parse_thing

Kind = Literal["PERSON", "THING"]
Method = Literal[
    "unresolved", "name", "known", "aliases", "acronym", "linkage", "article", "context", "story", "decision"
]
Key = tuple[str, int]  # article_id, local_entity_no
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_COMPANY = 40


@dataclass(slots=True)
class Chain:
    """One row of `CHAIN_ROWS`, with the ids that earlier runs gave it."""

    row: dict[str, Any]
    key: Key  # what tells the chain from all others
    kind: Kind
    name_key: str  # empty where nothing of the name can be read
    is_bare: bool  # a person's single name part
    roles: tuple[str, ...]  # as printed, and the titles before its names
    company: tuple[str, ...]  # folded
    previous_id: str | None = None
    origin_id: str | None = None
    method: Method = "unresolved"
    score: float | None = None
    candidates: list[tuple[str, float]] = field(default_factory=list)

    def become(self, kind: Kind) -> None:
        """Read the name as one of another kind."""
        self.kind = kind
        self.name_key, self.is_bare = read_name(kind, self.name)
        self.roles = _roles_of(kind, self.row)

    @property
    def name(self) -> str:
        """The fullest name that the article prints."""
        return str(self.row["name"])

    @property
    def person(self) -> PersonName:
        """The parsed name of a person."""
        return parse_person(self.name)

    @property
    def family(self) -> str:
        """The sound of a person's family name."""
        return sound_of(self.person.family)

    @property
    def day(self) -> int | None:
        """Days since 1970 of the article's publication."""
        published_at = self.row["published_at"]
        return None if published_at is None else int((published_at - _EPOCH).days)

    @property
    def gender(self) -> str | None:
        """What the text says, else the title."""
        return self.row["gender"] or (self.person.gender if self.kind == "PERSON" else None)


def chains_from(rows: pa.Table) -> list[Chain]:
    """Return the chains of a table with the columns of `CHAIN_ROWS`, or of `ENTITY_MENTIONS`."""
    return [chain_of(row) for row in rows.to_pylist()]


def chain_of(row: dict[str, Any]) -> Chain:
    """Return one row as a chain; ids of earlier runs are taken over where the row has them."""
    kind: Kind = "PERSON" if row["entity_type"] == "PERSON" else "THING"
    name_key, is_bare = read_name(kind, row["name"])
    return Chain(
        row=row,
        key=(row["article_id"], row["local_entity_no"]),
        kind=kind,
        name_key=name_key,
        is_bare=is_bare,
        roles=_roles_of(kind, row),
        company=tuple(dict.fromkeys(filter(None, map(fold_name, row["company"][:MAX_COMPANY])))),
        previous_id=row.get("entity_id"),
        origin_id=row.get("origin_entity_id"),
    )


def _roles_of(kind: Kind, row: dict[str, Any]) -> tuple[str, ...]:
    names = {row["name"], *row["spellings"]} if kind == "PERSON" else ()
    titles = [" ".join(person.titles) for name in names if (person := parse_person(name)).titles]
    return tuple(dict.fromkeys([*row["roles"], *sorted(titles)]))


@lru_cache(maxsize=400_000)
def read_name(kind: Kind, name: str) -> tuple[str, bool]:
    """Return the key of a printed name (empty where nothing can be read), and whether it is a person's bare name."""
    if kind == "THING":
        return parse_thing(name).key, False
    person = parse_person(name)
    return person.key, person.is_bare


@lru_cache(maxsize=400_000)
def fold_name(name: str) -> str:
    """Return the folded words of a name of any kind, as company is compared."""
    folded = [fold_word(word) for word in words_of(name, initials_apart=False)]
    return " ".join(word for word in folded if word and word != "the")


def articles_of(chains: Iterable[Chain]) -> dict[str, list[Chain]]:
    """Return article_id -> its chains."""
    found: dict[str, list[Chain]] = {}
    for chain in chains:
        found.setdefault(chain.row["article_id"], []).append(chain)
    return found
