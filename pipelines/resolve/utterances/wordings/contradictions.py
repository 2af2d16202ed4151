"""Contradictions: one side says "not" where the other does not, another number, or the opposite.

Two texts that differ so much in meaning can differ in hardly any word, which an alignment does not see.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product

from pipelines.resolve.utterances.wordings.alignment import Alignment, Stretch, Tokens
from pipelines.resolve.words import Vocabulary, stem_of, word_table

CLAUSE_TAIL = 4  # words; a clause as short as that belongs to the one beside it
EDGE_WORDS = 5  # left over at the same end of both sides: words in the place of others, not a longer quotation
GAP_WORDS = 6  # a longer gap is no replacement of a word by its opposite


def is_contradicted(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> bool:
    """Return whether one side says "not" where the other does not, another number, or the opposite.

    Words in the place of others count at the ends too: "in 2018" against "in 2019".
    """
    stretches = widen(left, right, aligned)
    if left.special or right.special:
        negations = [
            count_negations(side, _clause(side, stretch), vocabulary)
            for side, stretch in zip((left, right), stretches, strict=True)
        ]
        if negations[0] != negations[1]:
            return True
    return swaps_number_or_opposite(left, right, aligned, vocabulary)


def swaps_number_or_opposite(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> bool:
    """Return whether one side has other numbers than the other, or a word in the place of its opposite."""
    if left.special and right.special:
        sides = zip((left, right), widen(left, right, aligned), strict=True)
        numbers = [Counter(_list_numbers(side, stretch, vocabulary)) for side, stretch in sides]
        if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
            return True
    return any(
        (vocabulary.stems[left.codes[i]], vocabulary.stems[right.codes[j]]) in opposites()
        for ours, theirs in replaced(left, right, aligned)
        if 0 < len(ours) <= GAP_WORDS and 0 < len(theirs) <= GAP_WORDS
        for i, j in product(ours, theirs)
    )


def replaced(left: Tokens, right: Tokens, aligned: Alignment) -> Iterator[tuple[range, range]]:
    """Yield words that stand in the place of others: between blocks, and at the ends to which stretches widen."""
    wide_left, wide_right = widen(left, right, aligned)
    yield range(wide_left[0], aligned.left[0]), range(wide_right[0], aligned.right[0])
    yield from aligned.gaps()
    yield range(aligned.left[1], wide_left[1]), range(aligned.right[1], wide_right[1])


def count_negations(side: Tokens, stretch: Stretch, vocabulary: Vocabulary) -> int:
    """Return how many words negate; "No," as an answer of its own does not."""
    count = 0
    for place in side.special:
        if stretch[0] <= place < stretch[1] and vocabulary.negation[side.codes[place]]:
            is_followed = place + 1 < len(side.codes) and not side.breaks[place + 1]
            count += is_followed or vocabulary.words[side.codes[place]] != "no"
    return count


def _list_numbers(side: Tokens, stretch: Stretch, vocabulary: Vocabulary) -> list[str]:
    words = [vocabulary.words[side.codes[place]] for place in side.special if stretch[0] <= place < stretch[1]]
    return [word for word in words if word[0].isdigit()]


@cache
def opposites() -> frozenset[tuple[str, str]]:
    """Return pairs of stems that mean the opposite of each other, both ways round."""
    pairs = [(stem_of(word), stem_of(opposite)) for word, opposite in word_table("opposites")]
    return frozenset(pairs + [(second, first) for first, second in pairs])


def _clause(side: Tokens, stretch: Stretch) -> Stretch:
    """Widen a stretch to the clauses that it touches, and over clauses of a few words at the ends."""
    total = len(side.codes)
    start, end = max(side.breaks.rfind(1, 0, stretch[0] + 1), 0), side.breaks.find(1, stretch[1])
    end = total if end < 0 else end
    return (0 if start <= CLAUSE_TAIL else start), (total if total - end <= CLAUSE_TAIL else end)


def widen(left: Tokens, right: Tokens, aligned: Alignment) -> tuple[Stretch, Stretch]:
    """Return the stretches, to the ends at which both sides have a few words more."""
    (left_start, left_end), (right_start, right_end) = aligned.left, aligned.right
    if 0 < left_start <= EDGE_WORDS and 0 < right_start <= EDGE_WORDS:
        left_start = right_start = 0
    left_more, right_more = len(left.codes) - left_end, len(right.codes) - right_end
    if 0 < left_more <= EDGE_WORDS and 0 < right_more <= EDGE_WORDS:
        left_end, right_end = len(left.codes), len(right.codes)
    return (left_start, left_end), (right_start, right_end)
