"""Bylines: who wrote a report, as the source states it or as the first and last lines of the text print it.

A byline is kept as printed, less its label ("By") and what is no part of it: dates, addresses, page furniture.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.ingest.dates import find_date
from pipelines.ingest.names import author_in, ends_with_initial, is_name, is_role, split_affiliation, split_names
from pipelines.ingest.paragraphs import clean_line
from pipelines.ingest.wire import wire_service, wire_service_of_byline
from pipelines.ingest.words import word_lists

_LONGEST = 160  # characters of a byline
_LONGEST_STATED, _MOST_AUTHORS = 500, 50
_HEAD_LINES, _TAIL_LINES = 6, 3
_DATE_TAIL = re.compile(
    r"\s*[|•·–—]\s*|\s+(?:updated|published|posted)\b|,?\s+(?=\d{1,2}[ :/.-]|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{1,6})?\.? \d)|,?\s+(?=(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:written|posted|published|story|words|text|reported|report|edited|compiled|submitted|authored)\s+)?by\b[:\s]+",
    re.IGNORECASE,
)
_NOISE = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+|(?<!\w)@\w+", re.IGNORECASE)
_ADDRESS = re.compile(r"\w\.(?:com|org|net|co\.\w\w|tv|info)\b")
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
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]?$")


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline as printed, less its label and junk, the persons or desks named in it, and the agency, if one."""

    printed: str
    authors: tuple[str, ...]
    wire_service: str | None = None


def stated_byline(printed: str | None, authors: Sequence[str]) -> Byline | None:
    """Return the byline that metadata states: its own line, else the list of authors; None where only junk is left."""
    listed = _pieces([author[:_LONGEST_STATED] for author in authors[:_MOST_AUTHORS]], split=False)
    names = _authors((name for piece in listed for name in split_names(piece)), stated=True)
    line = printed[:_LONGEST_STATED] if printed else ""
    pieces = _pieces([line], split=True)
    if not pieces:
        return _joined(listed, names)
    kept = _before_date(_without_label(clean_line(_NOISE.sub(" ", line)))).strip(" ,;|-–—")
    whole = kept if len(kept) <= _LONGEST and len(pieces) == len(split_names(kept)) else ", ".join(pieces)
    return Byline(whole, names or _authors(pieces, stated=True), _service(pieces))


def find_byline(lines: Sequence[str]) -> Byline | None:
    """Return the byline that a body prints in its first or last lines."""
    for line in lines[:_HEAD_LINES]:
        found = read_byline(line)
        if found:
            return found
    for line in reversed(lines[-_TAIL_LINES:]):
        found = _reporting(line) or (read_byline(line) if len(line) < 80 else None)
        if found:
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
    text = _before_date(names)
    if _SENTENCE_END.search(text) and not ends_with_initial(text):
        return None
    pieces = split_names(text)
    authors = _authors(pieces, stated=False)
    service = _service(pieces)
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


def _before_date(text: str) -> str:
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
    return Byline(line, _authors(pieces, stated=False), _service(pieces))


def _barred(line: str) -> Byline | None:
    segments = [segment.strip() for segment in line.split("|") if segment.strip()]
    if not 2 <= len(segments) <= 5 or len(line) > 120:
        return None
    named = [segment for segment in segments if not find_date(segment)]
    first = _without_label(named[0]) if named else ""
    pieces = [piece for segment in named for piece in split_names(_without_label(segment))]
    service = _service(pieces)
    has_date = len(named) < len(segments)
    if not pieces or not (service or (is_name(first) and (has_date or is_role(pieces[-1])))):
        return None
    if not (is_name(pieces[0]) or wire_service_of_byline(pieces[0]) or is_role(pieces[0])):
        return None
    return Byline(" | ".join(named), _authors(pieces, stated=False), service)


def _reporting(line: str) -> Byline | None:
    if len(line) > _LONGEST_STATED or "by " not in line[:40].lower():
        return None
    match = _REPORTING.match(line.strip(" ()[]"))
    if match is None:
        return None
    authors = _authors(split_names(match["names"]), stated=False)
    return Byline(match["line"].strip(" ()"), authors, _service(split_names(match["names"]))) if authors else None


def _inline(line: str) -> Byline | None:
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


def _joined(pieces: Sequence[str], authors: tuple[str, ...]) -> Byline | None:
    services = _service(name for piece in pieces for name in split_names(piece))
    return Byline(", ".join(pieces), authors, services) if pieces else None


def _pieces(printed: Iterable[str], *, split: bool) -> list[str]:
    """The parts of a stated byline that say who; what follows a photo credit or "About the author" is not of it."""
    kept: list[str] = []
    lists = word_lists()
    for line in printed:
        text = _before_date(_without_label(clean_line(_NOISE.sub(" ", line))))
        for piece in split_names(text) if split else [text.strip(" ,;|-–—")]:
            folded = piece.casefold().strip(" .:")
            if folded in lists["byline_stop"] or folded.startswith(("more stories", "view all", "about the author")):
                return (
                    [name for name in kept if not wire_service(name)]
                    if kept and folded.startswith(("getty", "image", "photo"))
                    else kept
                )
            name, is_described, _ = piece.partition(" Is A ") if " Is A " in piece else piece.partition(" is a ")
            if is_described:
                return [*kept, *([name] if is_name(name) and name not in kept else [])]
            if _is_junk(piece, folded, kept):
                continue
            kept.append(piece)
    return kept


def _is_junk(piece: str, folded: str, kept: Sequence[str]) -> bool:
    if not folded or folded in word_lists()["byline_junk"] or any(character.isdigit() for character in folded):
        return True
    if (
        folded.startswith(("published ", "updated ", "posted ", "last updated", "what ", "follow ", "more ", "an "))
        or len(piece) > 80
    ):
        return True
    if _ADDRESS.search(folded) and not re.search(r"(?: for| at|,) ", folded) and not is_role(piece):
        return True
    if any(folded == other.casefold() for other in kept) or _is_doubled(folded, kept):
        return True
    return len(piece.split()) > 9 or not any(character.isalpha() for character in piece)


def _is_doubled(folded: str, kept: Sequence[str]) -> bool:
    rest = folded
    for other in kept:
        rest = rest.replace(other.casefold(), "")
    return bool(kept) and not rest.strip(" ,&")


def _authors(pieces: Iterable[str], *, stated: bool) -> tuple[str, ...]:
    names = (author_in(piece, stated=stated and number == 0) for number, piece in enumerate(pieces))
    return tuple(dict.fromkeys(name for name in names if name))


def _is_credit_tail(piece: str) -> bool:
    return len(piece.split()) <= 4 and piece[:1].isupper()


def _service(pieces: Iterable[str]) -> str | None:
    named = (wire_service_of_byline(piece) or wire_service(split_affiliation(piece)[1]) for piece in pieces)
    services = dict.fromkeys(service for service in named if service)
    return ", ".join(services) or None


def _without_label(text: str) -> str:
    return _LABEL.sub("", text, count=1)
