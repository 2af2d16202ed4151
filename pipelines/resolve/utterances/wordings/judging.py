"""Judging: whether two texts are prints of the same words, in what they differ, and how much else must speak for it.

*Stretch* is what lies between the first and the last word that both sides share (`alignment`). What a verdict shows is
wider where both sides have a few words more at the same end.

- score: shared weight, twice, over the weight of both stretches; of a paraphrase: of all content words.
- cover: shared weight over the whole weight of the lighter side.
- reach: shared content words over all of the side that has more; of a paraphrase: the content words of one side over
  those of the other. Two sides are *one utterance* where it is over a half. A segment that runs two sentences together
  is a pair with either, yet one utterance with one of them at most, so that it ties no two strangers.

Never the same: one side negates where the other does not (in the stretch and the clauses that it touches), numbers that
differ, a word in the place of its opposite. Where they differ in hardly anything else, it is a pair of kind
`contradicted`, for somebody has altered the words; such a pair ties nothing. Thresholds were set by reading pairs of
real reports of the same events.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from pipelines.resolve.utterances.wordings.alignment import (
    NAME,
    PLAIN,
    Alignment,
    Stretch,
    Tokens,
    align,
    find_inside,
    list_differences,
    measure,
    weigh_spelling,
)
from pipelines.resolve.words import Vocabulary, stem_of, word_table

SHORT = 5  # content words; below, only the very words count
LONG = 8
TRUNCATED_COVER, TRUNCATED_SCORE = 0.9, 0.8
ALL = 0.999  # but for rounding
PART = 0.85  # of the other side's weight, below which a side is a part of it
ELLIPSIS_BLOCK = 3  # words of each part, where something was left out between
CHANGED_SCORE, CHANGED_COVER = 0.75, 0.62
SURE_SCORE = 0.85
OVERLAP_SCORE, OVERLAP_COVER, OVERLAP_WORDS, OVERLAP_PLAIN = 0.88, 0.45, 6, 4  # both say more than they share
PARAPHRASE_SCORE, PARAPHRASE_COVER = 0.5, 0.6
PARAPHRASE_SURE = 0.8
PARAPHRASE_PLAIN = 3  # shared words that are no names: two statements about the same people share those
CLAUSE_TAIL = 4  # words; a clause as short as that belongs to the one beside it
ONE_REACH = 0.5
SLIP_WORDS, SLIP_CONTENT, SLIP_SCORE = 5, 2, 0.75  # a few words altered in a sentence that is too short for the above
EDGE_WORDS = 5  # left over at the same end of both sides: words in the place of others, not a longer quotation
GAP_WORDS = 6  # a longer gap is no replacement of a word by its opposite

# What must speak for a pair besides its words (`evidence`)
NOTHING, LITTLE, MUCH, MOST = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two texts are prints of the same words, if as much else speaks for it as `needs`."""

    kind: str
    score: float
    needs: int
    shared: int  # content words
    is_one: bool  # the two are one utterance; else one is but a part of the other
    left_words: list[str]
    right_words: list[str]
    left_stretch: Stretch
    right_stretch: Stretch


@dataclass(frozen=True, slots=True)
class Decision:
    """Kind, score and what else must speak for it, with the alignment that it rests on."""

    kind: str
    score: float
    needs: int
    aligned: Alignment


def judge(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> Verdict | None:
    """Return in what two texts with different words differ, or None where they are not the same."""
    aligned = align(left, right, vocabulary)
    if aligned is None:
        return None
    decided = None
    if min(left.content(), right.content()) >= SHORT:
        decided = _judge_aligned(left, right, aligned) or _judge_paraphrase(left, right, aligned, vocabulary)
    if decided is not None and is_contradicted(left, right, aligned, vocabulary):
        decided = None
    decided = decided or _judge_fragments(left, right, vocabulary)
    decided = decided or _judge_slip(left, right, aligned, vocabulary)
    if decided is None:
        return None
    aligned, needs = decided.aligned, decided.needs
    if _names_differ(left, right, aligned, vocabulary):
        needs = max(needs + 1, MUCH)
    words = list_differences(left, right, aligned, vocabulary)
    score = round(min(decided.score, 1.0), 4)
    is_one = decided.kind != "contradicted" and _measure_reach(left, right, decided) > ONE_REACH
    stretches = (aligned.left, aligned.right)
    if decided.kind != "paraphrase":
        stretches = _widen(left, right, aligned)
    return Verdict(decided.kind, score, needs, aligned.content, is_one, *words, *stretches)


def _widen(left: Tokens, right: Tokens, aligned: Alignment) -> tuple[Stretch, Stretch]:
    """Return the stretches, to the ends at which both sides have a few words more."""
    (left_start, left_end), (right_start, right_end) = aligned.left, aligned.right
    if 0 < left_start <= EDGE_WORDS and 0 < right_start <= EDGE_WORDS:
        left_start = right_start = 0
    left_more, right_more = len(left.codes) - left_end, len(right.codes) - right_end
    if 0 < left_more <= EDGE_WORDS and 0 < right_more <= EDGE_WORDS:
        left_end, right_end = len(left.codes), len(right.codes)
    return (left_start, left_end), (right_start, right_end)


def _measure_reach(left: Tokens, right: Tokens, decided: Decision) -> float:
    shorter, longer = sorted((left.content(), right.content()))
    return (shorter if decided.kind == "paraphrase" else decided.aligned.content) / longer


def is_contradicted(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> bool:
    """Return whether one side says "not" where the other does not, another number, or the opposite.

    Words in the place of others count at the ends too: "in 2018" against "in 2019".
    """
    stretches = _widen(left, right, aligned)
    if left.special or right.special:
        negations = [
            _count_negations(side, _clause(side, stretch), vocabulary)
            for side, stretch in zip((left, right), stretches, strict=True)
        ]
        if negations[0] != negations[1]:
            return True
    return _swaps_number_or_opposite(left, right, aligned, vocabulary)


def _swaps_number_or_opposite(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> bool:
    if left.special and right.special:
        sides = zip((left, right), _widen(left, right, aligned), strict=True)
        numbers = [Counter(_list_numbers(side, stretch, vocabulary)) for side, stretch in sides]
        if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
            return True
    return any(
        (vocabulary.stems[left.codes[i]], vocabulary.stems[right.codes[j]]) in opposites()
        for ours, theirs in _replaced(left, right, aligned)
        if 0 < len(ours) <= GAP_WORDS and 0 < len(theirs) <= GAP_WORDS
        for i, j in product(ours, theirs)
    )


def _replaced(left: Tokens, right: Tokens, aligned: Alignment) -> Iterator[tuple[range, range]]:
    """Yield words that stand in the place of others: between blocks, and at the ends to which stretches widen."""
    wide_left, wide_right = _widen(left, right, aligned)
    yield range(wide_left[0], aligned.left[0]), range(wide_right[0], aligned.right[0])
    yield from aligned.gaps()
    yield range(aligned.left[1], wide_left[1]), range(aligned.right[1], wide_right[1])


def _count_negations(side: Tokens, stretch: Stretch, vocabulary: Vocabulary) -> int:
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


def _judge_aligned(left: Tokens, right: Tokens, aligned: Alignment) -> Decision | None:
    light, heavy = sorted((left.weigh(), right.weigh()))
    stretches = left.weigh(aligned.left) + right.weigh(aligned.right)
    score, cover = 2 * aligned.shared / stretches, aligned.shared / light
    is_sure = min(left.content(), right.content()) >= LONG and score >= SURE_SCORE
    is_cut = cover > ALL and any(
        end - start < len(side.codes) for side, (start, end) in ((left, aligned.left), (right, aligned.right))
    )
    kind = "truncated" if light < PART * heavy or is_cut else "words_changed"
    if aligned.content < SHORT - 1:
        return None
    if cover >= TRUNCATED_COVER and score >= TRUNCATED_SCORE and kind == "truncated":
        return Decision(kind, score, NOTHING if is_sure else LITTLE, aligned)
    if score >= CHANGED_SCORE and 2 * aligned.shared / (light + heavy) >= CHANGED_COVER:
        return Decision("words_changed", score, NOTHING if is_sure else LITTLE, aligned)
    if cover >= TRUNCATED_COVER and min(size for *_, size in aligned.blocks) >= ELLIPSIS_BLOCK:
        return Decision(kind, score, LITTLE, aligned)
    is_long_enough = aligned.content >= OVERLAP_WORDS and aligned.plain >= OVERLAP_PLAIN
    if score >= OVERLAP_SCORE and cover >= OVERLAP_COVER and is_long_enough:
        return Decision("truncated", score, MUCH, aligned)
    return None


def _judge_paraphrase(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> Decision | None:
    totals = [len(side.content_glyphs) for side in (left, right)]
    if 2 * min(totals) < PARAPHRASE_SCORE * sum(totals):
        return None
    shared = (Counter(left.content_glyphs) & Counter(right.content_glyphs)).total()
    score, cover = 2 * shared / sum(totals), shared / min(totals)
    if shared < SHORT or score < PARAPHRASE_SCORE or cover < PARAPHRASE_COVER:
        return None
    if len(_plain_stems(left, vocabulary) & _plain_stems(right, vocabulary)) < PARAPHRASE_PLAIN:
        return None
    negations = [_count_negations(side, (0, len(side.codes)), vocabulary) for side in (left, right)]
    if negations[0] != negations[1]:
        return None
    return Decision("paraphrase", score, LITTLE if cover >= PARAPHRASE_SURE and shared >= LONG else MUCH, aligned)


def _plain_stems(side: Tokens, vocabulary: Vocabulary) -> set[str]:
    """Return the stems of content words that are no names."""
    return {vocabulary.stems[code] for code, kind in zip(side.codes, side.kinds, strict=True) if kind == PLAIN}


def _judge_slip(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> Decision | None:
    """Look for two sentences of which all but a few words in the middle are the same."""
    score = 2 * aligned.shared / (left.weigh() + right.weigh())
    is_long_enough = min(len(left.codes), len(right.codes)) >= SLIP_WORDS and aligned.content >= SLIP_CONTENT
    if not is_long_enough or score < SLIP_SCORE:
        return None
    if not is_contradicted(left, right, aligned, vocabulary):
        return Decision("words_changed", score, MOST, aligned)
    sides = ((left, aligned.left), (right, aligned.right))
    inside = [_count_negations(side, stretch, vocabulary) for side, stretch in sides]
    if inside[0] == inside[1] and not _swaps_number_or_opposite(left, right, aligned, vocabulary):
        return None  # "I doubt that ..." is more than the words after it, not other words
    return Decision("contradicted", score, LITTLE if aligned.content >= SHORT else MOST, aligned)


def _judge_fragments(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> Decision | None:
    """Look for all of one side, or what it has between quotation marks, unbroken in the other."""
    sides = [(left, right, s, False) for s in _fragments(left)] + [(right, left, s, True) for s in _fragments(right)]
    for part, whole, stretch, is_swapped in sorted(sides, key=lambda side: side[2][0] - side[2][1]):
        content = part.content(stretch)
        start = find_inside(part, stretch, whole) if content > 1 else None
        if start is None:
            continue
        blocks = [
            (start, stretch[0], stretch[1] - stretch[0]) if is_swapped else (stretch[0], start, stretch[1] - stretch[0])
        ]
        aligned = measure(blocks, left, right, vocabulary)
        if aligned is not None and not is_contradicted(left, right, aligned, vocabulary):
            return Decision("truncated", 1.0, {2: MOST, 3: MUCH}.get(content, LITTLE), aligned)
    return None


def _fragments(side: Tokens) -> list[Stretch]:
    return [(0, len(side.codes)), *side.quoted]


def _names_differ(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> bool:
    """Return whether a name stands on one side where another name stands on the other."""
    for ours, theirs in _replaced(left, right, aligned):
        here = NAME in left.kinds[ours.start : ours.stop]
        there = NAME in right.kinds[theirs.start : theirs.stop]
        if here and there and not weigh_spelling(left, right, ours, theirs, vocabulary):
            return True
    return False
