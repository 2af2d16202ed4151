"""Nodes: what the linkage model compares. A node is a group of chains of one name, or an entity known from before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipelines.names.folding import sound_of
from pipelines.resolve.entities.chains import Chain, Kind, fold_name
from pipelines.resolve.entities.names.person_names import parse_person
from pipelines.resolve.entities.names.roles import parse_role

MAX_WORDS = 30  # roles, countries and company of a node: the most frequent ones

_WORDS = pa.list_(pa.string())
_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("node_no", pa.int64()),
    ("is_known", pa.bool_()),
    ("name", pa.string()),
    ("printed", pa.string()),  # the name as `company` holds it
    ("namesakes", pa.int64()),  # different names with this family name
    ("role_words", _WORDS),
    ("role_fields", _WORDS),
    ("countries", _WORDS),
    ("company", _WORDS),
    ("first_day", pa.int64()),
    ("last_day", pa.int64()),
    ("gender", pa.string()),
    ("keys", pa.list_(pa.int64())),
]
NODES = pa.schema(_COLUMNS)


@dataclass(slots=True)
class Context:
    """What is known of an entity beside its name, most frequent first."""

    role_words: list[str] = field(default_factory=list)
    role_fields: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    company: list[str] = field(default_factory=list)
    first_day: int | None = None
    last_day: int | None = None
    gender: str | None = None


@dataclass(slots=True)
class Node:
    """A group of chains with one name, or a known entity under one of its names (`entity_id`)."""

    node_no: int
    kind: Kind
    name: str
    name_key: str
    context: Context
    chains: list[Chain] = field(default_factory=list)
    entity_id: str | None = None
    weight: int = 1  # chains behind it

    @property
    def is_bare(self) -> bool:
        """True for a person known by a bare family name only."""
        return self.kind == "PERSON" and parse_person(self.name).is_bare

    @property
    def family(self) -> str:
        """The sound of a person's family name; empty for a thing."""
        return family_of(self.name) if self.kind == "PERSON" else ""


def family_of(name: str) -> str:
    """Return the sound of a person's family name."""
    return sound_of(parse_person(name).family)


def families_of(name: str) -> list[str]:
    """Return the sounds of the parts that a bare mention of a person may use."""
    return [sound_of(family) for family in parse_person(name).families]


def context_of(chains: Sequence[Chain], *, commonplace: frozenset[str] = frozenset()) -> Context:
    """Return what `chains` say together. `commonplace` names are in so many articles that they tell nothing."""
    roles: Counter[str] = Counter(role for chain in chains for role in chain.roles)
    company: Counter[str] = Counter(name for chain in chains for name in chain.company if name not in commonplace)
    days = [day for chain in chains if (day := chain.day) is not None]
    genders = Counter(gender for chain in chains if (gender := chain.gender))
    return context_from(roles, company=_most_common(company), days=days, gender=next(iter(_most_common(genders)), None))


def context_from(
    roles: Mapping[str, int], *, company: Iterable[str], days: Sequence[int], gender: str | None
) -> Context:
    """Return a context out of printed roles with their counts and the rest."""
    words: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for text, count in roles.items():
        role = parse_role(text)
        for counter, terms in ((words, role.words), (fields, role.fields), (countries, role.countries)):
            counter.update(dict.fromkeys(terms, count))
    return Context(
        role_words=_most_common(words),
        role_fields=_most_common(fields),
        countries=_most_common(countries),
        company=list(company)[:MAX_WORDS],
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        gender=gender,
    )


def merge_contexts(contexts: Sequence[Context]) -> Context:
    """Return one context out of several of the same entity, the first one's words first."""
    if len(contexts) == 1:
        return contexts[0]

    def together(lists: Iterable[list[str]]) -> list[str]:
        return list(dict.fromkeys(term for terms in lists for term in terms))[:MAX_WORDS]

    first_days = [context.first_day for context in contexts if context.first_day is not None]
    last_days = [context.last_day for context in contexts if context.last_day is not None]
    return Context(
        role_words=together(context.role_words for context in contexts),
        role_fields=together(context.role_fields for context in contexts),
        countries=together(context.countries for context in contexts),
        company=together(context.company for context in contexts),
        first_day=min(first_days, default=None),
        last_day=max(last_days, default=None),
        gender=next((context.gender for context in contexts if context.gender), None),
    )


def _most_common(counter: Counter[str]) -> list[str]:
    """Return up to MAX_WORDS terms, most frequent first, ties by letter."""
    return [term for term, _ in sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:MAX_WORDS]]


def table_of(nodes: Iterable[Node], *, keys: Mapping[int, list[int]], namesakes: Mapping[str, int]) -> pa.Table:
    """Return nodes as a table of `NODES`, ready for Splink."""
    rows: list[dict[str, Any]] = [
        {
            "node_no": node.node_no,
            "is_known": node.entity_id is not None,
            "name": node.name,
            "printed": fold_name(node.name),
            "namesakes": namesakes.get(node.family, 0),
            "role_words": node.context.role_words,
            "role_fields": node.context.role_fields,
            "countries": node.context.countries,
            "company": node.context.company,
            "first_day": node.context.first_day,
            "last_day": node.context.last_day,
            "gender": node.context.gender,
            "keys": keys[node.node_no],
        }
        for node in nodes
    ]
    return pa.Table.from_pylist(rows, schema=NODES)
