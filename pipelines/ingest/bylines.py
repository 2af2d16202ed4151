"""Bylines: who wrote a report, as the source states it or as the text's first and last lines print it; the authors in it.

Names are told by their form alone (capitals, particles, no digits); no list of people is kept.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.ingest.dates import find_date
from pipelines.ingest.outlets import is_outlet_name
from pipelines.ingest.paragraphs import clean_line
from pipelines.ingest.wire import wire_service, wire_service_of_byline
from pipelines.ingest.words import word_lists

_LONGEST = 160  # characters of a byline
_HEAD_LINES, _TAIL_LINES = 6, 3
_DATE_TAIL = re.compile(
    r"\s*[|•·–—]\s*|\s+(?:updated|published|posted)\b|,?\s+(?=\d{1,2}[ :/.-]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{1,6})?\.? \d)|,?\s+(?=(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:(?:written|posted|published|story|words|text|reported|report|edited|compiled|submitted|authored)\s+)?by\b[:\s]+", re.IGNORECASE)
_NOISE = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+|(?<!\w)@\w+", re.IGNORECASE)
_ADDRESS = re.compile(r"\w\.(?:com|org|net|co\.\w\w|tv|info)\b")
_PARENTHESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_BETWEEN = re.compile(r"\s*(?:[;|•·]|,(?!\s*(?:jr|sr|md|phd|ii|iii)\b)|&| / |/(?=[A-Z])|\band\b|\bwith\b|\n)\s*", re.IGNORECASE)
_PLACE_OR_OUTLET = re.compile(r"\s+(?:for|in|at|of|from|on|is|reports?|writes)\s+.*$", re.IGNORECASE)
_DASHED = re.compile(r"\s+[-–—]\s+.*$")
_TITLE = re.compile(r"^(?:dr|prof|sir|dame|mr|mrs|ms)\.?\s+", re.IGNORECASE)
_REPORTING = re.compile(
    r"^\W*(?P<line>(?:(?:additional\s+)?(?:reporting|writing|written|report|compiled))\s+by\s+(?P<names>[^;.()]+(?:\.(?=[^;()]*;)[^;.()]*)*)(?P<rest>[;,.].*)?)$",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"^(?:written |posted |story |words |text |report )?by[:\s]\s*(?P<names>\S.*)$", re.IGNORECASE)
_INLINE_BY = re.compile(r"(?:updated|published|posted)\b[^A-Za-z]{8,40}\bby:?\s+(?P<names>[A-Z][^()|\n]{2,60}?)(?=\s*[(|]|\s*$)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]?$")
_INITIAL = re.compile(r"(?:^|[\s.])[A-Z]\.$|\b(?:jr|sr)\.$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-‐])*\Z")


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline as printed, less its label and junk, the persons or desks named in it, and the agency, if one."""

    printed: str
    authors: tuple[str, ...]
    wire_service: str | None = None


def stated_byline(printed: str | None, authors: Sequence[str]) -> Byline | None:
    """Return the byline that metadata states: its own line, or the list of authors; None where only junk is left."""
    pieces = _pieces(authors if authors and not printed else [printed or ""], split=not (authors and not printed))
    listed = _authors(_pieces(authors, split=False), stated=True) if authors else ()
    if not pieces:
        return _joined(_pieces(authors, split=False), listed) if authors and printed else None
    if printed:
        kept = _before_date(_without_label(clean_line(_NOISE.sub(" ", printed)))).strip(" ,;|-–—")
        whole = kept if len(kept) <= _LONGEST and len(pieces) == len(_split(kept)) else ", ".join(pieces)
        return Byline(whole, listed or _authors(pieces, stated=True), _service(pieces))
    return _joined(pieces, listed)


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
    """Return the byline that a line is: "By Lena Orr", "LENA ORR, Staff writer", "Lena Orr | Agency"; None for prose."""
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


def is_name(text: str, *, shortest: int = 2) -> bool:
    """True where `text` has the form of a person's name: two to five capitalised words, particles between them allowed."""
    words = text.split()
    if not shortest <= len(words) <= 5 or len(text) > 60:
        return False
    lists = word_lists()
    if words[0].casefold().strip(".") in lists["not_a_name"] or words[-1].casefold() in lists["not_a_name"]:
        return False
    for number, word in enumerate(words):
        if not _NAME_WORD.match(word):
            return False
        if not word[0].isupper() and not (word in lists["name_particle"] and number < len(words) - 1) and not word[0].isalpha():
            return False
        if word[0].islower() and not (word in lists["name_particle"] or word[1:2] in ("'", "’")):
            return False
    return words[-1][0].isupper() or not words[-1][0].islower()


def _after_by(names: str) -> Byline | None:
    text = _before_date(names)
    if _SENTENCE_END.search(text) and not _INITIAL.search(text):
        return None
    pieces = _split(text)
    authors = _authors(pieces, stated=False)
    service = _service(pieces)
    if not pieces or len(pieces) > 8:
        return None
    is_known = [bool(_author(piece, stated=False) or wire_service_of_byline(piece) or _is_role(piece) or _is_credit_tail(piece)) for piece in pieces]
    if not is_known[0] or not all(is_known[:2]) or sum(is_known) * 2 <= len(pieces):
        return None
    return Byline(text.strip(" ,;|"), authors, service) if authors or service or _is_role(pieces[0]) else None


def _before_date(text: str) -> str:
    return _DATE_TAIL.split(text.strip(), maxsplit=1)[0] if find_date(text) else text.strip()


def _with_role(line: str) -> Byline | None:
    if len(line) > 90 or (_SENTENCE_END.search(line) and not _INITIAL.search(line)):
        return None
    pieces = _split(line.replace(" - ", ", ").replace(" – ", ", "))
    if len(pieces) < 2 or not is_name(pieces[0]):
        return None
    tail = pieces[-1]
    if not (_is_role(tail) or wire_service_of_byline(tail)):
        return None
    if not all(is_name(piece) or _is_role(piece) or wire_service(piece) for piece in pieces[:-1]):
        return None
    return Byline(line, _authors(pieces, stated=False), _service(pieces))


def _barred(line: str) -> Byline | None:
    segments = [segment.strip() for segment in line.split("|") if segment.strip()]
    if not 2 <= len(segments) <= 5 or len(line) > 120:
        return None
    named = [segment for segment in segments if not find_date(segment)]
    first = _without_label(named[0]) if named else ""
    pieces = [piece for segment in named for piece in _split(_without_label(segment))]
    service = _service(pieces)
    has_date = len(named) < len(segments)
    if not pieces or not (service or (is_name(first) and (has_date or _is_role(pieces[-1])))):
        return None
    if not (is_name(pieces[0]) or wire_service_of_byline(pieces[0]) or _is_role(pieces[0])):
        return None
    return Byline(" | ".join(named), _authors(pieces, stated=False), service)


def _reporting(line: str) -> Byline | None:
    if "by " not in line[:40].lower():
        return None
    match = _REPORTING.match(line.strip(" ()[]"))
    if match is None:
        return None
    authors = _authors(_split(match["names"]), stated=False)
    return Byline(match["line"].strip(" ()"), authors, _service(_split(match["names"]))) if authors else None


def _inline(line: str) -> Byline | None:
    match = _INLINE_BY.search(line)
    if match is None:
        return None
    found = _after_by(match["names"])
    if found is None and _is_role(match["names"]):
        return Byline(match["names"], ())
    return found


def _agency_alone(line: str) -> Byline | None:
    service = wire_service(line) if len(line) <= 40 else None
    return Byline(line.strip(" ()"), (), service) if service else None


def _joined(pieces: Sequence[str], authors: tuple[str, ...]) -> Byline | None:
    return Byline(", ".join(pieces), authors, _service(pieces)) if pieces else None


def _pieces(printed: Iterable[str], *, split: bool) -> list[str]:
    """The parts of a stated byline that say who; what follows a photo credit or "About the author" is not of it."""
    kept: list[str] = []
    lists = word_lists()
    for line in printed:
        text = _before_date(_without_label(clean_line(_NOISE.sub(" ", line))))
        for piece in _split(text) if split else [text.strip(" ,;|-–—")]:
            folded = piece.casefold().strip(" .:")
            if folded in lists["byline_stop"] or folded.startswith(("more stories", "view all", "about the author")):
                return [name for name in kept if not wire_service(name)] if kept and folded.startswith(("getty", "image", "photo")) else kept
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
    if folded.startswith(("published ", "updated ", "posted ", "last updated", "what ", "follow ", "more ", "an ")) or len(piece) > 80:
        return True
    if _ADDRESS.search(folded) and not re.search(r" (?:for|at) ", folded) and not _is_role(piece):
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
    names = (_author(piece, stated=stated and number == 0) for number, piece in enumerate(pieces))
    return tuple(dict.fromkeys(name for name in names if name))


def _author(piece: str, *, stated: bool) -> str | None:
    """The name in a piece of a byline; None for a role, an agency, an outlet's desk or anything without a name's form."""
    if wire_service_of_byline(piece) or _is_role(piece):
        return None
    name = _TITLE.sub("", _DASHED.sub("", _PLACE_OR_OUTLET.sub("", _PARENTHESIS.sub("", piece)))).strip(" ,.|") + ("." if _INITIAL.search(piece) else "")
    name = _without_role(name)
    if wire_service_of_byline(name) or is_outlet_name(name):
        return None
    if not is_name(name, shortest=1 if stated else 2):
        return None
    if name.isupper() and len(name) > 4 and " " in name:
        name = _from_capitals(name)
    return name


def _without_role(name: str) -> str:
    words = name.split()
    for start in range(2, len(words)):
        if _is_role(" ".join(words[start:])):
            return " ".join(words[:start])
    return name


def _from_capitals(name: str) -> str:
    return " ".join("-".join(part[:1] + part[1:].lower() if "." not in part else part for part in word.split("-")) for word in name.split())


def _is_role(piece: str) -> bool:
    words = [word.strip(".,:").casefold() for word in piece.replace("-", " ").replace("/", " ").split()]
    lists = word_lists()
    if not words or len(words) > 8:
        return False
    has_role = any(word in lists["role"] or word.rstrip("s") in lists["role"] for word in words)
    known = sum(word in lists["role"] or word.rstrip("s") in lists["role"] or word in lists["role_word"] or "." in word for word in words)
    return has_role and known >= len(words) - 1


def _is_credit_tail(piece: str) -> bool:
    return len(piece.split()) <= 4 and piece[:1].isupper()


def _service(pieces: Iterable[str]) -> str | None:
    services = dict.fromkeys(service for service in map(wire_service_of_byline, pieces) if service)
    return ", ".join(services) or None


def _split(text: str) -> list[str]:
    pieces = (piece.strip(" ,;|-–—") for piece in _BETWEEN.split(text))
    return [piece for piece in pieces if piece]


def _without_label(text: str) -> str:
    return _LABEL.sub("", text, count=1)
