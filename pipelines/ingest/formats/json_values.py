"""JSON text to values: strictly and fast where it is strict, else as programs write it in spite of the standard.

What is not strict and still read: NaN and Infinity (nothing), control characters in strings, halves of surrogate
pairs, MongoDB's `ObjectId("...")` and `ISODate("...")`, `undefined`, a comma behind the last item, several documents
after one another, and the values of an array that is cut off or broken further on.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from pipelines.ingest.encoding import decode
from pipelines.records import Rejected

_BETWEEN = " \t\r\n,\x1e\ufeff"  # white space, a comma, or RFC 7464's record separator
_HALF_PAIR = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_NOT_STRICT = re.compile(
    r'"(?:[^"\\]|\\.)*+"'
    r'|\b(?:ObjectId|ISODate|NumberLong|NumberInt|NumberDecimal|UUID)\(\s*(?P<value>"[^"]*"|-?\d+)\s*\)'
    r"|(?P<nothing>\bundefined\b)|(?P<comma>,)(?=\s*[}\]])",
    re.DOTALL,
)
_DECODER = json.JSONDecoder(parse_constant=lambda _: None, strict=False)


@dataclass(slots=True)
class Parsed:
    """The values of a text, and why it goes on no further, where it does not end with them."""

    values: list[Any] = field(default_factory=list)
    broken: Rejected | None = None


def parse(data: bytes) -> Any:
    """Return the one value of a JSON text in any encoding; `Rejected` with `broken_json` or `undecodable`."""
    parsed = parse_all(data)
    if parsed.broken is not None:
        return parsed.broken
    return parsed.values[0] if len(parsed.values) == 1 else Rejected("broken_json", "more than one value")


def parse_all(data: bytes) -> Parsed:
    """Return all values of a JSON text in any encoding: one, several, or those before a break."""
    try:
        return Parsed([orjson.loads(data)])
    except orjson.JSONDecodeError as error:
        reason = str(error)
    decoded = decode(data)
    if isinstance(decoded, Rejected):
        return Parsed(broken=decoded)
    try:
        return Parsed([orjson.loads(decoded.text)])
    except orjson.JSONDecodeError:
        pass
    parsed = Parsed()
    try:
        for value in _values(_NOT_STRICT.sub(_strict, _HALF_PAIR.sub(r"\\ufffd", decoded.text))):
            parsed.values.append(value)
    except (ValueError, RecursionError):
        parsed.broken = Rejected("broken_json", reason)
    return parsed


def _strict(match: re.Match[str]) -> str:
    """Return what stands for a call, a comma too many or JavaScript's `undefined`; strings stay as they are."""
    if match["value"]:
        return match["value"]
    if match["nothing"]:
        return "null"
    return "" if match["comma"] else match[0]


def _values(text: str) -> Iterator[Any]:
    """Yield each value of a text; of an array that is broken, the elements before the break."""
    place = _skip(text, 0)
    while place < len(text):
        try:
            value, place = _DECODER.raw_decode(text, place)
        except ValueError:
            if text[place] != "[":
                raise
            yield from _elements(text, place + 1)
            return
        yield value
        place = _skip(text, place)


def _elements(text: str, place: int) -> Iterator[Any]:
    place = _skip(text, place)
    while place < len(text):
        value, place = _DECODER.raw_decode(text, place)
        yield value
        place = _skip(text, place)
    raise ValueError("the array has no end")


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BETWEEN:
        place += 1
    return place
