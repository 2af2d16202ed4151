"""What the JSON-LD of a page says about its article (schema.org), however it is nested and even where it is broken."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

import orjson

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


def read_json_ld(scripts: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the fields (as in `Extracted.stated`) and the authors that the page's first article node states."""
    nodes: list[Mapping[str, Any]] = []
    for script in scripts[:_MOST_SCRIPTS]:
        value = _loads(script)
        nodes.extend(_nodes(value) if value is not None else _salvaged(script))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _is_article(node)]
    fields: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    for node in sorted(articles, key=lambda node: "headline" not in node):
        for name, field in _FIELDS.items():
            value = _text(node.get(name), by_id)
            if value and field not in fields:
                fields[field] = value
        if "url" not in fields and _text(node.get("mainEntityOfPage"), by_id).startswith("http"):
            fields["url"] = _text(node.get("mainEntityOfPage"), by_id)
        publisher = _text(node.get("publisher"), by_id)
        if publisher:
            fields.setdefault("outlet", publisher)
        authors = authors or tuple(name for name in _names(node.get("author") or node.get("creator"), by_id))
    return fields, authors


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


def _salvaged(script: str) -> list[Mapping[str, Any]]:
    """The plain strings of an article that no JSON parser reads."""
    script = script[:_SALVAGED]
    if "Article" not in script and "Posting" not in script:
        return []
    node: dict[str, Any] = {"@type": "Article"}
    for name, value in _STRING.findall(script):
        node.setdefault(name, _unescaped(value))
    author = _AUTHOR.search(script)
    return [node | {"author": _unescaped(author[1])} if author else node]


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = deque([value]), 0
    while waiting and seen < _MOST_NODES:
        item = waiting.popleft()
        seen += 1
        if isinstance(item, list):
            waiting.extendleft(reversed(item[:_MOST_NODES]))
        elif isinstance(item, dict):
            yield item
            waiting.extend(inner for inner in item.values() if isinstance(inner, dict | list))


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


def _names(value: Any, by_id: Mapping[str, Any]) -> list[str]:
    names = (_text(item, by_id) for item in (value if isinstance(value, list) else [value]))
    return [name for name in names if name and not name.startswith(("http", "#", "/"))]
