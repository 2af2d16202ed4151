"""Single values of structured records: what programs write for nothing, and what they wrap a value in. Knows no field.

MongoDB exports wrap dates, identifiers and numbers in an object (`{"$date": ...}`); pandas writes lists and objects
into a CSV cell as Python prints them, and nothing as "nan" or "None".
"""

import ast
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson

_NOTHING = frozenset(("", "nan", "none", "null", "nat", "<na>", "n/a", "#n/a", "undefined", "nil", "\\n"))
_WRAPPED = ("$date", "$oid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$uuid", "@value", "$t")
_LONGEST_LITERAL = 20_000  # characters of a cell that may be a list
_NOT_IN_NAME = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return a field's name without case, blanks, hyphens and underscores: "Publication Date" is "publicationdate"."""
    return _NOT_IN_NAME.sub("", name).casefold()


def plain(value: Any) -> Any:
    """Return a value out of its wrapping; None for what means nothing (NaN, "null", "NaT")."""
    while isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in _WRAPPED:
        value = next(iter(value.values()))
    if isinstance(value, str):
        return None if value.strip().casefold() in _NOTHING else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def scalar(value: Any) -> str | None:
    """Return a single value as text, a whole float without its ".0"; None for objects and lists."""
    value = plain(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def listed(value: Any) -> Any:
    """Return the list or object that a cell holds as text ("['A', 'B']", '["A"]'); anything else as it is."""
    value = plain(value)
    if not isinstance(value, str) or len(value) > _LONGEST_LITERAL or value.strip()[:1] not in ("[", "{", "("):
        return value
    text = value.strip()
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return value
    return list(found) if isinstance(found, tuple | set | list) else found if isinstance(found, dict) else value
