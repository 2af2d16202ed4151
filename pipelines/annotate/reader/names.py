"""Tidies the names that the model found: their borders, and one type for a spelling throughout a text.

Corpora draw borders differently, so what can be settled by a rule is: titles do not belong to a person, a possessive
ending to nobody, a hyphenated word belongs whole, a name ends with its line, and what is in a link is no name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pipelines.annotate.lexicon import role_nouns, titles
from pipelines.annotate.lexicon import words as entries
from pipelines.annotate.reader.features import SPACE, Words
from pipelines.annotate.reader.read import TYPES, RawName
from pipelines.annotate.reading import Name
from pipelines.records import Span

LINK = re.compile(r"(?:https?://|www\.)\S{1,400}|\S{1,64}@[\w-]{1,64}\.\w{2,}")
PERSON, ORG, LOC, MISC = range(4)
APOSTROPHES = frozenset("'’")
HYPHENS = frozenset("-‐‑")
REGIONS = frozenset({"North", "South", "East", "West", "Central", "Latin"})
DEMONYM_SCORE = 0.6


def tidy_names(text: str, words: Words, raw: Iterable[RawName]) -> list[Name]:
    """Names in text order, none overlapping another; every spelling has one type, by the sum of its scores."""
    printed = [text[a:b] for a, b in zip(words.start, words.end, strict=True)]
    linked = {i for m in LINK.finditer(text) for i in _words_in(words, *m.span())}
    names = [n for r in raw if (n := _trimmed(printed, words, r)) and n.first not in linked]
    names = list(_apart([*names, *_demonyms(printed, names, linked)]))
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    spans = [Span(int(words.start[n.first]), int(words.end[n.last - 1])) for n in names]
    for span, name in zip(spans, names, strict=True):
        votes[span.of(text)][name.kind] += round(1000 * name.score)
    types = {spelling: _type(spelling, counts) for spelling, counts in votes.items()}
    surnames = {spelling.split()[-1] for spelling, kind in types.items() if kind == PERSON and " " in spelling}
    types |= dict.fromkeys(surnames & types.keys() - entries("places"), PERSON)
    return [Name(s, TYPES[types[s.of(text)]], round(n.score, 4)) for s, n in zip(spans, names, strict=True)]


def _words_in(words: Words, start: int, end: int) -> range:
    first, last = words.start.searchsorted([start, end])
    return range(int(first), int(last))


def _trimmed(printed: list[str], words: Words, name: RawName) -> RawName | None:
    first, last = name.first, name.last
    for at in range(first + 1, last):
        if words.gap[at] > SPACE:
            last = at
            break
    if name.kind == PERSON:
        last = _whole(printed, words, last)
    if last - first > 2 and printed[last - 2] in APOSTROPHES and printed[last - 1] in ("s", "S"):
        last -= 2
    while last - first > 1 and not printed[last - 1][-1].isalnum() and printed[last - 1] not in (".", ")"):
        last -= 1
    while name.kind == PERSON and last - first > 1 and (printed[first] == "." or printed[first].lower() in titles()):
        first += 1
    spelling = " ".join(printed[first:last])
    if not any(c.isalnum() for c in spelling) or spelling.islower():
        return None
    if name.kind == PERSON and all(w.lower() in titles() or w.lower() in role_nouns() for w in printed[first:last]):
        return None
    return RawName(first, last, name.kind, name.score)


def _whole(printed: list[str], words: Words, last: int) -> int:
    """The end of the hyphenated word that ends before `last` or goes on there."""
    while last + 1 < len(printed) and not words.gap[last] and {printed[last], printed[last - 1]} & HYPHENS:
        if printed[last] in HYPHENS and (words.gap[last + 1] or not printed[last + 1].isalnum()):
            break
        last += 1
    return last


def _demonyms(printed: list[str], names: list[RawName], linked: set[int]) -> Iterator[RawName]:
    """Adjectives of nationality that the model passed over."""
    taken = {i for n in names for i in range(n.first, n.last)} | linked
    known = entries("demonyms")
    for at, word in enumerate(printed):
        if at not in taken and word in known:
            yield RawName(at, at + 1, MISC, DEMONYM_SCORE)


def _apart(names: list[RawName]) -> Iterator[RawName]:
    """In text order; of two that overlap, the first."""
    end = 0
    for name in sorted(names, key=lambda n: n.first):
        if name.first >= end:
            yield name
            end = name.last


def _type(spelling: str, counts: Counter[int]) -> int:
    *before, last = spelling.split()
    if last in entries("demonyms") and all(word in REGIONS for word in before):
        return MISC
    best = counts.most_common(1)[0][0]
    return LOC if best == ORG and spelling in entries("places") else best
