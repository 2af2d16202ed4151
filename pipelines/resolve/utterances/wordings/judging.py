"""Judging: whether two texts are prints of the same words, in what they differ, and how much else must speak for it.

*Stretch* is what lies between the first and the last word that both sides share (`alignment`). What a verdict shows is
wider where both sides have a few words more at the same end.

A verdict's kinds: `truncated` (one side has more), `words_changed`, `paraphrase` (the same words in another order or
among others), `contradicted`. Its measures:

- score: shared weight, twice, over the weight of both stretches; of a paraphrase: of all content words.
- cover: shared weight over the whole weight of the lighter side.
- reach: shared content words over all of the side that has more; of a paraphrase: the content words of one side over
  those of the other. Two sides are *one utterance* where it is over a half. A segment that runs two sentences together
  is a pair with either, yet one utterance with one of them at most, so that it ties no two strangers.

Two sides that contradict each other (`contradictions`) are never the same. Where they differ in hardly anything else,
it is a pair of kind `contradicted`, for somebody has altered the words; such a pair ties nothing. Thresholds were set
by reading pairs of real reports of the same events.
"""

from collections import Counter
from dataclasses import dataclass

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
from pipelines.resolve.utterances.wordings.contradictions import (
    count_negations,
    is_contradicted,
    replaced,
    swaps_number_or_opposite,
    widen,
)
from pipelines.resolve.utterances.wordings.verdicts import Besides, Kind, Verdict
from pipelines.resolve.words import Vocabulary

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
ONE_REACH = 0.5
SLIP_WORDS, SLIP_CONTENT, SLIP_SCORE = 5, 2, 0.75  # a few words altered in a sentence that is too short for the above

FRAGMENT_WORDS = 2  # content words of a part that is found unbroken in the other side: one alone is found everywhere


# A part of two or three content words is found in many strangers' sentences.
FRAGMENT_BESIDES = {2: Besides.MOST, 3: Besides.MUCH}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the words say of two texts, with the alignment that it rests on."""

    kind: Kind
    score: float
    besides: Besides
    aligned: Alignment


def judge(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> Verdict | None:
    """Return in what two texts with different words differ, or None where they are not the same."""
    aligned = align(left, right, vocabulary)
    if aligned is None:
        return None
    decided = _decide(left, right, aligned, vocabulary)
    if decided is None:
        return None
    besides = decided.besides
    if _names_differ(left, right, decided.aligned, vocabulary):
        besides = Besides(min(max(besides + 1, Besides.MUCH), Besides.MOST))
    is_whole = decided.kind != "contradicted" and _measure_reach(left, right, decided) > ONE_REACH
    # The stretch of a paraphrase is loose as it is: what stands beside it is not the words in the place of others.
    stretches = decided.aligned.stretches if decided.kind == "paraphrase" else widen(left, right, decided.aligned)
    return Verdict(
        decided.kind,
        round(min(decided.score, 1.0), 4),
        besides,
        decided.aligned.content,
        is_whole,
        *list_differences(left, right, decided.aligned, vocabulary),
        *stretches,
    )


def _decide(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> Decision | None:
    """Return the first decision that holds, the surest kind of likeness first."""
    whole = None
    if min(left.content(), right.content()) >= SHORT:
        whole = _judge_aligned(left, right, aligned) or _judge_paraphrase(left, right, aligned, vocabulary)
    if whole is not None and not is_contradicted(left, right, aligned, vocabulary):
        return whole
    return _judge_fragments(left, right, vocabulary) or _judge_slip(left, right, aligned, vocabulary)


def _measure_reach(left: Tokens, right: Tokens, decided: Decision) -> float:
    shorter, longer = sorted((left.content(), right.content()))
    return (shorter if decided.kind == "paraphrase" else decided.aligned.content) / longer


def _judge_aligned(left: Tokens, right: Tokens, aligned: Alignment) -> Decision | None:
    light, heavy = sorted((left.weigh(), right.weigh()))
    stretches = left.weigh(aligned.left) + right.weigh(aligned.right)
    score, cover = 2 * aligned.shared / stretches, aligned.shared / light
    is_sure = min(left.content(), right.content()) >= LONG and score >= SURE_SCORE
    is_cut = cover > ALL and any(
        end - start < len(side.codes) for side, (start, end) in ((left, aligned.left), (right, aligned.right))
    )
    kind: Kind = "truncated" if light < PART * heavy or is_cut else "words_changed"
    if aligned.content < SHORT - 1:
        return None
    if cover >= TRUNCATED_COVER and score >= TRUNCATED_SCORE and kind == "truncated":
        return Decision(kind, score, Besides.NOTHING if is_sure else Besides.LITTLE, aligned)
    if score >= CHANGED_SCORE and 2 * aligned.shared / (light + heavy) >= CHANGED_COVER:
        return Decision("words_changed", score, Besides.NOTHING if is_sure else Besides.LITTLE, aligned)
    if cover >= TRUNCATED_COVER and min(size for *_, size in aligned.blocks) >= ELLIPSIS_BLOCK:
        return Decision(kind, score, Besides.LITTLE, aligned)
    is_long_enough = aligned.content >= OVERLAP_WORDS and aligned.plain >= OVERLAP_PLAIN
    if score >= OVERLAP_SCORE and cover >= OVERLAP_COVER and is_long_enough:
        return Decision("truncated", score, Besides.MUCH, aligned)
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
    negations = [count_negations(side, (0, len(side.codes)), vocabulary) for side in (left, right)]
    if negations[0] != negations[1]:
        return None
    return Decision(
        "paraphrase", score, Besides.LITTLE if cover >= PARAPHRASE_SURE and shared >= LONG else Besides.MUCH, aligned
    )


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
        return Decision("words_changed", score, Besides.MOST, aligned)
    sides = ((left, aligned.left), (right, aligned.right))
    inside = [count_negations(side, stretch, vocabulary) for side, stretch in sides]
    if inside[0] == inside[1] and not swaps_number_or_opposite(left, right, aligned, vocabulary):
        return None  # "I doubt that ..." is more than the words after it, not other words
    return Decision("contradicted", score, Besides.LITTLE if aligned.content >= SHORT else Besides.MOST, aligned)


def _judge_fragments(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> Decision | None:
    """Look for all of one side, or what it has between quotation marks, unbroken in the other."""
    sides = [(left, right, stretch) for stretch in _fragments(left)]
    sides += [(right, left, stretch) for stretch in _fragments(right)]
    for part, whole, stretch in sorted(sides, key=lambda side: _size(side[2]), reverse=True):
        content = part.content(stretch)
        start = find_inside(part, stretch, whole) if content >= FRAGMENT_WORDS else None
        if start is None:
            continue
        starts = (stretch[0], start) if part is left else (start, stretch[0])
        blocks = [(*starts, _size(stretch))]
        aligned = measure(blocks, left, right, vocabulary)
        if aligned is not None and not is_contradicted(left, right, aligned, vocabulary):
            return Decision("truncated", 1.0, FRAGMENT_BESIDES.get(content, Besides.LITTLE), aligned)
    return None


def _size(stretch: Stretch) -> int:
    return stretch[1] - stretch[0]


def _fragments(side: Tokens) -> list[Stretch]:
    return [(0, len(side.codes)), *side.quoted]


def _names_differ(left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary) -> bool:
    """Return whether a name stands on one side where another name stands on the other."""
    for ours, theirs in replaced(left, right, aligned):
        here = NAME in left.kinds[ours.start : ours.stop]
        there = NAME in right.kinds[theirs.start : theirs.stop]
        if here and there and not weigh_spelling(left, right, ours, theirs, vocabulary):
            return True
    return False
