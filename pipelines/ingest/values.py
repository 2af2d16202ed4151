"""Single values of structured records: what programs write for nothing, and what they wrap a value in. Knows no field.

MongoDB exports wrap dates, identifiers and numbers in an object (`{"$date": ...}`), DynamoDB and Firestore any value in
one that names its type, and times in seconds; search engines a single value in a list. pandas writes lists, objects
and times into a CSV cell as Python or NumPy prints them, and nothing as "nan" or "None". An API writes into a field
what its free plan leaves out.
"""

import ast
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson

_NOTHING = frozenset(
    (
        *("", "nan", "none", "null", "nat", "<na>", "n/a", "#n/a", "undefined", "nil", "\\n", "[]", "{}", "set()"),
        *("[removed]", "only available in paid plans"),  # of NewsAPI and newsdata.io
    )
)
_WRAPPED = frozenset(
    (
        *("$date", "$oid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$uuid", "$timestamp"),
        *("@value", "$t"),
        *("S", "N", "L", "M", "SS"),  # DynamoDB
        *("stringValue", "timestampValue", "integerValue", "doubleValue", "arrayValue", "values", "mapValue"),
    )
)
_WRAPPED_BESIDE_OTHERS = (("seconds", "nanoseconds"), ("_seconds", "_nanoseconds"), ("seconds", "nanos"), ("t", "i"))
_LONGEST_LITERAL = 200_000  # characters of a cell that may be a list
_LONGEST_CALL = 100
_CALL = re.compile(r"(?:\w+\.)?(?:Timestamp|ISODate|ObjectId|NumberLong)\((['\"]?)([^'\"()]+)\1[^()]*\)")
_DATE_OF_NET = re.compile(r"\\?/Date\((-?\d+)(?:[+-]\d{4})?\)\\?/")
_DATETIME = re.compile(r"(?:datetime\.)?datetime\((\d+), (\d+), (\d+)(?:, (\d+), (\d+))?(?:, (\d+))?[^()]*\)")
_ARRAY = re.compile(r"array\((\[.*\])(?:, dtype=\w+)?\)", re.DOTALL)
_OPENS = re.compile(r"\s*(?:[\[{(]|array\()")
_BARE_NAN = re.compile(r"(?<=[\[{(, :])nan(?=[\]}), ])")
_COMMA = re.compile(r"['\"],")
_NO_COMMA = re.compile(r"(?<=\S)(['\"])\s+(?=['\"])")  # NumPy sets none between the items of an array
_NOT_IN_NAME = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return a field's name without case, blanks, hyphens and underscores: "Publication Date" is "publicationdate"."""
    return _NOT_IN_NAME.sub("", name).casefold()


def plain(value: Any) -> Any:
    """Return a value out of its wrapping; None for what means nothing (NaN, "null", "NaT")."""
    if isinstance(value, str):  # most values
        return None if len(value) < _LONGEST_CALL and value.strip().casefold() in _NOTHING else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping) and value:
        name = next(iter(value))
        is_wrapped = name in _WRAPPED if len(value) == 1 else tuple(value) in _WRAPPED_BESIDE_OTHERS
        return plain(value[name]) if is_wrapped else value
    return value


def scalar(value: Any) -> str | None:
    """Return a single value as text, a whole float without its ".0"; None for objects and lists of several."""
    value = plain(value)
    if isinstance(value, list | tuple) and len(value) == 1:
        value = plain(value[0])
    if isinstance(value, str):
        wrapped = plain(listed(value)) if value.startswith("{") and len(value) <= _LONGEST_CALL else value
        return _out_of_call(wrapped.strip()) if isinstance(wrapped, str) else value.strip()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _out_of_call(text: str) -> str:
    """Return the value that a program prints as a call: "Timestamp('2024-03-05')", "datetime(2024, 3, 5, 8, 15)"."""
    moment = _DATE_OF_NET.fullmatch(text) if text.endswith("/") else None
    if moment:
        return moment[1]
    if not text.endswith(")") or len(text) > _LONGEST_CALL:
        return text
    call = _CALL.fullmatch(text)
    moment = _DATETIME.fullmatch(text)
    if moment:
        year, month, day, hour, minute, second = (int(part or 0) for part in moment.groups())
        return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    return call[2] if call else text


def listed(value: Any) -> Any:
    """Return the list or object that a cell holds as text ("['A', 'B']", '["A"]'); anything else as it is."""
    value = plain(value)
    if not isinstance(value, str) or len(value) > _LONGEST_LITERAL or not _OPENS.match(value):
        return value
    array = _ARRAY.fullmatch(value.strip())
    text = array[1] if array else value.strip()
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    if not _COMMA.search(text):
        text = _NO_COMMA.sub(r"\1, ", text)
    for printed in (text, _BARE_NAN.sub("None", text)):
        try:
            return _as_python_prints(printed)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return value


def _as_python_prints(text: str) -> Any:
    """Return the list or object of a Python literal; a set's items in the order in which they are written."""
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.Set | ast.List | ast.Tuple):
        return [ast.literal_eval(item) for item in tree.elts]
    found = ast.literal_eval(tree)
    if not isinstance(found, Mapping):
        raise ValueError("a single value")
    return found
