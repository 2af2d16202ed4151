"""How well two persons' names agree, on the levels of `agreement`.

Parts are paired one to one, best pairs first, so that order, middle names and missing parts can be seen apart from
spelling. Not here: context (roles, company, dates).
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.names.folding import sound_of
from pipelines.names.part_agreement import Part, agree_parts, agree_skeletons
from pipelines.resolve.entities.names.agreement import Agreement
from pipelines.resolve.entities.names.person_names import PersonName, bare, parse_person

_LEVEL_OF_WORST_PART = {
    Part.NEAR: Agreement.NEAR,
    Part.INITIAL: Agreement.INITIAL,
    Part.NICKNAME: Agreement.NICKNAME,
    Part.MISSPELT: Agreement.MISSPELT,
    Part.SPELLING: Agreement.SPELLING,
    Part.SAME: Agreement.SAME,
}
MAX_EXTRA_PARTS = 3  # middle names that one print leaves out


def agree_persons(left: str, right: str) -> Agreement:
    """Compare two printed names; symmetrical, never raises."""
    return agree_parsed_persons(parse_person(left), parse_person(right))


def agree_parsed_persons(left: PersonName, right: PersonName) -> Agreement:
    """Compare two parsed names. "Orr Jr." and "Orr" with given names are different: they tell father and son apart."""
    if not left.parts or not right.parts:
        return Agreement.DIFFERENT
    if left.generation != right.generation and not (left.is_bare or right.is_bare):
        return Agreement.DIFFERENT
    if left.characters and right.characters:
        return Agreement.SAME if left.characters == right.characters else Agreement.DIFFERENT
    if left.parts == right.parts:
        return Agreement.SAME
    if left.is_bare or right.is_bare:
        return _agree_bare(left, right)
    pairs = _pair_parts(left, right)
    rest_left = [part for at, part in enumerate(left.parts) if at not in {pair.left for pair in pairs}]
    rest_right = [part for at, part in enumerate(right.parts) if at not in {pair.right for pair in pairs}]
    if rest_left and rest_right:
        return _agree_respaced(left.parts, right.parts)
    return _level_of(pairs, left, right, extra=len(rest_left) + len(rest_right))


class _Pair(NamedTuple):
    """Places of two paired parts and their agreement."""

    left: int
    right: int
    part: Part


def _agree_at(left: PersonName, right: PersonName, at: tuple[int, int]) -> Part:
    first, second = left.parts[at[0]], right.parts[at[1]]
    is_last = (at[0] == len(left.parts) - 1, at[1] == len(right.parts) - 1)
    if (first is not bare(first)) != (second is not bare(second)) and not all(is_last):
        return Part.DIFFERENT  # Omar, and the son of Omar
    agree = agree_skeletons if left.is_without_vowels != right.is_without_vowels else agree_parts
    return agree(bare(first), bare(second), is_family=any(is_last))


def _pair_parts(left: PersonName, right: PersonName) -> list[_Pair]:
    """Pair parts one to one, best agreement first, then nearest places."""
    shift = len(right.parts) - len(left.parts)
    scored = [
        (-part, min(abs(i - j), abs(i + shift - j)), i, j)
        for i in range(len(left.parts))
        for j in range(len(right.parts))
        if (part := _agree_at(left, right, (i, j))) is not Part.DIFFERENT
    ]
    pairs: list[_Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for negated, _, i, j in sorted(scored):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append(_Pair(i, j, Part(-negated)))
    return sorted(pairs)


def _level_of(pairs: Sequence[_Pair], left: PersonName, right: PersonName, *, extra: int) -> Agreement:
    """Return the level of names whose shorter one is wholly paired."""
    parts = [pair.part for pair in pairs]
    if sum(part in (Part.NEAR, Part.MISSPELT) for part in parts) > 1:
        return Agreement.DIFFERENT
    if not any(part >= Part.MISSPELT for part in parts):
        return Agreement.DIFFERENT
    level = min(_LEVEL_OF_WORST_PART[part] for part in parts)
    if [pair.right for pair in pairs] != sorted(pair.right for pair in pairs):
        level = min(level, Agreement.TURNED if len(parts) == 2 else Agreement.EXTRA)
    if extra:
        level = min(level, Agreement.EXTRA if _is_extra_plausible(pairs, left, right, extra) else Agreement.BARE)
    return level


def _is_extra_plausible(pairs: Sequence[_Pair], left: PersonName, right: PersonName, extra: int) -> bool:
    """Say whether parts that only one name has may be middle names: both ends agree, or at least two parts do."""
    places = {(pair.left, pair.right) for pair in pairs}
    ends_agree = {(0, 0), (len(left.parts) - 1, len(right.parts) - 1)} <= places
    return extra <= min(MAX_EXTRA_PARTS, len(pairs)) if ends_agree else extra <= 2 and len(pairs) >= 2


def _agree_bare(left: PersonName, right: PersonName) -> Agreement:
    """Compare a single part with a whole name or another single part."""
    agree = agree_skeletons if left.is_without_vowels != right.is_without_vowels else agree_parts
    if left.is_bare and right.is_bare:
        part = agree(bare(left.parts[0]), bare(right.parts[0]), is_family=True)
        return _LEVEL_OF_WORST_PART.get(part, Agreement.DIFFERENT)
    short, long = (left, right) if left.is_bare else (right, left)
    joined = agree(bare(short.parts[0]), "".join(map(bare, long.parts)), is_family=True)
    if joined >= Part.MISSPELT:
        return min(Agreement.SPELLING, _LEVEL_OF_WORST_PART[joined])
    best = max(agree(bare(short.parts[0]), bare(part)) for part in long.parts)
    return Agreement.BARE if best >= Part.MISSPELT else Agreement.DIFFERENT


def _agree_respaced(left: Sequence[str], right: Sequence[str]) -> Agreement:
    """Compare names that agree only when spaces are left out: "JanDaniel Orr", "Patr ushev"."""
    joined = ["".join(map(bare, parts)) for parts in (left, right)]
    if len(left) != len(right) and sound_of(joined[0]) == sound_of(joined[1]):
        return Agreement.SPELLING
    return Agreement.DIFFERENT
