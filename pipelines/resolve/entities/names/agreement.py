"""The levels on which two whole names agree. The linkage model weighs each (`compare/model`)."""

from enum import IntEnum


class Agreement(IntEnum):
    """Agreement of two whole names, better ones greater."""

    DIFFERENT = 0
    BARE = 1  # one is a single part of the other
    NEAR = 2  # one letter apart, and both spellings are names in their own right
    TURNED = 3  # the same two names the other way round
    INITIAL = 4  # an initial for the given name
    NICKNAME = 5
    MISSPELT = 6
    EXTRA = 7  # one has more names between or after
    SPELLING = 8  # transliterations, spelling variants, spaces
    SAME = 9
