"""News agencies by the forms in which texts credit them (`wire_services.csv`: name, forms split by "|").

A credit makes a text wire copy: a dateline, a byline, an end line or a copyright notice. An agency that is only named
as a source, a contributor or of a photograph does not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pipelines.ingest.words import read_table

_CREDIT_LINE_LONGEST = 90  # characters
_NOTICE_LONGEST = 600
_LONGEST_IN_BRACKETS = 100  # characters of a credit and its brackets
_CREDIT_MARK = re.compile(r"^(?:[\s(©–—*-]|\bcopyright\b|\bsource\b|\bvia\b|\bfrom\b|\d{4}|:|\(c\))+", re.IGNORECASE)
_BRACKETS = re.compile(
    r"(?:^|[.!?\"”'’])\s*(?:\((?P<round>[^()]{2,30})\)(?:\s*\([\w.]+\))?|[—–/]\s*(?P<dashed>\w[\w ]{1,20})/?)\.?$"
)
_RIGHTS = re.compile(r"all rights reserved.*|no part of.*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,/&|+;–—-]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_NOTICE = re.compile(
    r"(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:by\s+)?(?:\d{4})?(?:\s+by)?\s*(?P<owner>[^.,;|]{2,60})", re.IGNORECASE
)
_DESK = re.compile(
    r"\s+(?:staff|reporters?|correspondents?|sports?|writers?|news agency|in [A-Z][\w ]+)\b.*$",
    re.IGNORECASE,
)


def wire_service(form: str) -> str | None:
    """Return the agency's name where `form` is wholly one of its forms ("The Associated Press" -> "AP")."""
    form = form.strip(" .()[]©")
    exact = _forms().get(form)
    if exact is None and len(form) > 4:
        exact = _folded_forms().get(form.casefold())
    return exact


def wire_service_of_byline(piece: str) -> str | None:
    """Return the agency that a piece of a byline names, alone or with a role or place ("Reuters in Berlin")."""
    return wire_service(piece) or wire_service(_DESK.sub("", piece))


def wire_credit_at_end(lines: Sequence[str]) -> str | None:
    """Return the agencies that the last lines of a text credit: "© AFP", "Reuters - AP", "Copyright 2017 AP"."""
    for line in reversed(lines):
        found = _credit_line(line) if len(line) <= _CREDIT_LINE_LONGEST else None
        found = found or _notice(line) or _in_brackets(line)
        if found:
            return ", ".join(found)
    return None


def _credit_line(line: str) -> list[str]:
    bare = _RIGHTS.sub("", _CREDIT_MARK.sub("", line)).strip(" .()-–—*")
    whole = wire_service(bare)
    if whole:
        return [whole]
    pieces = [piece for piece in _BETWEEN.split(bare) if piece]
    services = [_folded_forms().get(piece.casefold()) for piece in pieces]
    return _once(services) if len(pieces) > 1 and all(services) else []


def _in_brackets(line: str) -> list[str]:
    """The agency in brackets, or behind a dash or slash, after a last sentence: "... he said. (NAN)", "/TASS/"."""
    match = _BRACKETS.search(line, max(0, len(line) - _LONGEST_IN_BRACKETS))
    service = wire_service(match["round"] or match["dashed"]) if match else None
    return [service] if service else []


def _notice(line: str) -> list[str]:
    if "©" not in line and "opyright" not in line and "COPYRIGHT" not in line and "(c)" not in line.lower():
        return []
    match = _NOTICE.search(line[-_NOTICE_LONGEST:])
    service = wire_service(match["owner"]) if match else None
    return [service] if service else []


def _once(services: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(service for service in services if service))


@cache
def _forms() -> Mapping[str, str]:
    return {form: row["name"] for row in read_table("wire_services.csv") for form in row["forms"].split("|")}


@cache
def _folded_forms() -> Mapping[str, str]:
    return {form.casefold(): name for form, name in _forms().items()}
