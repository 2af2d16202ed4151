"""Tidies the names that the model found: their borders, and names of a known shape that it passed over.

Corpora draw borders differently, so what can be settled by a rule is: titles do not belong to a person, a possessive
ending to nobody, a hyphenated word belongs whole, a name ends with its line and not with a preposition, and what is in
a link is no name. Types are settled in `name_types`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipelines.annotate.lexicon import role_nouns, titles, word_class
from pipelines.annotate.lexicon import words as entries
from pipelines.annotate.reader.name_types import MISC, ORG, PERSON, TYPES, Spelled, types_of
from pipelines.annotate.reader.read import RawName
from pipelines.annotate.reader.words import SPACE, Words
from pipelines.annotate.reading import Name
from pipelines.records import Span

LINK = re.compile(r"(?:https?://|www\.)\S{1,400}|\S{1,64}@[\w-]{1,64}\.\w{2,}")
APOSTROPHES = frozenset("'’")
HYPHENS = frozenset("-‐‑")
NICKNAME_MARKS = frozenset('"“”')
CURRENCIES = frozenset("$€£¥")
SHAPE_SCORE = 0.6  # of a name that its shape alone shows
DOUBTFUL = 0.6  # below which a name that is a common word is none
SURELY_MISC = (0.0, 0.0, 0.0, 1.0)


def tidy_names(text: str, words: Words, raw: Iterable[RawName]) -> list[Name]:
    """Return the names in text order, none overlapping another; every spelling has one type."""
    printed = [text[a:b] for a, b in zip(words.start, words.end, strict=True)]
    linked = {i for m in LINK.finditer(text) for i in _words_in(words, *m.span())}
    names = [n for r in raw if (n := _trimmed(printed, words, r)) and n.first not in linked]
    names = _with_nicknames(printed, names)
    taken = {i for n in names for i in range(n.first, n.last)} | linked
    names = list(
        _without_overlaps([*names, *_by_shape_alone(printed, words, taken), *_found_elsewhere(printed, names, taken)])
    )
    spans = [Span(int(words.start[n.first]), int(words.end[n.last - 1])) for n in names]
    spellings: dict[str, Spelled] = defaultdict(Spelled)
    for span, name in zip(spans, names, strict=True):
        spelled = spellings[span.of(text)]
        spelled.chances.append(name.chances)
        spelled.after_article += name.first > 0 and printed[name.first - 1].lower() == "the"
    types = types_of(spellings)
    found = ((span, name.score, *types[span.of(text)]) for span, name in zip(spans, names, strict=True))
    settled = [Name(span, TYPES[kind], round(score * chance, 4)) for span, score, kind, chance in found]
    return [name for name in settled if name.score >= DOUBTFUL or not _is_plain_word(name.span.of(text), name)]


def _is_plain_word(spelling: str, name: Name) -> bool:
    """Return whether a body or thing is called by a common word with a capital: "the Government"."""
    is_common = not spelling.isupper() and spelling.lower() in entries("common_words")
    return is_common and name.entity_type in ("ORG", "MISC")


def _words_in(words: Words, start: int, end: int) -> range:
    first, last = words.start.searchsorted([start, end])
    return range(int(first), int(last))


def _trimmed(printed: list[str], words: Words, name: RawName) -> RawName | None:
    kind, first, last = name.kind, name.first, name.last
    for at in range(first + 1, last):
        if words.gap[at] > SPACE:
            last = at
            break
    last = _end_of_hyphenated(printed, words, last) if kind == PERSON else _numbered(printed, words, last, kind)
    if last - first > 2 and printed[last - 2] in APOSTROPHES and printed[last - 1] in ("s", "S"):
        last -= 2
    while last - first > 1 and _ends_badly(printed[last - 1], kind, is_word=words.gap[last - 1] > 0):
        last -= 1
    if kind == PERSON and last - first > 2 and printed[last - 1] == "." and not _is_short(printed[last - 2]):
        last -= 1
    while kind == PERSON and last - first > 1 and (printed[first] == "." or printed[first].lower() in titles()):
        first += 1
    spelling = " ".join(printed[first:last])
    if not any(c.isalpha() for c in spelling) or spelling.islower() or spelling.lower() in word_class("articles"):
        return None
    if last < len(printed) and printed[last] in CURRENCIES and not words.gap[last]:  # "US$"
        return None
    if kind == PERSON and all(w.lower() in titles() or w.lower() in role_nouns() for w in printed[first:last]):
        return None
    return name._replace(first=first, last=last)


def _ends_badly(word: str, kind: int, *, is_word: bool) -> bool:
    """Return whether a name cannot end with this word; `is_word` says that a space stands before it."""
    if not word[-1].isalnum():
        return word not in (".", ")")
    return (
        is_word and word.islower() and (kind == PERSON or word in word_class("prepositions") or word in ("and", "the"))
    )


def _is_short(word: str) -> bool:
    """True for what a full stop may belong to: an initial, "Jr"."""
    return len(word) == 1 or word.lower() in entries("abbreviations_maybe") | entries("abbreviations_inside")


def _end_of_hyphenated(printed: list[str], words: Words, last: int) -> int:
    """Return where the hyphenated word ends that ends before `last` or goes on there."""
    while last + 1 < len(printed) and not words.gap[last] and {printed[last], printed[last - 1]} & HYPHENS:
        if printed[last] in HYPHENS and (words.gap[last + 1] or not printed[last + 1].isalnum()):
            break
        last += 1
    return last


def _with_nicknames(printed: list[str], names: list[RawName]) -> list[RawName]:
    """Join the halves of a person's name around a nickname in marks: `Tomas "Tom" Vell`. A mark alone ends a name."""
    owner = {at: name for name in names if name.kind == PERSON for at in range(name.first, name.last)}
    wholes: list[RawName] = []
    for at, word in enumerate(printed[:-3]):
        if word in NICKNAME_MARKS and printed[at + 2] in NICKNAME_MARKS and at - 1 in owner and at + 3 in owner:
            wholes.append(owner[at - 1]._replace(last=owner[at + 3].last))
    inside = {at for whole in wholes for at in range(whole.first, whole.last)}
    return wholes + [_to_its_mark(printed, name) for name in names if name.first not in inside]


def _to_its_mark(printed: list[str], name: RawName) -> RawName:
    marks = [at for at in range(name.first + 1, name.last) if printed[at] in NICKNAME_MARKS]
    return name._replace(last=marks[0]) if name.kind == PERSON and len(marks) == 1 else name


def _numbered(printed: list[str], words: Words, last: int, kind: int) -> int:
    """Return the end with the hyphen and number that stand right at `last`, for bodies and things: "MiG-29"."""
    is_numbered = (
        kind in (ORG, MISC)
        and last + 1 < len(printed)
        and printed[last] in HYPHENS
        and printed[last + 1].isdigit()
        and not words.gap[last : last + 2].any()
    )
    return last + 2 if is_numbered else last


def _by_shape_alone(printed: list[str], words: Words, taken: set[int]) -> Iterator[RawName]:
    """Yield names by their shape alone: adjectives of nationality, and words with a number."""
    demonyms = entries("demonyms")
    for at, word in enumerate(printed):
        if at in taken or not word[0].isupper():
            continue
        last = _numbered(printed, words, at + 1, MISC)
        if word in demonyms or (last > at + 1 and (at == 0 or words.gap[at])):
            yield RawName(at, last, SHAPE_SCORE, SURELY_MISC)


def _found_elsewhere(printed: list[str], names: list[RawName], taken: set[int]) -> Iterator[RawName]:
    """Yield the places of acronyms and one-word persons that the model found elsewhere in the text, but not there."""
    known = {printed[n.first]: n for n in names if n.last == n.first + 1 and _is_telling(printed[n.first], n.kind)}
    for at, word in enumerate(printed):
        if word in known and at not in taken:
            yield known[word]._replace(first=at, last=at + 1)


def _is_telling(word: str, kind: int) -> bool:
    if word.isupper():
        return len(word) > 1 and kind in (ORG, MISC)
    return kind == PERSON and word.lower() not in entries("common_words")


def _without_overlaps(names: list[RawName]) -> Iterator[RawName]:
    """Yield the names in text order; of two that overlap, only the first."""
    end = 0
    for name in sorted(names, key=lambda n: n.first):
        if name.first >= end:
            yield name
            end = name.last
