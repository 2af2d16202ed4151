"""Dates of other languages than English as English prints them, so that one set of forms reads both.

`date_words.csv` holds the names of months and weekdays in the languages of news, from CLDR as dateparser keeps them,
less those that mean different months in different languages ("listopad").
"""

import re
from collections.abc import Mapping
from functools import cache

from pipelines.ingest.words import read_table, word_lists

_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# with accents, and the vowels of Indian scripts and Thai, which are signs of their own
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_'’]|[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e])*\.?")
_IN_ENGLISH_ORDER = (
    (re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]"), r"\1-\2-\3 "),
    (re.compile(r"\b(\d{1,2})\s+(\d{1,2})[月월]\s+(\d{4})"), r"\3-\2-\1"),
    (re.compile(r"^[^\W\d_]{1,2},\s*(?=\d)"), ""),  # a weekday cut short to a letter or two
    (re.compile(r"(\d)\s*Uhr\b"), r"\1"),
    (re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})", re.IGNORECASE), r"\3-\2-\1"),
    (re.compile(r"[(（](?:星期|周|週)?[月火水木金土日一二三四五六天](?:曜日)?[)）]"), " "),
    (re.compile(r"(?:星期|周|週)[一二三四五六日天]|[월화수목금토일]요일"), " "),
    (re.compile(r"(\d{1,2})\s*[時时点點시]\s*(\d{1,2})\s*[分분]"), r"\1:\2"),
    (re.compile(r"(?:오전|上午|午前)\s*(\d{1,2}:\d\d)"), r"\1 AM"),
    (re.compile(r"(?:오후|下午|午後)\s*(\d{1,2}:\d\d)"), r"\1 PM"),
)
"""Forms of Chinese, Japanese, Korean and Vietnamese dates, and the form that English has for each."""
_DAY_DOT = re.compile(r"(?<=\d)\.(?=\s*[^\W\d_])")  # "5. März"
_MOST_WORDS = 10  # of a date; more are prose
_SHORTEST_PREFIX = 3  # letters of a month's name cut short ("lok" for "lokakuu")


def in_english(text: str) -> str | None:
    """Return a date with its months in English, without weekdays and small words; None where it has none of these."""
    found = text
    for form, english in _IN_ENGLISH_ORDER:
        found = form.sub(english, found)
    words = _WORD.findall(found)
    if len(words) > _MOST_WORDS:
        return None
    has_month = any(_month(word) for word in words[1:])
    for number, word in enumerate(words):
        month = _month(word)
        is_weekday = word.casefold().strip(".") in _weekdays() and (
            (number == 0 and (has_month or not month)) or (number == len(words) - 1 and not month)
        )
        if is_weekday or word.casefold().strip(".") in word_lists()["date_particle"]:
            found = re.sub(rf"{re.escape(word)}(?![^\W\d_])[,.]?", " ", found, count=1)
        elif month:
            found = found.replace(word, _ENGLISH[month - 1], 1)
    found = " ".join(_DAY_DOT.sub("", found).split()).strip(", ")
    return found if found != text else None


def _month(word: str) -> int | None:
    return _months().get(word.casefold().strip("."))


@cache
def _months() -> Mapping[str, int]:
    """The names of months, whole and cut short to three letters or more where that leaves no doubt ("lok")."""
    names = {row["word"]: int(row["month"]) for row in read_table("date_words.csv") if row["kind"] == "month"}
    cut: dict[str, set[int]] = {}
    for name, month in names.items():
        for length in range(_SHORTEST_PREFIX, len(name)):
            cut.setdefault(name[:length], set()).add(month)
    return {prefix: months.pop() for prefix, months in cut.items() if len(months) == 1} | names


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("date_words.csv") if row["kind"] == "weekday")
