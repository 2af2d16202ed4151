"""Where a JSON document keeps its articles: itself a list, an object around one (an API's answer), a table by pandas.

The names under which lists stand are those of `records` in the field mapping. Nothing is read of an article here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.ingest.fields import FieldMapping, Record
from pipelines.ingest.values import fold

_DEEPEST = 5  # wrappers around one another


def articles_in(document: Any, mapping: FieldMapping, depth: int = 0) -> list[Any] | None:
    """Return the list that the document is or wraps, pages of results in it joined; None where it is one article."""
    if isinstance(document, list):
        return _joined(document, mapping, depth)
    if not isinstance(document, Mapping) or "bodies" in document or depth > _DEEPEST:
        return None
    record = Record(document)
    if any(isinstance(value, str) for value in record.values(mapping, "body")):
        return None
    for found in record.values(mapping, "records"):
        if isinstance(found, list) and found and all(isinstance(item, Mapping) for item in found):
            return _joined(found, mapping, depth)
        if isinstance(found, Mapping) and found:
            if all(isinstance(item, Mapping) for item in found.values()) and _some_has_text(found.values(), mapping):
                return list(found.values())
            inner = articles_in(found, mapping, depth + 1)
            if inner is not None:
                return inner
    return _rows(document, mapping)


def _joined(items: Sequence[Any], mapping: FieldMapping, depth: int) -> list[Any]:
    """Return the items, with those in place of an item that is itself a page of results."""
    joined: list[Any] = []
    for item in items:
        inner = (
            articles_in(item, mapping, depth + 1) if isinstance(item, Mapping | list) and depth <= _DEEPEST else None
        )
        joined += inner if inner is not None and _some_has_text(inner, mapping) else [item]
    return joined


def _some_has_text(items: Any, mapping: FieldMapping) -> bool:
    records = (Record(item) for item in items if isinstance(item, Mapping))
    return any(
        next(record.values(mapping, field), None) is not None for record in records for field in ("body", "record")
    )


def _rows(document: Mapping[str, Any], mapping: FieldMapping) -> list[Any] | None:
    """Return the rows of a table that pandas wrote column by column or row by row, under the numbers of its rows."""
    under_header = _rows_under_header(document)
    if under_header is not None:
        return under_header
    if not document or not all(isinstance(value, Mapping) and value for value in document.values()):
        return None
    known = {fold(name) for name in mapping["body"]}
    inner = [set(value) for value in document.values()]
    if known.isdisjoint(map(fold, document)):
        is_rows = all(not known.isdisjoint(map(fold, names)) for names in inner)
        return list(document.values()) if is_rows else None
    if any(names != inner[0] for names in inner):
        return None
    return [{name: column[row] for name, column in document.items()} for row in next(iter(document.values()))]


def _rows_under_header(document: Mapping[str, Any]) -> list[Any] | None:
    """Return the rows of a table whose columns are named once, by pandas ("split") or the SQL of a search engine."""
    columns = document.get("columns")
    rows = document.get("data") or document.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    names = [column.get("name") if isinstance(column, Mapping) else column for column in columns]
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        return None
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]
