"""Read the fields of a structured record (JSON, CSV, Parquet, sidecar, front matter) under the names that a source
gives them.

`FieldMapping` lists, for each canonical field, the names to look for, in order; a dot leads into a nested object. The
names in `field_names.csv` are the default; configuration puts its own before them (`mapping_with`). What a value means
is for `metadata.complete`.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from pipelines.ingest.markup import looks_like_markup, paragraphs_of_markup, without_entities
from pipelines.ingest.urls import canonical_url, has_own_path
from pipelines.ingest.wrapped import join_wrapped_lines
from pipelines.records import Origin, Stated

FieldMapping = Mapping[str, Sequence[str]]

STATED = (
    "url",
    "outlet",
    "section",
    "title",
    "byline",
    "published_at",
    "modified_at",
    "language",
    "wire_credit",
    "dateline_place",
)
"""Canonical fields that go into `Extracted.stated`; `body`, `authors` and `key` have places of their own."""

CANONICAL = ("body", "authors", "key", *STATED)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record says, under canonical names."""

    body: str
    stated: Mapping[str, Stated]
    authors: tuple[str, ...] = ()
    key: str | None = None


@cache
def _default_mapping() -> FieldMapping:
    mapping: dict[str, list[str]] = {name: [] for name in CANONICAL}
    with resources.files(__package__).joinpath("field_names.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            mapping[row["canonical"]].append(row["name"])
    return mapping


DEFAULT_MAPPING: FieldMapping = _default_mapping()


def mapping_with(custom: Mapping[str, str]) -> FieldMapping:
    """Return the default mapping with the names of `custom` (a source's name -> canonical field) looked for first.

    "text" is another word for "body". Raises `ValueError` for a canonical field that does not exist.
    """
    own: dict[str, list[str]] = {name: [] for name in CANONICAL}
    for name, canonical in custom.items():
        field = "body" if canonical == "text" else canonical
        if field not in own:
            raise ValueError(f"no such field: {canonical}; fields are {', '.join(CANONICAL)}")
        own[field].append(name)
    return {name: [*own[name], *DEFAULT_MAPPING[name]] for name in CANONICAL}


def read_fields(record: Mapping[str, Any], mapping: FieldMapping, *, origin: Origin) -> Fields:
    """Return the canonical fields of `record`; a field that it lacks, or whose value has no text, is left out."""
    stated = {}
    for name in STATED:
        for value in _values(record, mapping[name]):
            text = _one_line(value)
            if text:
                stated[name] = Stated(text, origin)
                break
    address = _address(record, mapping["url"])
    if address:
        stated["url"] = Stated(address, origin)
    authors = next(filter(None, (_people(value) for value in _values(record, mapping["authors"]))), ())
    body = next(filter(None, (_body(value) for value in _values(record, mapping["body"]))), "")
    key = next(filter(None, (_one_line(value) for value in _values(record, mapping["key"]))), None)
    return Fields(body, stated, authors, key)


def _address(record: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first address of a page; one of a whole site may stand beside it, under a name looked for before."""
    printed = filter(None, (_one_line(value) for value in _values(record, names)))
    addresses = filter(None, map(canonical_url, printed))
    return next(filter(has_own_path, addresses), None)


def _values(record: Mapping[str, Any], names: Sequence[str]) -> Iterator[Any]:
    for name in names:
        value = record.get(name)
        if value is None and "." in name:
            value = _nested(record, name)
        if value is not None:
            yield value


def _nested(record: Mapping[str, Any], name: str) -> Any:
    value: Any = record
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _one_line(value: Any) -> str | None:
    """Return a scalar as text; objects and lists are no single value."""
    if isinstance(value, str):
        return without_entities(value).strip() or None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def _people(value: Any) -> tuple[str, ...]:
    """Return names out of a list of strings or of objects with a name; a plain string is a byline, not a list."""
    people = value if isinstance(value, list | tuple) else []
    names = (person.get("name") if isinstance(person, Mapping) else person for person in people)
    return tuple(without_entities(name).strip() for name in names if isinstance(name, str) and name.strip())


def _body(value: Any) -> str:
    """Return text with one paragraph a line, out of a string, a list of paragraphs, or an object that holds one."""
    if isinstance(value, Mapping):
        value = value.get("text") or value.get("value") or value.get("html") or value.get("_value")
    if isinstance(value, list | tuple):
        return "\n".join(text for text in (_body(part) for part in value) if text)
    if not isinstance(value, str):
        return ""
    if looks_like_markup(value):
        return paragraphs_of_markup(value)
    return join_wrapped_lines(without_entities(value)).strip()
