"""Reads corrections: CSV files with the columns of `COLUMNS`, one thing that is wrong with one quote a line.

A quote is named by `quote_id`, or by `article_id`, `start_char` and `end_char` of its content; `words` are its content
as it was when the correction was made, so that one whose words have changed since is not applied to others. A quote
that the reader missed is named by its place in the article. Whatever cannot be understood is a `CorrectionError`: one
line with the file, the line and what is wrong there.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.records import Span

COLUMNS = (
    "quote_id",
    "article_id",
    "start_char",
    "end_char",
    "words",
    "wrong",
    "speaker",
    "source",
    "kind",
    "content",
    "spans",
    "corrected_by",
    "corrected_at",
    "note",
)
REQUIRED = ("words", "wrong", "corrected_by", "corrected_at")
WRONG = ("speaker", "source", "kind", "span", "not_a_quote", "missing", "nothing")
OF_SPANS = ("span", "missing")
KINDS = ("direct", "mixed", "indirect")
QUOTE_ID = re.compile(r"^([^.\s]+)\.(\d+)\.q(\d+)$")
SPAN = re.compile(r"(\d+)-(\d+)")
LONGEST = 100_000  # characters of a field
MOST_DIGITS = 12  # of an offset: what is longer is no place in a text, and no number that a table holds


class CorrectionError(ValueError):
    """A correction means nothing; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file of corrections; without a number one that is to be written yet."""

    path: str
    line_no: int | None = None

    def error(self, problem: str) -> CorrectionError:
        """Return the error for what is wrong here."""
        where = self.path if self.line_no is None else f"{self.path}, line {self.line_no}"
        return CorrectionError(f"{where}: {problem}")


def read_corrections(folder: Path) -> list[dict[str, Any]]:
    """Return all corrections of a folder as rows of `records.CORRECTIONS` less the batch; raises `CorrectionError`.

    A line that stands there twice, word for word, is one correction: the first.
    """
    found: dict[str, dict[str, Any]] = {}
    for path in correction_files(folder):
        for row in _read(path):
            found.setdefault(row["correction_id"], row)
    return [*found.values()]


def correction_files(folder: Path) -> list[Path]:
    """Return the files of corrections, by name; none where there is no folder."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() == ".csv")


def corrections_stamp(folder: Path) -> str:
    """Return a digest of all files: another one means other corrections."""
    files = correction_files(folder)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + _content(path) + b"\0")
    return digest.hexdigest()[:16] if files else "none"


def checked_row(raw: Mapping[str, str], place: Place) -> dict[str, Any]:
    """Return one line as a row; raises `CorrectionError`. Whether the ids are known is for who has the lake."""
    values = _values(raw)
    for name in REQUIRED:
        if values[name] is None:
            raise place.error(f"{name} is empty")
    for name, value in values.items():
        if len(value or "") > LONGEST:
            raise place.error(f"{name} is longer than {LONGEST:,} characters")
    _check_words(values, place)
    article_id, start, end = _where(values, place)
    return {
        **values,
        "correction_id": correction_id_of(raw),
        "path": place.path,
        "line_no": place.line_no,
        "article_id": article_id,
        "start_char": start,
        "end_char": end,
        "spans": _spans(values["spans"], place),
        "corrected_at": _time(values["corrected_at"] or "", place),
    }


def correction_id_of(raw: Mapping[str, str]) -> str:
    """Return the id of one line: 16 hex digits over its values."""
    return hashlib.sha256("\x1f".join(value or "" for value in _values(raw).values()).encode()).hexdigest()[:16]


def _values(raw: Mapping[str, str]) -> dict[str, str | None]:
    return {name: (raw.get(name) or "").strip() or None for name in COLUMNS}


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Place(path.name, 1).error("this is no UTF-8 text: save it as UTF-8") from error
    lines = csv.DictReader(io.StringIO(text, newline=""))
    try:
        yield from _rows(path.name, lines)
    except csv.Error as error:
        raise Place(path.name, lines.reader.line_num).error(f"this is no CSV ({error})") from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Place(path.name, 1).error(f"the file cannot be read ({error.strerror})") from error


def _rows(name: str, lines: "csv.DictReader[str]") -> Iterator[dict[str, Any]]:
    columns = lines.fieldnames or ()
    for column in columns:
        if column not in COLUMNS:
            raise Place(name, 1).error(f"no column {column!r}: choose from {', '.join(COLUMNS)}")
    for column in REQUIRED:
        if column not in columns:
            raise Place(name, 1).error(f"the column {column!r} is missing")
    for raw in lines:
        place = Place(name, lines.line_num)
        if None in raw:
            raise place.error("more fields than the first line names")
        yield checked_row(raw, place)


def _check_words(values: Mapping[str, str | None], place: Place) -> None:
    wrong = values["wrong"]
    if wrong not in WRONG:
        raise place.error(f"wrong is {wrong!r}: choose from {', '.join(WRONG)}")
    if wrong == "kind" and values["kind"] is None:
        raise place.error(f"kind is empty: choose from {', '.join(KINDS)}")
    if wrong == "source" and values["source"] is None:
        raise place.error("source is empty: give the words of the article that say who speaks")
    if wrong == "span" and (values["content"] is None) == (values["spans"] is None):
        raise place.error("give the right words as content, or where they stand as spans, such as 120-180 195-240")
    if wrong == "missing" and values["quote_id"] is not None:
        raise place.error("a quote that is missing has no quote_id: give article_id, start_char and end_char")
    if values["kind"] not in (None, *KINDS):
        raise place.error(f"kind is {values['kind']!r}: choose from {', '.join(KINDS)}")
    allowed = {"span": ("content", "spans"), "missing": ("speaker", "source", "kind", "spans")}.get(wrong, (wrong,))
    for name in ("speaker", "source", "kind", "content", "spans"):
        if values[name] is not None and name not in allowed:
            raise place.error(f"{name} is given and wrong says {wrong!r}: one line for each thing that is wrong")


def _where(values: Mapping[str, str | None], place: Place) -> tuple[str, int | None, int | None]:
    quote_id, article_id = values["quote_id"], values["article_id"]
    bounds = [_offset(name, values[name], place) for name in ("start_char", "end_char")]
    if quote_id is not None:
        found = QUOTE_ID.match(quote_id)
        if found is None:
            raise place.error(f"quote_id is {quote_id!r}, which is no id of a quote")
        if article_id not in (None, found[1]):
            raise place.error(f"quote {quote_id} is not in article {article_id}")
        return found[1], bounds[0], bounds[1]
    if article_id is None or bounds[0] is None or bounds[1] is None:
        raise place.error("name the quote: quote_id, or article_id, start_char and end_char")
    return article_id, bounds[0], bounds[1]


def _offset(name: str, value: str | None, place: Place) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or len(value) > MOST_DIGITS:
        raise place.error(f"{name} is {value!r}, which is no number of characters")
    return int(value)


def _spans(value: str | None, place: Place) -> list[Span] | None:
    """Read `120-180 195-240`: spans in the order of the text that share no character."""
    if value is None:
        return None
    matches = [SPAN.fullmatch(one) for one in re.split(r"[\s,;]+", value)]
    spans = [Span(int(one[1]), int(one[2])) for one in matches if one]
    ends = [end for span in spans for end in (span.start_char, span.end_char)]
    if len(spans) < len(matches) or ends != sorted(ends) or any(s.start_char == s.end_char for s in spans):
        raise place.error(f"spans is {value!r}: write start-end, in the order of the text, such as 120-180 195-240")
    return spans


def _time(value: str, place: Place) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise place.error(f"corrected_at is {value!r}: write it like 2026-03-02 or 2026-03-02T09:00:00Z") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
