"""Which printed name of a person may stand for a fuller one of the same article. How parts agree: `names`."""

import unicodedata
from functools import lru_cache

from pipelines.annotate.lexicon import titles, words
from pipelines.annotate.naming.generations import generation_within
from pipelines.names.lists import nickname_partners, particles, suffixes
from pipelines.names.part_agreement import Part, agree_parts

LEAST_CLIPPED = 3  # letters of a given name that another may begin with: "Tom" of "Tomas"
LONGEST_SYLLABLE = 5  # letters of one of two given names in "Jong Un"
LONGEST_NICKNAME = 5  # letters, or two less than the name that it is short for


@lru_cache(maxsize=65536)
def name_words(printed: str) -> tuple[str, ...]:
    """Return the words of a name, plain lower case, without titles, suffixes and a possessive ending."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", printed) if not unicodedata.combining(c)).casefold()
    plain = plain.replace("’", "'").removesuffix("'s").removesuffix("'")
    found = [w.strip(".,'\"“”()") for w in plain.replace(".", ". ").split()]
    kept = [w for w in found if w and w not in suffixes("article") and w not in ("-", "–")]
    while len(kept) > 1 and kept[0] in titles() and len(kept[0]) > 1:
        kept.pop(0)
    return tuple(kept)


def is_variant(a: str, b: str) -> bool:
    """True where two words are one family name, spelt two ways or misspelt."""
    return agree_parts(a, b, is_family=True) >= Part.MISSPELT


def given_names_agree(a: str, b: str) -> bool:
    """True where two given names may be one person's: equal, an initial, a nickname, a variant, clipped."""
    is_clipped = min(len(a), len(b)) >= LEAST_CLIPPED and (a.startswith(b) or b.startswith(a))
    return is_clipped or agree_parts(a, b) >= Part.INITIAL


def fits(short: tuple[str, ...], full: tuple[str, ...]) -> float:
    """Return how well `short` may stand for the fuller `full` (0 = not at all, 1 = the same).

    The values between only rank the chains that a form may belong to; how far apart they are means nothing.
    """
    if not short or not full:
        return 0.0
    if short == full:
        return 1.0
    if len(short) == 1:
        return _single_fits(short[0], full)
    if generation_within(short) != generation_within(full):
        return 0.0
    if short[-1] == full[-1] or is_variant(short[-1], full[-1]):
        weight = 0.95 if short[-1] == full[-1] else 0.85
        return weight if given_names_agree(short[0], full[0]) or set(short) <= set(full) else 0.0
    if set(short) <= set(full) and short[0] == full[0]:
        return 0.8  # "Maria Elena" of "Maria Elena Duarte Paz"
    return 0.0


def _single_fits(word: str, full: tuple[str, ...]) -> float:
    if word == full[-1] or (word == full[0] and _is_surname_first(full)):
        return 0.9
    if len(full) > 1 and word in full[1:] and word not in particles("article"):
        return 0.8
    if word == full[0]:
        return 0.7
    if is_variant(word, full[-1]):
        return 0.65
    return 0.5 if len(full) > 1 and word in nickname_partners().get(full[0], ()) and _is_short(word, full[0]) else 0.0


def _is_surname_first(full: tuple[str, ...]) -> bool:
    """True for "Kim Jong Un" and "Moon Jae-in", not for "Lee Harvey Oswald"."""
    given = [part for word in full[1:] for part in word.split("-")]
    is_given = len(given) == 2 and all(len(part) <= LONGEST_SYLLABLE for part in given)
    return is_given and full[0] in words("surnames_first")


def _is_short(word: str, given: str) -> bool:
    """True for what calls a person by itself: "Bill" for William, not "Vladimir" for Volodymyr, a name of its own."""
    return 2 < len(word) <= max(LONGEST_NICKNAME, len(given) - 2)
