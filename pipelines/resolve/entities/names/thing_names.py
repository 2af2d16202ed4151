"""What a printed name of an organisation, a place or another thing is made of. Not here: comparing two
(`thing_agreement`).

Legal forms, small words and spelling differences of place names go; "Russian Foreign Ministry" and "Foreign Ministry of
Russia" have the same words. Acronyms are compared with the initials of a full name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.names.folding import fold_word, words_of
from pipelines.names.lists import place_words
from pipelines.resolve.entities.names.name_tables import read_rows
from pipelines.resolve.entities.names.person_names import demonyms

_ACRONYM = re.compile(r"^(?:[A-ZÀ-ÖØ-Þ]\.?){2,8}$|^[A-Z][a-z]?[A-Z]{1,5}$")
MIN_LETTERS_OF_ACRONYM = 3  # two initials fit too many names


@dataclass(frozen=True, slots=True)
class ThingName:
    """A parsed name: `words` are folded, sorted, without legal forms and small words; `initials` are those in order.

    `acronym` is the folded name where it is printed as one ("NATO", "U.N.").
    """

    words: tuple[str, ...]
    initials: frozenset[str] = frozenset()
    acronym: str | None = None

    @property
    def key(self) -> str:
        """All words in one string: names with the same key are the same name."""
        return " ".join(self.words)


@cache
def _plain_words() -> dict[str, str]:
    return {row["word"]: row["plain"] for row in read_rows("org_words.csv")}


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(row["word"] for row in read_rows("legal_forms.csv"))


@cache
def _places() -> dict[str, str]:
    """Return folded variant of a place's name -> its folded name."""
    return {_fold(listed.word): _fold(listed.place) for listed in place_words("across") if listed.form == "name"}


@cache
def known_acronyms() -> dict[str, str]:
    """Return folded acronym -> key of the full name that it is known to stand for."""
    rows = [row for row in read_rows("acronyms.csv") if row["acronym"]]
    return {fold_word(row["acronym"]): parse_thing(row["name"]).key for row in rows}


def stands_for(acronym: str, full: ThingName) -> bool:
    """Say whether an acronym fits a full name: the one in the table, else by its initials from three letters on."""
    if full.acronym is not None:
        return False
    if acronym in known_acronyms():
        return known_acronyms()[acronym] == full.key
    return len(acronym) >= MIN_LETTERS_OF_ACRONYM and acronym in full.initials


def acronyms_within(name: str, spellings: Iterable[str]) -> dict[str, str]:
    """Return key -> acronym for those of a thing's `spellings` that are acronyms of its full name."""
    full = parse_thing(name)
    things = {spelling: parse_thing(spelling) for spelling in spellings if spelling != name}
    return {t.key: spelling for spelling, t in things.items() if t.acronym and stands_for(t.acronym, full)}


def _fold(name: str) -> str:
    folded = [fold_word(word) for word in words_of(name, initials_apart=False)]
    return " ".join(word for word in folded if word and word != "the")


@lru_cache(maxsize=400_000)
def parse_thing(name: str) -> ThingName:
    """Return what `name` is made of; never raises. A name of signs only has no words."""
    place = _places().get(_fold(name))
    if place:
        return ThingName(words=tuple(sorted(place.split())))
    folded = _spell_out(words_of(name, initials_apart=False))
    folded = _without_legal_forms([word for word in folded if word])
    telling = [plain for word in folded if (plain := _plain_words().get(word, word))]
    initials = {"".join(word[0] for word in words) for words in (folded, telling) if len(words) > 1}
    compact = "".join(name.split())
    return ThingName(
        words=tuple(sorted(_name_countries(telling or folded))),
        initials=frozenset(initials),
        acronym=fold_word(compact.replace(".", "")) if _ACRONYM.match(compact) else None,
    )


def _spell_out(printed: list[str]) -> list[str]:
    """Fold the words of a name, and put for an international body's acronym its words: "UN Security Council"."""
    folded = [fold_word(word) for word in printed]
    if len(printed) < 2:
        return folded
    return [
        part
        for word, plain in zip(folded, printed, strict=True)
        for part in (_bodies_inside().get(word, word).split() if plain.isupper() else [word])
    ]


@cache
def _bodies_inside() -> dict[str, str]:
    """Return the acronyms of bodies that other bodies are parts of -> their words in order."""
    rows = read_rows("acronyms.csv")
    names = {fold_word(row["acronym"]): _fold(row["name"]) for row in rows if row["acronym"]}
    return {short: name for short, name in names.items() if any(_is_part(row["name"], name) for row in rows)}


def _is_part(name: str, whole: str) -> bool:
    return _fold(name).startswith(f"{whole} ")


def _without_legal_forms(words: list[str]) -> list[str]:
    """Cut legal forms off the end; at least one word is left."""
    while len(words) > 1 and words[-1] in _legal_forms():
        words = words[:-1]
    return words


def _name_countries(words: list[str]) -> list[str]:
    """Put a country's name for its demonym ("russian", "north korean") and for its variants ("uk")."""
    named: list[str] = []
    at = 0
    while at < len(words):
        two = " ".join(words[at : at + 2])
        if two in demonyms() and at + 2 <= len(words):
            named.extend(demonyms()[two].split())
            at += 2
            continue
        named.extend(demonyms().get(words[at], words[at]).split())
        at += 1
    return named
