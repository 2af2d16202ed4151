"""Folding of printed names to plain Latin letters, so that spellings can be compared.

Here: script, case, marks, and the sound of a name part. Not here: what the parts mean (`person_names`, `thing_names`).
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_CHARS = 300  # a longer "name" is a reading error; its first 300 characters are compared
MAX_PARTS = 12

_APOSTROPHES = re.compile(r"['’‘ʻʼ`´′·.]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_GAPS = re.compile(r"[\s\-‐-―/_&,;:()]+")
_INITIALS = re.compile(r"(?<=\w)\.(?=\w)")
_SYLLABIC = re.compile(r"^[㐀-鿿豈-﫿가-힣]{2,4}$")
_LOOKALIKES = str.maketrans("0195", "oigs")
_SOUNDS = [
    (re.compile(pattern), plain)
    for pattern, plain in [
        ("tsch|tch|tsj|cz", "c"),
        ("sch|sh|sz", "s"),
        ("ch", "c"),
        ("kh", "h"),
        ("zh|dzh|dj|dsch", "z"),
        ("ph", "f"),
        ("th", "t"),
        ("gh", "g"),
        ("dh", "d"),
        ("ck|q", "k"),
        ("ts|tz", "z"),
        ("w", "v"),
        ("ks", "x"),
        ("oo|ou|oe", "u"),
        ("ee|ey|ei|ie|j|y", "i"),
        (r"(.)\1+", r"\1"),
        ("ii+", "i"),
    ]
]


@lru_cache(maxsize=400_000)
def fold_word(word: str) -> str:
    """Return `word` in lower-case Latin letters and digits only; empty where nothing of it can be read."""
    plain = word if word.isascii() else anyascii(unicodedata.normalize("NFKC", word))
    folded = _NOT_WORD.sub("", plain.lower())
    if folded.isalpha() or folded.isdigit() or len(folded) < 4:
        return folded
    letters = sum(character.isalpha() for character in folded)
    return folded.translate(_LOOKALIKES) if letters * 2 > len(folded) else folded


def words_of(name: str, *, initials_apart: bool = True) -> list[str]:
    """Return the words of a printed name in order: cut at spaces, hyphens and dashes, apostrophes and dots dropped.

    "A.J. Orr" is three words where `initials_apart`, else two. A name of two to four Chinese or Korean characters is
    cut after the first, its family name.
    """
    text = unicodedata.normalize("NFKC", name[:MAX_CHARS]).strip()
    text = _POSSESSIVE.sub("", text)
    if _SYLLABIC.match(text):
        text = f"{text[0]} {text[1:]}"
    if initials_apart:
        text = _INITIALS.sub(". ", text)
    text = _APOSTROPHES.sub("", text)
    text = text.replace("・", " ").replace("‌", "")
    return [word for word in _GAPS.split(text) if word][: MAX_PARTS * 2]


@lru_cache(maxsize=400_000)
def sound_of(part: str) -> str:
    """Return a folded part with the spellings of one sound made one: `zelenskyy`, `zelenskiy` and `zelensky` agree.

    A hand-made table in the spirit of Soundex for news transliterations; it keeps vowels, so it merges far less.
    """
    sound = part
    for pattern, plain in _SOUNDS:
        sound = pattern.sub(plain, sound)
    return sound or part


@lru_cache(maxsize=400_000)
def skeleton_of(part: str) -> str:
    """Return the consonants of a folded part, as scripts without vowels write it; the part itself where it has none."""
    bones = re.sub(r"[aeiouyw]", "", sound_of(part))
    return re.sub(r"(.)\1+", r"\1", bones) or part


def is_without_vowels(name: str) -> bool:
    """Say whether `name` is in a script that writes consonants only (Arabic, Hebrew)."""
    return any("֐" <= character <= "ۿ" or "ﭐ" <= character <= "﻿" for character in name)


def characters_of(name: str) -> str | None:
    """Return a name in Chinese or Korean characters without its spaces; None for one in other scripts."""
    plain = unicodedata.normalize("NFKC", "".join(name[:MAX_CHARS].split()))
    return plain if _SYLLABIC.match(plain) else None
