"""Bylines as metadata states them: one line or a list of authors, with all that sites put among them.

A byline is kept as stated, less its label ("By") and what is no part of it: dates, addresses, page furniture.
"""

import re
from collections.abc import Iterable, Sequence

from pipelines.ingest.bylines import Byline, authors_of, before_date, services_of, without_label
from pipelines.ingest.names import is_name, is_role, split_names, upright
from pipelines.ingest.paragraphs import clean_line
from pipelines.ingest.wire import wire_service
from pipelines.ingest.words import word_lists

_LONGEST = 160  # characters of a byline
_LONGEST_STATED, _MOST_AUTHORS = 500, 50  # that are looked at
_NOISE = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+|(?<!\w)@\w+|\((?:she|he|they)/\w+(?:/\w+)?\)", re.IGNORECASE)
_AGO = re.compile(
    r"^(?:(?:an?|\d+)\s+)?(?:second|minute|min|hour|day|week|month|year)s?\s+ago\b[\s,|•·–-]*"
    r"|[\s,|•·–-]+(?:an?|\d+)\s+(?:second|minute|min|hour|day|week|month|year)s?\s+ago$",
    re.IGNORECASE,
)
_BEHIND_BAR = re.compile(r"\s+[/|]\s+(?P<outlet>[^/|,;&]+)$")
_ADDRESS = re.compile(r"\w\.(?:com|org|net|co\.\w\w|tv|info)\b")
_BELONGS = re.compile(r"(?: for| at|,) ")
_ENDS = ("more stories", "view all", "about the author")
_PHOTO = ("getty", "image", "photo")
_FURNITURE = ("published ", "updated ", "posted ", "last updated", "what ", "follow ", "more ", "an ")
_LONGEST_PIECE, _MOST_WORDS = 80, 9


def stated_byline(printed: str | None, authors: Sequence[str], outlet: str | None = None) -> Byline | None:
    """Return the byline that metadata states: its own line, else the list of authors; None where only junk is left.

    `outlet` is who published: nobody that writes.
    """
    publisher = (outlet or "").casefold()
    listed = _pieces([author[:_LONGEST_STATED] for author in authors[:_MOST_AUTHORS]], split=False)
    listed = [piece for piece in listed if piece.casefold() != publisher]
    names = _names((name for piece in listed for name in split_names(upright(piece))), publisher)
    line = printed[:_LONGEST_STATED] if printed else ""
    pieces = [piece for piece in _pieces([line], split=True) if piece.casefold() != publisher]
    if not pieces:
        return _joined(listed, names)
    kept = _bare(line)
    whole = kept if len(kept) <= _LONGEST and len(pieces) == len(split_names(kept)) else ", ".join(pieces)
    upright_line = upright(kept)
    parts = pieces if upright_line == kept else split_names(upright_line)
    printed_names = _names(map(without_label, parts), publisher)
    is_longer = set(names) < set(printed_names)  # lists may lack who is printed beside the first author
    return Byline(whole, printed_names if is_longer else names, services_of(pieces))


def _names(pieces: Iterable[str], publisher: str) -> tuple[str, ...]:
    return tuple(name for name in authors_of(pieces, stated=True) if name.casefold() != publisher)


def _joined(pieces: Sequence[str], authors: tuple[str, ...]) -> Byline | None:
    services = services_of(name for piece in pieces for name in split_names(piece))
    return Byline(", ".join(pieces), authors, services) if pieces else None


def _bare(line: str) -> str:
    bare = _AGO.sub("", clean_line(_NOISE.sub(" ", line)))
    behind = _BEHIND_BAR.search(bare)
    if behind and behind["outlet"].split()[-1].casefold() in word_lists()["outlet_word"]:
        bare = bare[: behind.start()]
    return before_date(without_label(bare)).strip(" ,;|-–—")


def _pieces(printed: Iterable[str], *, split: bool) -> list[str]:
    """The parts of a stated byline that say who; what follows a photo credit or "About the author" is not of it."""
    kept: list[str] = []
    for line in printed:
        for piece in split_names(_bare(line)) if split else [_bare(line)]:
            folded = piece.casefold().strip(" .:")
            if folded in word_lists()["byline_stop"] or folded.startswith(_ENDS):
                is_of_photo = folded.startswith(_PHOTO)
                return [name for name in kept if not wire_service(name)] if is_of_photo else kept
            name, is_described, _ = piece.partition(" Is A " if " Is A " in piece else " is a ")
            if is_described:
                return [*kept, *([name] if is_name(name) and name not in kept else [])]
            if not _is_junk(piece, folded, kept):
                kept.append(piece)
    return kept


def _is_junk(piece: str, folded: str, kept: Sequence[str]) -> bool:
    if not folded or folded in word_lists()["byline_junk"] or any(character.isdigit() for character in folded):
        return True
    if folded.startswith(_FURNITURE) or len(piece) > _LONGEST_PIECE or len(piece.split()) > _MOST_WORDS:
        return True
    if _ADDRESS.search(folded) and not _BELONGS.search(folded) and not is_role(piece):
        return True
    if any(folded == other.casefold() for other in kept) or _is_doubled(folded, kept):
        return True
    return not any(character.isalpha() for character in piece)


def _is_doubled(folded: str, kept: Sequence[str]) -> bool:
    rest = folded
    for other in kept:
        rest = rest.replace(other.casefold(), "")
    return bool(kept) and not rest.strip(" ,&")
