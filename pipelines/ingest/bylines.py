"""Bylines: who wrote a report, as the first and last lines of the text print it; those that metadata states are the
business of `stated_bylines`.

A byline is kept as printed, less its label ("By") and what is no part of it, such as dates.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.ingest.dates import find_date
from pipelines.ingest.names import author_in, ends_with_initial, is_name, is_role, split_affiliation, split_names
from pipelines.ingest.wire import wire_service, wire_service_of_byline

_LONGEST = 160  # characters of a byline
_LONGEST_REPORTING = 500
_HEAD_LINES, _TAIL_LINES = 6, 3
_DATE_TAIL = re.compile(
    r"\s*[|•·–—]\s*|\s+(?:updated|published|posted)\b|,?\s+(?=\d{1,2}[ :/.-]|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{1,6})?\.? \d)|,?\s+(?=(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:additional\s+)?(?:written|posted|published|story|words|text|reported|reporting|report|edited|compiled|"
    r"submitted|authored)\s+)?by\b[:\s]+|^\W*(?:words|text|story|report|author|reporter|writer|byline)s?:\s+"
    r"|^(?-i:Von|VON|Par|PAR|Por|POR|Door|DOOR|Di)\s+(?-i:(?=[^\W\d_a-zß-ÿ]\S*\s+[^\W\d_a-zß-ÿ]))",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"^\W*(?P<line>(?:(?:additional\s+)?(?:reporting|writing|written|report|compiled))\s+by\s+(?P<names>[^;.()]+(?:\.(?=[^;()]*;)[^;.()]*)*)(?P<rest>[;,.].*)?)$",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"^(?:written |posted |story |words |text |report )?by[:\s]\s*(?P<names>\S.*)$", re.IGNORECASE)
_INLINE_BY = re.compile(
    r"(?:updated|published|posted)\b[^A-Za-z]{8,40}\bby:?\s+(?P<names>[A-Z][^()|\n]{2,60}?)(?=\s*[(|]|\s*$)",
    re.IGNORECASE,
)
_INLINE_AGENCY = re.compile(
    r"(?:updated|published|posted)\b[^A-Za-z]{8,40}\((?P<names>[A-Z][\w .]{1,30})\)", re.IGNORECASE
)
_INLINE_MARKS = ("updated", "publ", "posted")
"""One stands in every line that these two match; "published" is cut before its "i", which to `re` has other forms."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]?$")


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline as printed, less its label and junk, the persons or desks named in it, and the agency, if one."""

    printed: str
    authors: tuple[str, ...]
    wire_service: str | None = None


def find_byline(lines: Sequence[str]) -> Byline | None:
    """Return the byline that a body prints in its first or last lines; an agency alone in the last one is a credit."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        found = read_byline(line)
        if found and (found.authors or not found.wire_service or number < len(lines) - 1):
            return found
    for line in reversed(lines[-_TAIL_LINES:]):
        found = _reporting(line) or (read_byline(line) if len(line) < 80 else None)
        if found and (found.authors or not found.wire_service):
            return found
    return None


def read_byline(line: str) -> Byline | None:
    """Return the byline that a line is ("By Lena Orr", "LENA ORR, Staff writer", "Lena Orr | AFP"); None for prose."""
    if len(line) > _LONGEST:
        return _inline(line[: _LONGEST * 2])
    by = _BY_LINE.match(line)
    if by:
        return _after_by(by["names"])
    if "|" in line:
        return _barred(line)
    if "," in line or " - " in line or " – " in line:
        return _with_role(line)
    return _inline(line) if "pdated" in line or "ublished" in line else _agency_alone(line)


def _after_by(names: str) -> Byline | None:
    text = before_date(names)
    if _SENTENCE_END.search(text) and not ends_with_initial(text):
        return None
    pieces = split_names(text)
    authors = authors_of(pieces, stated=False)
    service = services_of(pieces)
    if not pieces or len(pieces) > 8:
        return None
    is_known = [
        bool(
            author_in(piece, stated=False) or wire_service_of_byline(piece) or is_role(piece) or _is_credit_tail(piece)
        )
        for piece in pieces
    ]
    if not is_known[0] or not all(is_known[:2]) or sum(is_known) * 2 <= len(pieces):
        return None
    return Byline(text.strip(" ,;|"), authors, service) if authors or service or is_role(pieces[0]) else None


def before_date(text: str) -> str:
    """Return what stands before the date in a byline."""
    return _DATE_TAIL.split(text.strip(), maxsplit=1)[0] if find_date(text) else text.strip()


def _with_role(line: str) -> Byline | None:
    if len(line) > 90 or (_SENTENCE_END.search(line) and not ends_with_initial(line)):
        return None
    pieces = split_names(line.replace(" - ", ", ").replace(" – ", ", "))
    if len(pieces) < 2 or not is_name(pieces[0]):
        return None
    tail = pieces[-1]
    if not (is_role(tail) or wire_service_of_byline(tail)):
        return None
    if not all(is_name(piece) or is_role(piece) or wire_service(piece) for piece in pieces[:-1]):
        return None
    return Byline(line, authors_of(pieces, stated=False), services_of(pieces))


def _barred(line: str) -> Byline | None:
    segments = [segment.strip() for segment in line.split("|") if segment.strip()]
    if not 2 <= len(segments) <= 5 or len(line) > 120:
        return None
    named = [segment for segment in segments if not find_date(segment)]
    first = without_label(named[0]) if named else ""
    pieces = [piece for segment in named for piece in split_names(without_label(segment))]
    service = services_of(pieces)
    has_date = len(named) < len(segments)
    if not pieces or not (service or (is_name(first) and (has_date or is_role(pieces[-1])))):
        return None
    if not (is_name(pieces[0]) or wire_service_of_byline(pieces[0]) or is_role(pieces[0])):
        return None
    return Byline(" | ".join(named), authors_of(pieces, stated=False), service)


def _reporting(line: str) -> Byline | None:
    if len(line) > _LONGEST_REPORTING or "by " not in line[:40].lower():
        return None
    match = _REPORTING.match(line.strip(" ()[]"))
    if match is None:
        return None
    authors = authors_of(split_names(match["names"]), stated=False)
    return Byline(match["line"].strip(" ()"), authors, services_of(split_names(match["names"]))) if authors else None


def _inline(line: str) -> Byline | None:
    folded = line.casefold()
    if not any(mark in folded for mark in _INLINE_MARKS):
        return None
    match = _INLINE_BY.search(line) or _INLINE_AGENCY.search(line)
    if match is None:
        return None
    if match.re is _INLINE_AGENCY and not (wire_service(match["names"]) or is_role(match["names"])):
        return None
    found = _after_by(match["names"])
    if found is None and is_role(match["names"]):
        return Byline(match["names"], ())
    return found


def _agency_alone(line: str) -> Byline | None:
    service = wire_service(line) if len(line) <= 40 else None
    return Byline(line.strip(" ()"), (), service) if service else None


def authors_of(pieces: Iterable[str], *, stated: bool) -> tuple[str, ...]:
    """Return the names in the pieces of a byline; where it is stated, the first may be one word alone."""
    names = (author_in(piece, stated=stated and number == 0) for number, piece in enumerate(pieces))
    return tuple(dict.fromkeys(name for name in names if name))


def _is_credit_tail(piece: str) -> bool:
    return len(piece.split()) <= 4 and piece[:1].isupper()


def services_of(pieces: Iterable[str]) -> str | None:
    """Return the agencies that the pieces of a byline name, or None."""
    named = (wire_service_of_byline(piece) or wire_service(split_affiliation(piece)[1]) for piece in pieces)
    services = dict.fromkeys(service for service in named if service)
    return ", ".join(services) or None


def without_label(text: str) -> str:
    """Return a byline without the "By" or "Written by" before it."""
    return _LABEL.sub("", text, count=1)
