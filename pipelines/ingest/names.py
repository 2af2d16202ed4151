"""Names in bylines, told by their form alone (capitals, particles, no digits); no list of people is kept."""

import re

from pipelines.ingest.outlets import is_outlet_name
from pipelines.ingest.wire import wire_service_of_byline
from pipelines.ingest.words import word_lists

_LONGEST_NAME = 60  # characters
_PARENTHESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_BETWEEN = re.compile(
    r"\s*(?:[;|•·]|,(?!\s*(?:jr|sr|md|phd|ii|iii)\b)|&| / |/(?=[A-Z])|\band\b|\bwith\b|\bund\b|\bet\b|\n)\s*",
    re.IGNORECASE,
)
_PLACE_OR_OUTLET = re.compile(r"\s+(?:for|in|at|of|from|on|is|reports?|writes)\s+.*$", re.IGNORECASE)
_DASHED = re.compile(r"\s+[-–—]\s+.*$")
_SUFFIX = re.compile(r",?\s+(?:(?P<kept>jr|sr|ii|iii|iv)|md|phd|ph\.d|mba|esq|obe|mbe|cbe)\.?$", re.IGNORECASE)
_INVERTED = re.compile(r"(?P<last>(?:[^\s,;]+\s){0,3}[^\s,;]+),\s*(?P<first>[^\s,;]+(?:\s[^\s,;]+)?)$")
_BETWEEN_INVERTED = re.compile(r"\s*[;|/]\s*|,?\s+(?:and|und|et|&)\s+", re.IGNORECASE)
_TITLE = re.compile(r"^(?:dr|prof|sir|dame|mr|mrs|ms)\.?\s+", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s.])[A-Z]\.$|\b(?:jr|sr)\.$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-‐])*\Z")


def ends_with_initial(text: str) -> bool:
    """True where the full stop at the end belongs to a name ("J.", "Jr.")."""
    return _INITIAL.search(text) is not None


def is_name(text: str, *, shortest: int = 2) -> bool:
    """True where `text` has the form of a person's name: up to five capitalised words, with particles between them."""
    words = text.split()
    if not shortest <= len(words) <= 5 or len(text) > _LONGEST_NAME:
        return False
    lists = word_lists()
    if words[0].casefold().strip(".") in lists["not_a_name"] or words[-1].casefold() in lists["not_a_name"]:
        return False
    for number, word in enumerate(words):
        if not _NAME_WORD.match(word):
            return False
        is_particle = (word in lists["name_particle"] and number < len(words) - 1) or word[1:2] in ("'", "’")
        if word[0].islower() and not is_particle:
            return False
    return True


def author_in(piece: str, *, stated: bool) -> str | None:
    """Return the name in a piece of a byline; None for a role, an agency, an outlet or what has no name's form."""
    if wire_service_of_byline(piece) or is_role(piece) or _begins_with_publisher(piece):
        return None
    bare = _DASHED.sub("", _PLACE_OR_OUTLET.sub("", _PARENTHESIS.sub("", piece)))
    suffix = _SUFFIX.search(bare)
    if suffix:
        bare = bare[: suffix.start()]
    name = _TITLE.sub("", bare).strip(" ,.|") + ("." if not suffix and ends_with_initial(piece) else "")
    name = split_affiliation(name)[0]
    if wire_service_of_byline(name) or is_outlet_name(name):
        return None
    if stated and name.islower() and _is_name_in_lower_case(name):
        name = name.title()
    if not is_name(name, shortest=1 if stated else 2):
        return None
    if suffix and suffix["kept"]:
        name += f" {suffix['kept']}"
    if name.isupper() and len(name) > 4 and " " in name:
        name = _from_capitals(name)
    return name


def upright(line: str) -> str:
    """Return names that stand last name first ("Rennick, Della; Gantry, Otto") as they are said; other lines as is.

    Between such names stands a semicolon, a bar, a slash or "and"; behind the last may stand what they are.
    """
    pieces = [piece.strip(" ,") for piece in _BETWEEN_INVERTED.split(line) if piece.strip(" ,")]
    names = [_upright_name(piece) for piece in pieces]
    if not names or names[0] is None:
        return line
    upright_ones = [name or piece for name, piece in zip(names, pieces, strict=True)]
    is_sure = all(names) or all(name or is_name(piece) for name, piece in zip(names, pieces, strict=True))
    return "; ".join(upright_ones) if is_sure else line


def _upright_name(piece: str) -> str | None:
    """Return a name that stands last name first, what its bearer is left out; None for anything else."""
    name, comma, role = piece.rpartition(",")
    if comma and "," in name and is_role(role.strip()):
        piece = name
    match = _INVERTED.match(piece)
    return f"{match['first']} {match['last']}" if match and _is_inverted(match["last"], match["first"]) else None


def _is_inverted(last: str, first: str) -> bool:
    parts = (last, first)
    if any(wire_service_of_byline(part) or is_role(part) or is_outlet_name(part) for part in parts):
        return False
    if _SUFFIX.search(f" {first}") or not word_lists()["name_particle"].issuperset(last.split()[:-1]):
        return False
    return is_name(f"{first.rstrip('.')} {last}") and first.casefold() not in word_lists()["not_a_place"]


def _is_name_in_lower_case(name: str) -> bool:
    words = name.split()
    lists = word_lists()
    is_other = (word in lists[kind] for word in words for kind in ("role", "role_word", "not_a_name", "byline_junk"))
    return 2 <= len(words) <= 3 and all(word.isalpha() and len(word) > 1 for word in words) and not any(is_other)


def _begins_with_publisher(piece: str) -> bool:
    """True for "AP Auto Writer" and "CNN Business": initials that are an agency's or outlet's."""
    first = piece.split()[0] if piece.split() else ""
    return len(first) > 1 and first.isupper() and (wire_service_of_byline(first) is not None or is_outlet_name(first))


def split_affiliation(piece: str) -> tuple[str, str]:
    """Return a name and the role, agency or outlet after it, which is empty where there is none."""
    words = piece.split()
    for start in range(2, len(words)):
        tail = " ".join(words[start:])
        if is_role(tail) or wire_service_of_byline(tail) or is_outlet_name(tail):
            return " ".join(words[:start]).rstrip("."), tail
    return piece, ""


def _from_capitals(name: str) -> str:
    def lowered(part: str) -> str:
        return part if "." in part else part[:1] + part[1:].lower()

    return " ".join("-".join(map(lowered, word.split("-"))) for word in name.split())


def is_role(piece: str) -> bool:
    """True where a piece of a byline says what somebody is, or names a desk ("Senior Editor", "Sports Staff")."""
    words = [word.strip(".,:").casefold() for word in piece.replace("-", " ").replace("/", " ").split()]
    lists = word_lists()
    if not words or len(words) > 8:
        return False
    roles = [word in lists["role"] or word.rstrip("s") in lists["role"] for word in words]
    known = [role or word in lists["role_word"] or "." in word for role, word in zip(roles, words, strict=True)]
    return any(roles) and sum(known) >= len(words) - 1


def split_names(text: str) -> list[str]:
    """Return the parts of a byline between commas, bars, "and" and the like."""
    pieces = (piece.strip(" ,;|-–—") for piece in _BETWEEN.split(text))
    return [piece for piece in pieces if piece]
