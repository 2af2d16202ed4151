"""IPTC ninjs (news in JSON) 1.0 to 3.1 to plain fields. Versions 1.x name bodies and headlines by suffix (`body_text`,
`headline_main`), 2.x and later hold lists of {"role", "contenttype", "value"}; 3.x writes `contentType`,
`versionCreated`, which are read in lower case. By https://iptc.org/std/ninjs/.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_BODY_ROLES = ("text", "main", "xhtml", "html", "story")


def is_ninjs(record: Mapping[str, Any]) -> bool:
    """Return True for an object with ninjs's identifier and its way of naming content."""
    if not isinstance(record.get("uri"), str):
        return False
    has_bodies = isinstance(record.get("bodies"), list) or isinstance(record.get("headlines"), list)
    names = [name.lower() for name in record]
    has_suffixes = any(name.startswith(("body_", "headline_", "description_")) for name in names)
    return has_bodies or has_suffixes or "versioncreated" in names or "pubstatus" in names


def as_plain_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item under names that the default field mapping reads."""
    item = _in_lower_case(item)
    uri = item["uri"]
    return {
        "text": _body(item),
        "title": _headline(item),
        "key": uri,
        "uri": uri,
        "url": _first(item.get("url"), uri if uri.startswith("http") else None),
        "byline": _first(item.get("byline"), item.get("by")),
        "outlet": _first(item.get("copyrightholder"), _named(item.get("infosources"))),
        "published_at": _first(item.get("firstpublished"), item.get("versioncreated"), item.get("firstcreated")),
        "modified_at": item.get("contentmodified"),
        "language": item.get("language"),
        "section": _named(item.get("subjects") or item.get("subject")),
        "dateline_place": item.get("located"),
    }


def _in_lower_case(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item and the objects in its lists, their names in lower case."""
    return {
        name.lower(): [_in_lower_case(part) if isinstance(part, Mapping) else part for part in value]
        if isinstance(value, list)
        else value
        for name, value in item.items()
    }


def _body(item: Mapping[str, Any]) -> str | None:
    bodies = _parts(item.get("bodies"))
    if bodies:
        plain = [part for part in bodies if part.get("contenttype", "text/plain").startswith("text/plain")]
        ordered = sorted(plain or bodies, key=lambda part: _rank(part.get("role")))
        return str(ordered[0]["value"])
    names = ["body_text", "body_plain", "body_xhtml", "body_html"]
    names += [name for name in item if name.startswith("body_") and name not in names]
    return _first(*(item.get(name) for name in names))


def _headline(item: Mapping[str, Any]) -> str | None:
    headlines = _parts(item.get("headlines"))
    main = [part["value"] for part in headlines if part.get("role") in ("main", "headline")]
    suffixed = [item.get("headline_main"), *(value for name, value in item.items() if name.startswith("headline_"))]
    return _first(*main, *(part["value"] for part in headlines), item.get("headline"), *suffixed)


def _parts(value: Any) -> Sequence[Mapping[str, Any]]:
    parts = value if isinstance(value, list) else []
    return [part for part in parts if isinstance(part, Mapping) and isinstance(part.get("value"), str)]


def _rank(role: Any) -> int:
    return _BODY_ROLES.index(role) if role in _BODY_ROLES else len(_BODY_ROLES)


def _named(value: Any) -> str | None:
    first = value[0] if isinstance(value, list) and value else None
    return _first(first.get("name")) if isinstance(first, Mapping) else None


def _first(*values: Any) -> str | None:
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
