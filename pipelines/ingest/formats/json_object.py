"""One JSON object to an article: by the field mapping, or as IPTC ninjs where it looks like that."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from pipelines.ingest.fields import FieldMapping, Fields, Record, read_fields
from pipelines.ingest.formats.ninjs import as_plain_fields, is_ninjs
from pipelines.ingest.record import Extracted
from pipelines.records import Rejected

_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def no_object(value: Any) -> Rejected:
    """Say of a JSON value that it cannot be an article."""
    return Rejected("not_an_article", f"JSON, but no object: {orjson.dumps(value).decode()[:80]}")


def _whole_page(record: Mapping[str, Any], mapping: FieldMapping) -> str | None:
    """Return the page that a crawler kept as the record's text; None where its text is one."""
    body = next(Record(record).values(mapping, "body"), None)
    return body if isinstance(body, str) and _PAGE.match(body) else None


def _of_page(page: str, fields: Fields) -> Extracted | Rejected:
    """Read a page as a page, and let the record's own fields count before what the page states."""
    from pipelines.ingest.formats.html import extract_page  # most records hold no page, and it takes its time to load

    address = fields.stated.get("url")
    read = extract_page(page, encoding=None, url=address.value if address else None)
    if isinstance(read, Rejected):
        return read
    stated = {**read.stated, **fields.stated}
    found: Extracted = replace(read, stated=stated, authors=fields.authors or read.authors, key=fields.key)
    return found


def extract_object(record: Mapping[str, Any], mapping: FieldMapping) -> Extracted | Rejected:
    """Return what the object states; rejected with `no_body` where none of the names for a body holds text."""
    fields = read_fields(as_plain_fields(record) if is_ninjs(record) else record, mapping, origin="metadata")
    page = _whole_page(record, mapping)
    if page is not None:
        return _of_page(page, fields)
    if not fields.body:
        names = ", ".join(sorted(map(str, record)))[:150]
        return Rejected("no_body", f'no text among its fields: {names}; name it in [ingest.fields]: NAME = "body"')
    return Extracted(fields.body, fields.stated, fields.authors, key=fields.key)
