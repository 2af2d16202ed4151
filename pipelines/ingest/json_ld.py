"""What the JSON-LD of a page says about its article (schema.org), however it is nested and even where it is broken.

A page also describes other stories: teasers, lists, what is related. The node that is taken is the one that has the
page's own address, else its headline, else the only one that is not part of a list.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import compress
from typing import Any

import orjson

from pipelines.ingest.people import is_organisation
from pipelines.ingest.urls import canonical_url, has_own_path
from pipelines.ingest.wire import wire_service
from pipelines.ingest.words import word_lists, words_of

_MOST_SCRIPTS = 50
_SALVAGED = 100_000  # characters of a broken script that are searched
_MOST_NODES = 2000  # of one page; more is no description of an article
_WRAPPERS = ("//", "<![CDATA[", "<!--", "/*", "*/"), ("//", "]]>", "-->", "/*", "*/", ";")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_STRING = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|inLanguage)"\s*:\s*"((?:[^"\\]|\\.){1,500})"'
)
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*"((?:[^"\\]|\\.){1,200})"')
_FIELDS = {
    "headline": "title",
    "datePublished": "published_at",
    "dateModified": "modified_at",
    "articleSection": "section",
    "inLanguage": "language",
    "url": "url",
}
_NAME_PARTS = ("givenName", "additionalName", "familyName")
_LEAST_SHARED, _LEAST_SHARED_BY_LISTED = 0.5, 0.8
"""Of a headline's words, where the page prints it in another wording; teasers of one outlet are often worded alike."""
_LEAST_OF_LONE = 0.2  # of the only node's words
_FEWEST_WORDS = 3  # by which two headlines are told apart; scripts without blanks have one
_SCHEME = re.compile(r"https?://(?:www\.|m\.|amp\.)?|/(?:amp/?)?$|\.amp$")


@dataclass(frozen=True, slots=True)
class Page:
    """What tells a page's own article from others: the addresses and the headlines that the page states outside it."""

    addresses: Sequence[str] = ()
    headlines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Node:
    fields: Mapping[str, Any]
    is_listed: bool = False  # within what leads to another thing


def read_json_ld(scripts: Sequence[str], page: Page) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the fields (as in `Extracted.stated`) and the authors that the nodes of the page's article state."""
    nodes: list[_Node] = []
    for script in scripts[:_MOST_SCRIPTS]:
        value = _loads(script)
        nodes.extend(_nodes(value) if value is not None else _salvaged(script))
    by_id = {
        node.fields["@id"]: node.fields
        for node in nodes
        if isinstance(node.fields.get("@id"), str) and len(node.fields) > 1
    }
    fields: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    for node in _of_page(nodes, page, by_id):
        for name, field in _FIELDS.items():
            value = _text(node.get(name), by_id)
            if value and field not in fields:
                fields[field] = value
        if "url" not in fields and _text(node.get("mainEntityOfPage"), by_id).startswith("http"):
            fields["url"] = _text(node.get("mainEntityOfPage"), by_id)
        if _is_restricted(node):
            fields["extent"] = "restricted"
        publisher = _text(node.get("publisher"), by_id)
        if publisher:
            fields.setdefault("outlet", publisher)
        authors = authors or tuple(_names(node.get("author") or node.get("creator"), by_id))
    return fields, authors


def _is_restricted(node: Mapping[str, Any]) -> bool:
    """True where a node, or a part of it, is said not to be free."""
    parts = node.get("hasPart")
    things = [node, *(parts if isinstance(parts, list) else [parts])]
    return any(
        str(thing.get("isAccessibleForFree")).casefold() == "false" for thing in things if isinstance(thing, Mapping)
    )


def _of_page(nodes: Sequence[_Node], page: Page, by_id: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the nodes of the page's own article, those with a headline first; none where no node can be told to be."""
    articles = [node for node in nodes if _is_article(node.fields)]
    own = {_bare(address) for address in page.addresses if has_own_path(canonical_url(address) or "")}
    addresses = [_addresses(node.fields, by_id) for node in articles]
    main = _main_entities(nodes, own, by_id)
    by_address = [
        not own.isdisjoint(stated) or node.fields.get("@id") in main
        for node, stated in zip(articles, addresses, strict=True)
    ]
    shares = [_shared_words(node.fields, page.headlines) for node in articles]
    best = max(shares, default=0.0)
    by_headline = [
        share == best > (_LEAST_SHARED_BY_LISTED if node.is_listed else _LEAST_SHARED)
        for share, node in zip(shares, articles, strict=True)
    ]
    is_elsewhere = [bool(own and stated) and not match for stated, match in zip(addresses, by_address, strict=True)]
    here = [match and not away for match, away in zip(by_headline, is_elsewhere, strict=True)]
    found = list(compress(articles, by_address)) or list(compress(articles, here))
    if not found:
        is_other = [
            node.is_listed or away or (share < _LEAST_OF_LONE and _tells_apart(node.fields, page))
            for node, away, share in zip(articles, is_elsewhere, shares, strict=True)
        ]
        rest = [node for node, other in zip(articles, is_other, strict=True) if not other]
        headlines = {_text(node.fields.get("headline"), by_id) for node in rest} - {""}
        found = rest if len(headlines) < 2 else []
    return sorted((node.fields for node in found), key=lambda node: "headline" not in node)


def _main_entities(nodes: Sequence[_Node], own: set[str], by_id: Mapping[str, Any]) -> set[str]:
    """The identifiers of what the nodes with the page's own address call their main entity."""
    pages = (node.fields for node in nodes if isinstance(node.fields.get("mainEntity"), Mapping))
    here = (fields for fields in pages if not own.isdisjoint(_addresses(fields, by_id)))
    return {str(fields["mainEntity"]["@id"]) for fields in here if fields["mainEntity"].get("@id")}


def _addresses(node: Mapping[str, Any], by_id: Mapping[str, Any]) -> set[str]:
    values = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    printed = [value.get("@id") or value.get("url") if isinstance(value, Mapping) else value for value in values]
    urls = filter(None, (canonical_url(value) for value in printed if isinstance(value, str)))
    return {_bare(url) for url in urls if has_own_path(url)}


def _bare(url: str) -> str:
    """An address less what its forms differ in: scheme, "www.", a slash at the end, the mark of a mobile page."""
    return _SCHEME.sub("", url.partition("#")[0])


def _tells_apart(node: Mapping[str, Any], page: Page) -> bool:
    """True where node and page both have headlines of several words."""
    return len(words_of(_headline(node))) >= _FEWEST_WORDS and any(
        len(words_of(headline)) >= _FEWEST_WORDS for headline in page.headlines
    )


def _headline(node: Mapping[str, Any]) -> str:
    return _text(node.get("headline") or node.get("name"), {})


def _shared_words(node: Mapping[str, Any], headlines: Sequence[str]) -> float:
    """How much a node's headline has in common with the page's: of the words of both, the share that both have."""
    stated = words_of(_headline(node))
    printed = [words for words in map(words_of, headlines) if words]
    return max((2 * len(stated & words) / (len(stated) + len(words)) for words in printed), default=0.0)


def _loads(script: str) -> Any:
    text = _unwrapped(script)
    try:
        return orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """The script without the comment marks that hid it from browsers of old."""
    text = script.strip()
    while text.startswith(_WRAPPERS[0]):
        text = text.removeprefix(next(mark for mark in _WRAPPERS[0] if text.startswith(mark))).lstrip()
    while text.endswith(_WRAPPERS[1]):
        text = text.removesuffix(next(mark for mark in _WRAPPERS[1] if text.endswith(mark))).rstrip()
    return text


def _salvaged(script: str) -> list[_Node]:
    """The plain strings of an article that no JSON parser reads."""
    script = script[:_SALVAGED]
    if "Article" not in script and "Posting" not in script:
        return []
    node: dict[str, Any] = {"@type": "Article"}
    for name, value in _STRING.findall(script):
        node.setdefault(name, _unescaped(value))
    author = _AUTHOR.search(script)
    return [_Node(node | {"author": _unescaped(author[1])} if author else node)]


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _nodes(value: Any) -> Iterator[_Node]:
    others = word_lists()["property_of_another"]
    waiting, seen = deque([(value, False)]), 0
    while waiting and seen < _MOST_NODES:
        item, is_listed = waiting.popleft()
        seen += 1
        if isinstance(item, list):
            waiting.extendleft((inner, is_listed) for inner in reversed(item[:_MOST_NODES]))
        elif isinstance(item, dict):
            yield _Node(item, is_listed)
            waiting.extend(
                (inner, is_listed or name.casefold() in others)
                for name, inner in item.items()
                if isinstance(inner, dict | list)
            )


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str) and kind.rsplit("/", 1)[-1].endswith(("Article", "Posting", "Report")):
            return True
    return False


def _text(value: Any, by_id: Mapping[str, Any]) -> str:
    """A value as one string: itself, the name of the thing it describes or points to, or the first of a list."""
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        thing = value if value.get("name") or value.get("@value") else by_id.get(str(value.get("@id")), value)
        value = thing.get("name") or thing.get("@value") or thing.get("alternateName") or thing.get("@id")
    return unescape(value).strip() if isinstance(value, str) else ""


def _names(value: Any, by_id: Mapping[str, Any]) -> Iterator[str]:
    """The names of persons, and of organisations only where they are news agencies, whose copy it then is."""
    if isinstance(value, Mapping) and "@list" in value:
        value = value["@list"]
    for item in value if isinstance(value, list) else [value]:
        thing = by_id.get(str(item.get("@id")), item) if isinstance(item, Mapping) else {}
        if isinstance(thing.get("name"), list) and not is_organisation(thing):
            yield from _names(thing["name"], by_id)
            continue
        name = _text(item, by_id) or " ".join(filter(None, (_text(thing.get(part), {}) for part in _NAME_PARTS)))
        if name and not name.startswith(("http", "#", "/")) and (not is_organisation(thing) or wire_service(name)):
            yield name
