"""Read the fields of a structured record (JSON, CSV, Parquet, sidecar, front matter) under the names that a source
gives them.

`FieldMapping` lists, for each canonical field, the names to look for, in order; a dot leads into a nested object, a
plus joins two texts. Names match whatever their case, blanks, hyphens and underscores. Those in `field_names.csv` are
the default; configuration puts its own before them (`mapping_with`). What a value means is for `metadata.complete`.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pipelines.ingest.markup import looks_like_markup, paragraphs_of_markup, without_entities
from pipelines.ingest.people import people_in
from pipelines.ingest.urls import canonical_url, has_own_path
from pipelines.ingest.values import fold, listed, plain, scalar
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

CANONICAL = ("records", "record", "body", "lead", "authors", "key", *STATED)
"""`records` is where a document keeps its list of records, `record` where one of these keeps its fields, `lead` an
opening that stands for a text that is not there.
"""

_TEXTS = (
    "text",
    "value",
    "html",
    "_value",
    "#text",
    "rendered",
    "content",
    "plain",
    "bodyTextSummary",
    "bodyHtml",
    "sentence",
)
"""Where an object keeps its text."""
_PARTS = ("summary", "headline", "paragraphs", "sections", "blocks", "children")  # and where its parts, in order
_MOST_WRAPPERS = 4  # objects around a record's fields
_DEEPEST = 12  # objects within one another that are searched for text
_MOST_MAPPINGS = 8  # that a shape remembers
_MOST_FIELDS = 200  # of a record whose shape is kept; one with more is a table by its rows' names


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


def mapping_with(custom: Mapping[str, str], *, records: str | None = None) -> FieldMapping:
    """Return the default mapping with the names of `custom` (a source's name -> canonical field) looked for first.

    "text" is another word for "body"; `records` names where a document keeps its list. Raises `ValueError` for a
    canonical field that does not exist.
    """
    own: dict[str, list[str]] = {name: [] for name in CANONICAL}
    for name, canonical in custom.items():
        field = "body" if canonical == "text" else canonical
        if field not in own:
            raise ValueError(f"no such field: {canonical}; fields are {', '.join(CANONICAL)}")
        own[field].append(name)
    if records:
        own["records"].append(records)
    return {name: [*own[name], *DEFAULT_MAPPING[name]] for name in CANONICAL}


class _Shape:
    """The spelling of a record's fields, and which of the names looked for it may state; found once for each shape."""

    def __init__(self, spelt: Sequence[str]) -> None:
        """Take the names as they are spelt; "_source.title" is also the title of what "_source" wraps."""
        self._spelt: dict[str, str] = {}
        self._stated: dict[int, tuple[FieldMapping, FieldMapping]] = {}
        flat = [name for name in spelt if "." in name]
        for name in spelt:
            if not (name.startswith("_") and "." in name):  # "_source.title" is not "source.title", an outlet's
                self._spelt.setdefault(fold(name), name)
        for name in flat:
            outer, _, inner = name.partition(".")
            while inner and fold(outer) in _wrapper_names():
                self._spelt.setdefault(fold(inner), name)
                outer, _, inner = inner.partition(".")

    def spelling(self, name: str) -> str | None:
        """Return a field's name as it is spelt; None where the record lacks it."""
        return self._spelt.get(fold(name))

    def stated(self, mapping: FieldMapping) -> FieldMapping:
        """Return what of `mapping` a record of this shape may state, without the fields of which it states nothing.

        Mappings are told by what they are, not by what they hold, which would be read anew for every record.
        """
        found = self._stated.get(id(mapping))
        if found is None or found[0] is not mapping:
            if len(self._stated) >= _MOST_MAPPINGS:
                self._stated.clear()
            named = {field: tuple(filter(self._may_state, names)) for field, names in mapping.items()}
            found = self._stated[id(mapping)] = (mapping, {field: names for field, names in named.items() if names})
        return found[1]

    def _may_state(self, name: str) -> bool:
        parts = name.split("+")
        return any(fold(part) in self._spelt or fold(part.partition(".")[0]) in self._spelt for part in parts)


_shape = lru_cache(maxsize=512)(_Shape)  # the records of a table, or of one program, are of one shape


@cache
def _wrapper_names() -> frozenset[str]:
    return frozenset(fold(name.partition(".")[0]) for name in DEFAULT_MAPPING["record"])


class Record:
    """The fields of a record, found by name however it is spelt."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        """Take the record as its format gives it."""
        self._fields = fields
        names = tuple(map(str, fields))
        self._shape = _shape(names) if len(names) <= _MOST_FIELDS else _Shape(names)

    def get(self, name: str) -> Any:
        """Return the value under `name`, which may lead into nested objects; None where there is none."""
        value = self._fields.get(name)
        if value is None and not name.startswith("_"):  # "_source" is not "source"
            spelt = self._shape.spelling(name)
            value = None if spelt is None else self._fields.get(spelt)
        value = None if value is None else plain(value)
        if value is None and "." in name:
            outer, _, inner = name.partition(".")
            nested = listed(self.get(outer))
            value = Record(nested).get(inner) if isinstance(nested, Mapping) else None
        return value

    def names(self, mapping: FieldMapping, field: str) -> Sequence[str]:
        """Return the names of `mapping` under which the record may state a field, in their order."""
        return self._shape.stated(mapping).get(field, ())

    def values(self, mapping: FieldMapping, field: str) -> Iterator[Any]:
        """Yield what stands under each of these names."""
        return (value for value in map(self.get, self.names(mapping, field)) if value is not None)


def read_fields(fields: Mapping[str, Any], mapping: FieldMapping, *, origin: Origin) -> Fields:
    """Return the canonical fields of a record; a field that it lacks, or whose value has no text, is left out."""
    record = _unwrapped(fields, mapping)
    stated = {}
    for name in STATED:
        text = _first_text(record, name, mapping) if record.names(mapping, name) else None
        if text:
            stated[name] = Stated(text, origin)
    authors = next(filter(None, map(people_in, record.values(mapping, "authors"))), ())
    body = next(filter(None, (_joined_body(record, name) for name in record.names(mapping, "body"))), "")
    if not body:
        body = next(filter(None, (_joined_body(record, name) for name in record.names(mapping, "lead"))), "")
        if body:
            stated["extent"] = Stated("lead", origin)
    key = next(filter(None, map(scalar, record.values(mapping, "key"))), None)
    return Fields(body, stated, authors, key)


def _unwrapped(fields: Mapping[str, Any], mapping: FieldMapping) -> Record:
    """Return a record that has no text of its own with the fields of the object in it that has ("_source.article")."""
    record = Record(fields)
    inner = _with_inner_fields(record, fields, mapping, 0)
    return record if inner is None or inner is fields else Record(inner)


def _with_inner_fields(
    record: Record, fields: Mapping[str, Any], mapping: FieldMapping, depth: int
) -> Mapping[str, Any] | None:
    """Return the fields of the object that has a text, with those around it; None where there is none.

    `record` holds `fields`.
    """
    if any(isinstance(value, str | list) for value in record.values(mapping, "body")):
        return fields
    for name in record.names(mapping, "record") if depth < _MOST_WRAPPERS else ():
        inner = record.get(name)
        found = _with_inner_fields(Record(inner), inner, mapping, depth + 1) if isinstance(inner, Mapping) else None
        if found is not None:
            wrapper = fold(name.partition(".")[0])
            return {**{key: value for key, value in fields.items() if fold(str(key)) != wrapper}, **found}
    return fields if next(record.values(mapping, "body"), None) is not None else None


def _first_text(record: Record, field: str, mapping: FieldMapping) -> str | None:
    texts = (without_entities(text).strip() for text in filter(None, map(scalar, record.values(mapping, field))))
    if field == "url":
        return _address(filter(None, (canonical_url(text) for text in texts if "://" in text)))
    if field == "outlet":  # an address of a page says where, not who
        texts = (text for text in texts if not has_own_path(canonical_url(text) or ""))
    if field == "byline":  # a list that stands in a cell as text is one of authors
        texts = (text for text in texts if isinstance(listed(text), str))
    return next(filter(None, texts), None)


def _address(addresses: Iterator[str]) -> str | None:
    """Return the first address of a page, else the first: that of a whole site may stand beside it."""
    found = list(addresses)
    return next(filter(has_own_path, found), found[0] if found else None)


def _joined_body(record: Record, name: str) -> str:
    parts = (_body(record.get(part)) for part in name.split("+"))
    text = "\n".join(filter(None, parts))
    return text.replace("\n", " ") if fold(name).endswith("sentences") else text


def _is_inline(parts: Sequence[Any]) -> bool:
    """True for the pieces of one paragraph, as editors keep its words in bold and its links."""
    kinds = [part.get("type") or part.get("nodeType") for part in parts if isinstance(part, Mapping)]
    return len(kinds) == len(parts) and "text" in kinds


def _body(value: Any, depth: int = 0) -> str:
    """Return text with one paragraph a line, out of a string, a list of paragraphs, or an object that holds one."""
    value = listed(value)
    if isinstance(value, Mapping) and depth < _DEEPEST:
        whole = next(filter(None, (_body(value.get(name), depth + 1) for name in _TEXTS)), "")
        return whole or "\n".join(filter(None, (_body(value.get(name), depth + 1) for name in _PARTS)))
    if isinstance(value, list | tuple) and depth < _DEEPEST:
        if _is_inline(value):
            return "".join(
                str(part.get("text") or part.get("value") or _body(part, depth + 1)) for part in value
            ).strip()
        return "\n".join(filter(None, (_body(part, depth + 1) for part in value)))
    if not isinstance(value, str):
        return ""
    if looks_like_markup(value):
        return paragraphs_of_markup(value)
    return join_wrapped_lines(without_entities(value)).strip()
