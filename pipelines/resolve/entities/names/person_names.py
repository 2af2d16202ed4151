"""What a printed person's name is made of: titles, parts, generation. Not here: comparing two (`person_agreement`)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.names.folding import MAX_PARTS, characters_of, fold_word, is_without_vowels, words_of
from pipelines.names.lists import particles, place_words, suffixes, surnames_first
from pipelines.names.lists import titles as listed_titles
from pipelines.resolve.entities.names.name_tables import gazetteer_rows

_CHILD_OF = "bin "


@dataclass(frozen=True, slots=True)
class PersonName:
    """A parsed name. `parts` are folded, family name last, without titles, particles and articles.

    A part that follows "bin", "ben" or "ibn" begins with "bin " (somebody's father is not that somebody).
    `characters` is the name as written in Chinese or Korean characters, which say more than their sound.
    """

    parts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    generation: str | None = None
    gender: str | None = None
    is_without_vowels: bool = False
    characters: str | None = None

    @property
    def family(self) -> str:
        """The family name without its "bin"; empty where nothing could be read."""
        return bare(self.parts[-1]) if self.parts else ""

    @property
    def families(self) -> tuple[str, ...]:
        """What a bare mention may use: the last part, and the first of a name that puts the family name first."""
        first = bare(self.parts[0]) if len(self.parts) > 1 else ""
        return (self.family, first) if is_family_first(first) else (self.family,)

    @property
    def given(self) -> str:
        """The first given name; empty for a name of one part."""
        return bare(self.parts[0]) if len(self.parts) > 1 else ""

    @property
    def is_bare(self) -> bool:
        """True where there is one part only, usually a family name."""
        return len(self.parts) == 1

    @property
    def key(self) -> str:
        """Parts and generation in one string: names with the same key are printed the same, case and marks aside."""
        return " ".join(self.parts) + (f" {self.generation}" if self.generation else "")


def bare(part: str) -> str:
    """Return a part without its "bin "."""
    return part.removeprefix(_CHILD_OF)


def is_family_first(part: str) -> bool:
    """Say whether a folded part is a family name of a language that puts it first (Korean, Chinese, Vietnamese)."""
    return part in surnames_first("across")


@cache
def demonyms() -> dict[str, str]:
    """Return folded demonym or country name -> folded country ("russian" -> "russia")."""
    found: dict[str, str] = {}
    for listed in place_words("across"):
        place = _fold(listed.place)
        if listed.kind == "country":
            found[place] = place
        if listed.form == "demonym":
            found[_fold(listed.word)] = place
    for row in gazetteer_rows():
        place = _fold(row["labels"]["en"]["value"])
        for demonym in row.get("demonyms", {}).get("en", ()):
            found.setdefault(_fold(demonym["value"]), place)
    return found


def _fold(name: str) -> str:
    return " ".join(fold_word(word) for word in words_of(name))


@lru_cache(maxsize=400_000)
def parse_person(name: str) -> PersonName:
    """Return what `name` is made of; never raises. A name of signs only has no parts."""
    words = words_of(_turn_at_comma(name))
    folded = [(fold_word(word), word) for word in words]
    folded = [(part, word) for part, word in folded if part]
    titles, folded = _split_titles(folded)
    generation, folded = _split_suffix(folded)
    genders = {known.gender for title in titles if (known := listed_titles("across").get(title))} - {None}
    return PersonName(
        parts=_join_particles(folded)[:MAX_PARTS],
        titles=titles,
        generation=generation,
        gender=genders.pop() if len(genders) == 1 else None,
        is_without_vowels=is_without_vowels(name),
        characters=characters_of(name),
    )


def _turn_at_comma(name: str) -> str:
    """Return "Lena Orr" for "Orr, Lena"; a comma before a suffix ("Orr, Jr.") goes."""
    before, comma, after = name[: MAX_PARTS * 40].partition(",")
    words = [fold_word(word) for word in words_of(after)]
    if not comma or not words:
        return name
    if all(word in suffixes("across") for word in words):
        return f"{before} {after}"
    return f"{after.replace(',', ' ')} {before}"


Words = list[tuple[str, str]]  # folded part, as printed


def _split_titles(words: Words) -> tuple[tuple[str, ...], Words]:
    """Cut leading titles ("Russian President Orr") and trailing ones ("Orr Dr"); at least one word is left."""
    titles = listed_titles("across")
    start = 0
    while start < len(words) - 1 and (words[start][0] in titles or _is_demonym_before_title(words, start)):
        start += 1
    end = len(words)
    while end - start > 2 and words[end - 1][0] in ("dr", "prof", "mr", "mrs"):
        end -= 1
    return tuple(part for part, _ in words[:start] + words[end:]), words[start:end]


def _is_demonym_before_title(words: Words, at: int) -> bool:
    return words[at][0] in demonyms() and at + 2 < len(words) and words[at + 1][0] in listed_titles("across")


def _split_suffix(words: Words) -> tuple[str | None, Words]:
    generation = None
    while len(words) > 1 and words[-1][0] in suffixes("across"):
        generation = suffixes("across")[words[-1][0]] or generation
        words = words[:-1]
    return generation, words


def _join_particles(words: Words) -> tuple[str, ...]:
    """Drop articles and particles of nobility, mark the part after "bin"; initials like "JC" are taken apart."""
    parts: list[str] = []
    is_child = False
    for at, (part, word) in enumerate(words):
        kind = particles("across").get(part)
        is_last = at == len(words) - 1
        if kind == "servant of":  # Abdul Aziz, Abd al-Aziz
            part, kind = "abd", None
        if kind and not is_last and not (at == 0 and _may_be_given(part, word, len(words))):
            is_child = is_child or kind == "child of"
            continue
        if len(part) in (2, 3) and word.isupper() and not is_last and not re.search("[aeiouy]", part):
            parts.extend(part)
        else:
            parts.append(_CHILD_OF + part if is_child else part)
        is_child = False
    pairs = zip(parts, [None, *parts], strict=False)
    return tuple(part for part, before in pairs if part != before or len(part) == 1)


def _may_be_given(part: str, word: str, words: int) -> bool:
    """Say whether a particle that opens the name is a given name: Ben, Al, Di or Della, with one more word."""
    return part in ("ben", "al", "di", "della") and word[:1].isupper() and not word.isupper() and words == 2
