"""How well two parts of a name agree: the same, another spelling, a slip, a nickname, an initial."""

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipelines.names.folding import skeleton_of, sound_of
from pipelines.names.lists import name_parts, nickname_partners

MIN_LETTERS_TO_MISSPELL = 4  # "Un" and "On" are two names, "Volodymr" is a slip
LETTERS_FOR_TWO_SLIPS = 10
MAX_GROUPS = 12  # a part in more groups of equals ("Akira") says nothing
MAX_GROUPS_IF_SHORT = 3  # nor does a syllable in more than these ("jong", "yong")
SHORT = 4
_SLAVIC_ENDINGS = (  # as `sound_of` leaves them
    *("uk", "ko", "ski", "cki", "ov", "ova", "ev", "eva", "in", "ina", "ic", "ets", "iz", "iak", "an", "ii", "ei"),
    *("hi", "gi", "lo", "ak", "ik", "ir", "ri", "eh", "eg", "or", "ub"),
)


class Part(IntEnum):
    """Agreement of two parts, better ones greater."""

    DIFFERENT = 0
    NEAR = 1  # one letter apart, and both are names in their own right (Cook, Cock)
    INITIAL = 2
    NICKNAME = 3
    MISSPELT = 4  # one or two letters apart, and one of them is no known name (Volodymr)
    SPELLING = 5  # the same name in another spelling or script
    SAME = 6


@lru_cache(maxsize=1_000_000)
def agree_parts(left: str, right: str, /, *, is_family: bool = False) -> Part:
    """Compare two folded parts (without "bin "); symmetrical. A family name has no initial and no nickname."""
    if left == right:
        return Part.SAME
    if len(left) == 1 or len(right) == 1:
        return Part.INITIAL if left[:1] == right[:1] and not is_family else Part.DIFFERENT
    if sound_of(left) == sound_of(right) or _are_equivalents(left, right) or _differ_by_guttural(left, right):
        return Part.SPELLING
    if not is_family and right in nickname_partners().get(left, ()):
        return Part.NICKNAME
    return _agree_letters(left, right)


def agree_skeletons(left: str, right: str, /, *, is_family: bool = False) -> Part:
    """Compare two parts by consonants, for a name printed in a script without vowels."""
    bones = skeleton_of(left)
    if len(bones) > 1 and bones == skeleton_of(right):
        return Part.SPELLING
    return agree_parts(left, right, is_family=is_family)


def _differ_by_guttural(left: str, right: str) -> bool:
    """Say whether two Slavic names are one but for an h that the other spells g: Ukrainian and Russian Cyrillic г."""
    sounds = [sound_of(part) for part in (left, right)]
    if not all(sound.endswith(_SLAVIC_ENDINGS) for sound in sounds):
        return False
    return sounds[0].replace("h", "g") == sounds[1].replace("h", "g")


def _are_equivalents(left: str, right: str) -> bool:
    groups = (name_parts().get(left, ()), name_parts().get(right, ()))
    most = MAX_GROUPS_IF_SHORT if max(len(left), len(right)) <= SHORT else MAX_GROUPS
    return all(0 < len(group) <= most for group in groups) and not set(groups[0]).isdisjoint(groups[1])


def _agree_letters(left: str, right: str) -> Part:
    shorter = min(len(left), len(right))
    slips = 2 if shorter >= LETTERS_FOR_TWO_SLIPS else 1
    letters = OSA.distance(left, right, score_cutoff=slips + 1)
    distance = min(letters, OSA.distance(sound_of(left), sound_of(right), score_cutoff=slips))
    if distance > slips or letters > slips + 1:
        return Part.DIFFERENT
    is_slip = shorter >= MIN_LETTERS_TO_MISSPELL and not (left in name_parts() and right in name_parts())
    if is_slip:
        return Part.MISSPELT
    return Part.NEAR if distance == 1 and shorter > 1 else Part.DIFFERENT
