"""When an article was published and modified: as its source states, as its text prints, as its URL says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.ingest.dates import Assumed, Moment, find_date, has_digit, parse_date
from pipelines.ingest.urls import date_in_url
from pipelines.records import Origin, Stated

FIRST_LINES, LAST_LINES = 6, 2  # in which a text prints its date: below the byline, or in the imprint
LONGEST_DATE_LINE = 160  # characters; a longer line tells a story
DATE_MARKS = ("updated", "published", "posted", "|")


@dataclass(frozen=True, slots=True)
class _Dated:
    moment: Moment
    origin: Origin


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a date of publication may be read."""

    stated: Stated | None
    url: Stated | None
    lines: Sequence[str]


def published_columns(printed: Printed, assumed: Assumed) -> Mapping[str, Any]:
    """Return `published_at` with its precision and origin."""
    dated = _published(printed, assumed)
    return {
        "published_at": dated.moment.at if dated else None,
        "published_at_precision": dated.moment.precision if dated else None,
        "published_at_origin": dated.origin if dated else None,
    }


def modified_columns(stated: Stated | None, assumed: Assumed) -> Mapping[str, Any]:
    """Return `modified_at` with its origin: stated, or unknown."""
    moment = parse_date(stated.value, assumed) if stated else None
    return {
        "modified_at": moment.at if moment else None,
        "modified_at_origin": stated.origin if stated and moment else None,
    }


def _published(printed: Printed, assumed: Assumed) -> _Dated | None:
    """The stated time, else the date in the text's first or last lines, else the one in the URL's path."""
    stated, url = printed.stated, printed.url
    moment = parse_date(stated.value, assumed) if stated else None
    if stated and moment:
        return _Dated(moment, stated.origin)
    moment = _printed_date(printed.lines, assumed)
    if moment:
        return _Dated(moment, "text")
    day = date_in_url(url.value) if url else None
    return _Dated(Moment(day, "day"), "url") if day else None


def _printed_date(lines: Sequence[str], assumed: Assumed) -> Moment | None:
    for line in (*lines[:FIRST_LINES], *lines[-LAST_LINES:]):
        if len(line) > LONGEST_DATE_LINE or not has_digit(line):
            continue
        is_marked = any(mark in line.casefold() for mark in DATE_MARKS)
        moment = parse_date(line, assumed) or (find_date(line, assumed) if is_marked else None)
        if moment:
            return moment
    return None
