"""Dates as sources print them, to UTC: ISO 8601, RFC 822, epochs and the usual English forms. Nothing is guessed.

A printed time of unknown zone name, or a date without a time, keeps the day alone (midnight UTC, precision "day"). A
time without any zone is one of the zone that is assumed; where none is, it is kept as if it were UTC (precision
"local"). Of two numbers that could both be the month, none is, unless an order is assumed. A date that no calendar has
is none. Names of months are read in the languages of news (`date_words`).
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.ingest.date_words import in_english
from pipelines.records import Precision

_YEARS = range(1600, 2101)
_EPOCH_YEARS = range(1990, 2101)
_LAST_IN_SECONDS = 1e11  # the year 5138; an epoch beyond it counts thousandths, or thousandths of these
_LONGEST_FOREIGN = 60  # characters of a date in another language
_LONGEST_DATE = 120  # characters
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
    for name in (names, names[:3])
} | {"sept": 9}
_OFFSETS = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3} | {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "jst": 9, "kst": 9, "hkt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "msk": 3, "mez": 1, "mesz": 2,
    "wib": 7, "wita": 8,
}  # fmt: skip
_REGIONS = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_CLOCK = (
    r"(?P<hour>[012]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-6]\d)(?:[.,]\d+)?)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
)
_ZONE = r"\s*(?P<zone>(?:gmt|utc)?[+-]\d\d?(?::?\d\d)?\b|\(?[a-z]{1,5}\b\)?)?"
_TIME = rf"(?:[\s,|–-]+(?:at\s+)?|t){_CLOCK}{_ZONE}"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?:\.?,\s*|\.?\s+))?"
_DAYS = (
    r"(?P<year>\d{4})[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)",
    rf"{_WEEKDAY}{_MONTH}\s*{_DAY}(?:,\s*|\s+){_YEAR}",
    rf"{_WEEKDAY}{_DAY}[\s/-]+(?:of\s+)?{_MONTH}[\s,/-]+(?P<year>\d{{4}}|\d\d)(?!\d)",
    rf"{_YEAR}[\s.]+{_MONTH}\s*{_DAY}(?!\d)",  # "2024. március 5.", once its month is in English
    r"(?P<first>[0-3]?\d)[-/.](?P<other>[0-3]?\d)[-/.](?P<year>\d{4}|\d\d)(?!\d)",
)
_PRINTED = tuple(re.compile(rf"{day}(?:{_TIME})?", re.IGNORECASE) for day in _DAYS)
_TIME_FIRST = tuple(re.compile(rf"{_CLOCK}{_ZONE}(?:\s+on\s+|[\s,|–-]+){day}", re.IGNORECASE) for day in _DAYS[:3])
_CTIME = re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}{_ZONE}\s+{_YEAR}", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|created|date|dated|filed|issued)"
    r"(?: on| at)?|on|pub ?date|publié le|mis à jour le|(?:veröffentlicht|aktualisiert|erschienen) am|stand|"
    r"publicado (?:el|em)|actualizado (?:el|em)|pubblicato il|aggiornato il|gepubliceerd op)\s*[:|]?\s+",
    re.IGNORECASE,
)
_ISO_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z|[+-]\d{4})?)?\Z"
)
_DIGIT = re.compile(r"\d")
_EPOCH = re.compile(r"(?:\d{9,10}|\d{13}|\d{16}|\d{19})(?:\.\d+)?\Z|\d(?:\.\d+)?[eE]\+?(?:0?9|12|15|18)\Z")
_ZONE_NAME = re.compile(r"\s*\[(?P<region>[A-Za-z_]+(?:/[A-Za-z_+-]+)*)\]$|\s*\([A-Z][a-z][^()]*\)$")
"""What Java and JavaScript write behind a time: "[Europe/Berlin]", "(Central European Standard Time)"."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a date is taken to mean where it does not say: the zone of a time, and whether the day stands first."""

    timezone: str | None = None  # of the IANA database
    day_first: bool | None = None


NOTHING_ASSUMED = Assumed()
IN_ANY_ORDER = Assumed(day_first=True)  # to tell a date from what is none


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC and how exactly the source gave it."""

    at: datetime
    precision: Precision


def has_digit(text: str) -> bool:
    """Return False for a text that cannot hold a date, whatever its script."""
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=4096)
def parse_date(printed: str, assumed: Assumed = NOTHING_ASSUMED) -> Moment | None:
    """Return what `printed`, wholly a date with at most a label before it, says; None where it says none."""
    text = " ".join(printed.split())
    if not 6 <= len(text) <= _LONGEST_DATE or not has_digit(text):
        return None
    if _EPOCH.match(text):
        return _epoch(text)
    text, assumed = _without_zone_name(text, assumed)
    moment = _iso(text, assumed) if text[:4].isdigit() else None
    return moment or _printed(text, assumed)


def _printed(text: str, assumed: Assumed) -> Moment | None:
    label = _LABEL.match(text)
    if label:
        text = text[label.end() :]
    if text[-1:] == "." and text[-2:-1].isdigit():  # "2024.03.05."
        text = text[:-1]
    match = _in_a_form(text)
    if match is None and len(text) <= _LONGEST_FOREIGN:  # longer lines are prose
        match = _in_a_form(in_english(text) or "")
    match = match or _ISO_COMPACT.match(text)
    return _moment(match, assumed) if match else None


def _in_a_form(text: str) -> re.Match[str] | None:
    matches = (pattern.fullmatch(text) for pattern in (*_PRINTED, *_TIME_FIRST, _CTIME))
    return next(filter(None, matches), None)


def _without_zone_name(text: str, assumed: Assumed) -> tuple[str, Assumed]:
    name = _ZONE_NAME.search(text)
    if name is None:
        return text, assumed
    region = name["region"]
    return text[: name.start()], replace(assumed, timezone=region) if region and known_zone(region) else assumed


def known_zone(name: str) -> bool:
    """True for a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def find_date(line: str, assumed: Assumed = NOTHING_ASSUMED) -> Moment | None:
    """Return the first date printed in a short line, among other words ("Agency | Updated: 2017-09-15 17:52")."""
    matches = [match for match in (pattern.search(line) for pattern in _PRINTED) if match]
    return _moment(min(matches, key=lambda match: match.start()), assumed) if matches else None


def _iso(text: str, assumed: Assumed) -> Moment | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.year not in _YEARS:
        return None
    if len(text) <= 10 or (at.tzinfo is None and not (at.hour or at.minute or at.second)):
        return Moment(at.replace(tzinfo=UTC), "day")
    return _in_utc(at) if at.tzinfo else _assumed(at, assumed)


def _epoch(text: str) -> Moment | None:
    seconds = float(text)
    while seconds >= _LAST_IN_SECONDS:
        seconds /= 1000
    at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    return Moment(at, "second") if at.year in _EPOCH_YEARS else None


def _moment(match: re.Match[str], assumed: Assumed) -> Moment | None:
    found = match.groupdict()
    day = _day(found, assumed)
    if day is None:
        return None
    hour, minute = found.get("hour"), found.get("minute")
    half = (found.get("half") or "").lower().replace(".", "")
    if hour is None or not (minute or half):
        return Moment(day, "day")
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return Moment(day, "day")
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 23 or int(found.get("second") or 0) > 59:
        return Moment(day, "day")
    zone = (found.get("zone") or "").strip("() ").lower().removeprefix("uhr")
    clock = day.replace(hour=hours, minute=int(minute or 0), second=int(found.get("second") or 0))
    if not zone:
        return Moment(day, "day") if clock == day else _assumed(clock, assumed)
    tzinfo = _zone(zone)
    return Moment(day, "day") if tzinfo is None else _in_utc(clock.replace(tzinfo=tzinfo))


def _assumed(clock: datetime, assumed: Assumed) -> Moment | None:
    """A time that states no zone."""
    if assumed.timezone is None:
        return Moment(clock.replace(tzinfo=UTC, microsecond=0), "local")
    return _in_utc(clock.replace(tzinfo=ZoneInfo(assumed.timezone)))


def _day(found: dict[str, str | None], assumed: Assumed) -> datetime | None:
    printed = found["year"] or ""
    year = int(printed)
    if len(printed) == 2:
        year += 2000 if year < 70 else 1900
        if found.get("first") and assumed.day_first is None:
            return None  # 24/3/25 may begin with the year
    if found.get("first"):
        first, other = int(found["first"] or 0), int(found["other"] or 0)
        is_open = first <= 12 and other <= 12 and first != other
        if is_open and assumed.day_first is None:
            return None  # 03/04/2017 is March in one country and April in another
        month, day = (other, first) if first > 12 or (is_open and assumed.day_first) else (first, other)
    else:
        name = (found["month"] or "").lower()
        month, day = int(name) if name.isdigit() else _MONTHS[name], int(found["day"] or 0)
    if year not in _YEARS:
        return None
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _zone(zone: str) -> timezone | ZoneInfo | None:
    if zone[-1].isdigit():
        zone = zone.removeprefix("gmt").removeprefix("utc")
        digits = zone[1:].replace(":", "")
        digits = digits.zfill(2) if len(digits) < 3 else digits.zfill(4)
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
        return timezone(-offset if zone[0] == "-" else offset) if offset < timedelta(hours=24) else None
    if zone in _OFFSETS:
        return timezone(timedelta(hours=_OFFSETS[zone]))
    try:
        return ZoneInfo(_REGIONS[zone]) if zone in _REGIONS else None
    except ZoneInfoNotFoundError:
        return None


def _in_utc(at: datetime) -> Moment | None:
    try:
        return Moment(at.astimezone(UTC).replace(microsecond=0), "second")
    except OverflowError:
        return None
