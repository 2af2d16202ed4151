"""Folding: printed text to words that two prints of the same speech have in common.

Case, punctuation, quotation marks, dashes, accents and Unicode forms fall away; contractions are spelled out, numbers
become digits. A word's *stem* (Snowball's English stemmer, irregular forms by table) folds tense and number too.
"""

import csv
import re
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import snowballstemmer  # type: ignore[import-untyped]

from pipelines.resolve.arrow.columns import Flags, Hashes, Integers

DATA = Path(__file__).parent / "word_tables"
TOKEN = re.compile(r"\d++(?:[.,]\d++|:\d\d(?!\d)|[\u00a0\u2009\u202f]\d{3}(?!\d))*+|[^\W_]+(?:['’ʼ][^\W_]+)*|%")
THOUSANDS = re.compile(r"\d{1,3}(?:[, ]\d{2,3})*[, ]\d{3}(?:\.\d+)?")
CONTRACTIONS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am", "s": None}
STEMS_BEFORE_NOT = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
GLYPHS = 0x100000  # stems are told apart by as many characters, from here upward: beyond the surrogates
FIRST_GLYPH = 0x10000


@cache
def word_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `word_tables/<name>.csv` below its header."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(tuple(row) for row in csv.reader(file))[1:]


def fold_token(token: str) -> tuple[str, ...]:
    """Return the folded words of one match of `TOKEN`: none, one, or two for a contraction."""
    text = unicodedata.normalize("NFKD", token).casefold().replace("’", "'").replace("ʼ", "'")
    text = "".join(c for c in text if not unicodedata.combining(c))
    if not text:
        return ()  # nothing but a mark that belongs to the letter before it, cut off from it
    if text == "%":
        return ("percent",)
    if text[:1].isdigit():
        return (_fold_number(text),)
    if text == "cannot":
        return ("can", "not")
    stem, _, ending = text.rpartition("'")
    if ending == "t" and stem.endswith("n"):
        return (STEMS_BEFORE_NOT.get(stem[:-1], stem[:-1]), "not")
    if stem and ending in CONTRACTIONS:
        spelled = CONTRACTIONS[ending]
        return (stem.replace("'", ""), spelled) if spelled else (stem.replace("'", ""),)
    return (_pairs("numbers").get(text, text.replace("'", "")),)


def _fold_number(text: str) -> str:
    """Return a number without the marks between thousands; another comma is a decimal one, a colon a clock's."""
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "").replace(" ", "")
    return text.replace(",", ".").replace(":", ".")


class _Codes(dict[str, tuple[int, ...]]):
    """Codes by raw token; a token that is new is folded."""

    def __init__(self, vocabulary: "Vocabulary") -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, token: str) -> tuple[int, ...]:
        codes = self[token] = tuple(self._vocabulary.code_of(word) for word in fold_token(token))
        return codes


@dataclass(slots=True)
class Vocabulary:
    """The folded words met so far, by code, with what comparing needs to know of each; grows as it folds."""

    words: list[str] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    glyphs: list[str] = field(default_factory=list)  # one character per stem
    content: list[bool] = field(default_factory=list)
    negation: list[bool] = field(default_factory=list)
    special: list[bool] = field(default_factory=list)  # negations and numbers
    hashes: list[int] = field(default_factory=list)
    stem_hashes: list[int] = field(default_factory=list)
    codes: "_Codes" = field(init=False)  # of a raw token's folded words
    _codes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin without words."""
        self.codes = _Codes(self)

    def fold(self, texts: Iterable[str]) -> "Folded":
        """Return the folded words of many texts."""
        codes, ends = array("i"), [0]
        for text in texts:
            codes.extend(chain.from_iterable(map(self.codes.__getitem__, TOKEN.findall(text))))
            ends.append(len(codes))
        return Folded(self, np.array(codes, dtype=np.int32), np.array(ends, dtype=np.int64))

    def code_of(self, word: str) -> int:
        """Return the code of a folded word, a new one where it is new."""
        code = self._codes.get(word)
        if code is None:
            code = self._codes[word] = len(self.words)
            stem = stem_of(word)
            stem_hash = _hash(stem)
            self.words.append(word)
            self.stems.append(stem)
            self.glyphs.append(chr(FIRST_GLYPH + stem_hash % GLYPHS))
            self.negation.append(word in _words("negations"))
            self.special.append(word in _words("negations") or word[0].isdigit())
            self.content.append(is_content(word))
            self.hashes.append(_hash(word))
            self.stem_hashes.append(stem_hash)
        return code


@dataclass(frozen=True, slots=True)
class Folded:
    """Texts as codes of a vocabulary: text `i` is `codes[ends[i]:ends[i + 1]]`."""

    vocabulary: Vocabulary
    codes: npt.NDArray[np.int32]
    ends: Integers

    def rows(self) -> Integers:
        """Return for each code the number of its text."""
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))

    def is_content(self) -> Flags:
        """Return for each code whether it is a content word."""
        return np.array(self.vocabulary.content, dtype=np.bool_)[self.codes]

    def content_words(self) -> Integers:
        """Return how many content words each text has."""
        return np.bincount(self.rows()[self.is_content()], minlength=len(self.ends) - 1)

    def wordings(self) -> Hashes:
        """Return a 64-bit hash of each text's words in order (a sum of hashes of word and place); 0 for no words."""
        hashes = np.array(self.vocabulary.hashes, dtype=np.uint64)[self.codes]
        places = np.arange(len(self.codes)) - self.ends[:-1][self.rows()]
        values = _mix(hashes + _mix(places.astype(np.uint64)))
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)])
        return np.asarray(sums[self.ends[1:]] - sums[self.ends[:-1]], dtype=np.uint64)

    def content_glyphs(self) -> list[str]:
        """Return each text's content words as a string of one character per stem."""
        kept = self.is_content()
        glyphs = np.array([ord(c) for c in self.vocabulary.glyphs], dtype=np.uint32)[self.codes[kept]]
        whole = glyphs.astype("<u4").tobytes().decode("utf-32-le")
        ends = np.concatenate([[0], np.cumsum(self.content_words())]).tolist()
        return [whole[start:end] for start, end in pairwise(ends)]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(row[0] for row in word_table(name))


def is_content(word: str) -> bool:
    """Return whether `word` says something of its own: no function word, no negation, no single letter."""
    if word in _words("function_words") or word in _words("negations"):
        return False
    return len(word) > 1 or word.isdigit()


@cache
def _pairs(name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in word_table(name)}


_stemmer = snowballstemmer.stemmer("english")


def stem_of(word: str) -> str:
    """Return the stem of a folded word; British endings are folded to American ones."""
    base = _pairs("irregular_forms").get(word, word)
    for british, american in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized")):
        if len(base) > len(british) + 3 and base.endswith(british):
            base = base[: -len(british)] + american
    return str(_stemmer.stemWord(base)) if base.isalpha() and len(base) > 3 else base


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _mix(values: Hashes) -> Hashes:
    """Return SplitMix64's finaliser of each value (Steele, Lea and Flood 2014)."""
    mixed = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)
