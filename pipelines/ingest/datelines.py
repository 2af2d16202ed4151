"""Datelines: the place, and often the agency, before a report's first words ("PARIS (Reuters) -")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.ingest.wire import wire_service
from pipelines.ingest.words import word_lists

_LINES = 6  # a headline, a standfirst, a caption, a byline and a date may come before
_LONGEST_HEAD = 90  # characters before the dash
_LONGEST_PLACE = 50
_ENOUGH_AFTER = 10  # characters of prose after a dateline
_PROSE = 30  # the same, after a place that nothing else marks
_DASH = re.compile(
    r"\s*(?:—|–|--|―)\s*|\s+-\s+|(?<=\))\s*-\s+|(?<=\d)-\s+|(?<=[)/])\s*[:.]?\s+(?=[A-Z\"“‘'])|(?<=[A-Z]):\s+(?=[A-Z\"“‘'])"
)
_IN_DASH = re.compile(r"[—–―)/:-]")  # each of which has one; most lines have none
_ASIDE_ENDS = re.compile(r"\s[-–—]\s|\w[–—]|--")
_AGENCY = re.compile(
    r"\s*(?:[(\[](?P<bracketed>[^)\]]{2,40})[)\]]|/(?P<slashed>[\w .-]{2,40})/|,\s+(?P<listed>[A-Z][\w.-]{1,20}))\s*\Z"
)
_DAY = re.compile(
    r",?\s*(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*\.?)(?:,?\s+\d{4})?\s*\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[^\W\d_][\w.'’/-]*(?:[ /][^\W\d_][\w.'’/-]*){0,4}(?:,\s*[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,3}){0,2}\Z"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before a report: the place as printed and the agency's name, each where there is one."""

    place: str | None
    wire_service: str | None


def find_dateline(lines: Sequence[str]) -> Dateline | None:
    """Return the dateline of a body's first paragraphs, or None."""
    for number, line in enumerate(lines[:_LINES]):
        found = read_dateline(line, is_first=number < 3)
        if found:
            return found
    return None


def read_dateline(line: str, *, is_first: bool = True) -> Dateline | None:
    """Return the dateline with which `line` begins.

    Capitals alone, or a date or agency after the place, make a dateline; a place in small letters without these does
    only in one of the first paragraphs, before a sentence of its own ("Oslo - a city - grows" has none).
    """
    dash = _DASH.search(line, 0, _LONGEST_HEAD) if _IN_DASH.search(line, 0, _LONGEST_HEAD) else None
    while dash and dash.start() < 2:
        dash = _DASH.search(line, dash.end(), _LONGEST_HEAD)
    if dash is None or len(line) - dash.end() < _ENOUGH_AFTER:
        return None
    head = _read_head(line[: dash.start()].strip())
    if not head.place:
        return Dateline(None, head.wire_service) if head.wire_service else None
    if not _is_place(head.place):
        return None
    mark = dash.group().strip()
    is_signed = head.wire_service is not None or _is_outlet_mark(head.credit)
    if is_signed or (head.has_day and mark not in ("", ":", ".")):
        return Dateline(head.place, head.wire_service)
    is_plain = head.credit is None and mark not in ("", ".") and _is_short_place(head.place.partition(",")[0])
    if not is_plain or not (is_first or mark != ":"):
        return None
    is_lead = is_first and mark != ":" and _is_report(line[dash.end() :]) and not _has_capitals(head.place)
    return Dateline(head.place, None) if is_lead or _is_capitals(head.place.partition(",")[0]) else None


@dataclass(frozen=True, slots=True)
class _Head:
    place: str
    credit: str | None  # what stands in brackets or slashes
    wire_service: str | None
    has_day: bool


def _read_head(head: str) -> _Head:
    agency = _AGENCY.search(head)
    credit = (agency["bracketed"] or agency["slashed"] or agency["listed"]) if agency else None
    service = wire_service(credit.split("/")[0]) if credit else None
    if agency and agency["listed"] and not service:
        agency, credit = None, None
    rest = head[: agency.start()] if agency else head
    if agency and agency["slashed"]:
        rest = rest.rstrip(" .")
    place = _DAY.sub("", rest)
    return _Head(place.strip(" ,"), credit, service, place != rest)


def read_place(printed: str) -> Dateline | None:
    """Return the place and agency of a dateline that a source states in a field of its own ("LONDON, March 3 -")."""
    head = _read_head(printed.strip().rstrip("-–— ").strip())
    return Dateline(head.place or None, head.wire_service) if head.place or head.wire_service else None


def _is_place(text: str) -> bool:
    if len(text) > _LONGEST_PLACE or not text[0].isupper() or not _PLACE.match(text):
        return False
    words = text.replace(",", " ").replace("/", " ").split()
    other = word_lists()["not_a_place"] | word_lists()["byline_stop"]
    if text.casefold() in other or words[0].casefold() in other or any(character.isdigit() for character in text):
        return False
    return all(word[0].isupper() or word in word_lists()["name_particle"] for word in words)


def _is_report(text: str) -> bool:
    return len(text) >= _PROSE and not text[0].islower() and not _ASIDE_ENDS.search(text.partition(". ")[0])


def _is_capitals(text: str) -> bool:
    return len(text) > 2 and text.upper() == text and any(character.isalpha() for character in text)


def _has_capitals(text: str) -> bool:
    return any(len(word) > 3 and word.isupper() for word in text.split())


def _is_short_place(place: str) -> bool:
    return len(place.replace("/", " ").split()) <= 3


def _is_outlet_mark(name: str | None) -> bool:
    return name is not None and name.isupper() and 2 <= len(name) <= 6 and name.isalpha()
