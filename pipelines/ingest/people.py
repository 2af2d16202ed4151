"""Names of authors out of the values in which structured records list them; whether one is a name is told elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.ingest.markup import without_entities
from pipelines.ingest.values import fold, listed, plain, scalar

_NAMES = ("name", "fullname", "displayname", "authorname", "literal", "text", "value", "byline")
_FIRST, _LAST = ("first", "firstname", "givenname", "given"), ("last", "lastname", "familyname", "family", "surname")
_MIDDLE = ("middle", "middlename")
_LISTS = ("person", "persons", "people", "authors", "author", "names", "items", "data", "attributes")
_ORGANISATIONS = ("Organization", "NewsMediaOrganization", "Corporation", "WebSite")
_DEEPEST = 5  # objects within one another


def people_in(value: Any) -> tuple[str, ...]:
    """Return names out of a list of strings or of objects with a name, perhaps written as text into a cell.

    A plain string is a byline, not a list. An organisation is nobody.
    """
    value = listed(value)
    return tuple(_names(value, 0)) if isinstance(value, list | tuple | Mapping) else ()


def is_organisation(thing: Mapping[str, Any]) -> bool:
    """True for an object that schema.org calls an organisation."""
    kinds = thing.get("@type")
    return any(str(kind).endswith(_ORGANISATIONS) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _names(value: Any, depth: int) -> Iterator[str]:
    value = plain(value)
    if depth > _DEEPEST:
        return
    if isinstance(value, list | tuple):
        for item in value:
            yield from _names(item, depth + 1)
    elif isinstance(value, Mapping):
        yield from _names_of_object(value, depth)
    else:
        text = without_entities(scalar(value) or "").strip()
        if text:
            yield text


def _names_of_object(thing: Mapping[str, Any], depth: int) -> Iterator[str]:
    if is_organisation(thing):
        return
    folded = {fold(str(name)): inner for name, inner in thing.items()}
    parts = [_part(folded, names) for names in (_FIRST, _MIDDLE, _LAST)]
    inner = next((folded[name] for name in (*_NAMES, *_LISTS) if folded.get(name)), None)
    if inner is not None:
        yield from _names(inner, depth + 1)
    elif any(parts):
        yield " ".join(filter(None, parts))


def _part(folded: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(filter(None, (scalar(folded.get(name)) for name in names)), "") or ""
