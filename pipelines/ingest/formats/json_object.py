"""One JSON object to an article: by the field mapping, or as IPTC ninjs where it looks like that."""

from collections.abc import Mapping
from typing import Any

import orjson

from pipelines.ingest.encoding import decode
from pipelines.ingest.fields import FieldMapping, read_fields
from pipelines.ingest.formats.ninjs import as_plain_fields, is_ninjs
from pipelines.ingest.record import Extracted
from pipelines.records import Rejected


def parse(data: bytes) -> Any:
    """Return the value of a JSON text in any encoding; `Rejected` with `broken_json` or `undecodable`."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if (
            "UTF-8" not in error.msg
            and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
            and b"\0" not in data
        ):
            return Rejected("broken_json", str(error))
    decoded = decode(data)
    if isinstance(decoded, Rejected):
        return decoded
    try:
        return orjson.loads(decoded.text)
    except orjson.JSONDecodeError as error:
        return Rejected("broken_json", str(error))


def no_object(value: Any) -> Rejected:
    """Say of a JSON value that it cannot be an article."""
    return Rejected("not_an_article", f"JSON, but no object: {orjson.dumps(value).decode()[:80]}")


def extract_object(record: Mapping[str, Any], mapping: FieldMapping) -> Extracted | Rejected:
    """Return what the object states; rejected with `no_body` where none of the names for a body holds text."""
    fields = read_fields(as_plain_fields(record) if is_ninjs(record) else record, mapping, origin="metadata")
    if not fields.body:
        return Rejected("no_body", f"no text among its fields: {', '.join(sorted(map(str, record)))[:200]}")
    return Extracted(fields.body, fields.stated, fields.authors, key=fields.key)
