"""One JSON object to an article: by the field mapping, or as IPTC ninjs where it looks like that."""

from collections.abc import Mapping
from typing import Any

import orjson

from pipelines.ingest.fields import FieldMapping, read_fields
from pipelines.ingest.formats.ninjs import as_plain_fields, is_ninjs
from pipelines.ingest.record import Extracted
from pipelines.records import Rejected


def no_object(value: Any) -> Rejected:
    """Say of a JSON value that it cannot be an article."""
    return Rejected("not_an_article", f"JSON, but no object: {orjson.dumps(value).decode()[:80]}")


def extract_object(record: Mapping[str, Any], mapping: FieldMapping) -> Extracted | Rejected:
    """Return what the object states; rejected with `no_body` where none of the names for a body holds text."""
    fields = read_fields(as_plain_fields(record) if is_ninjs(record) else record, mapping, origin="metadata")
    if not fields.body:
        names = ", ".join(sorted(map(str, record)))[:150]
        return Rejected("no_body", f'no text among its fields: {names}; name it in [ingest.fields]: NAME = "body"')
    return Extracted(fields.body, fields.stated, fields.authors, key=fields.key)
