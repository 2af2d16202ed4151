"""Which words belong to which cue: the numbers that the link scorer sees, and the scorer itself.

A cue and a word are described by their vectors, the words between them, the paragraph and sentence ends between them
and the number of other cues between them; one hidden layer turns that into a score for "content of this cue" and one
for "source of this cue". All arrays are of shape (cues, words).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.annotate.reader.words import Ints

Floats = npt.NDArray[np.float32]

FARTHEST = 11  # steps of distance on each side, each twice as wide as the one before: 1, 2-3, 4-7, ... words
CROSSED = 2  # paragraph ends, sentence ends or cues between: more count as so many


@dataclass(frozen=True)
class Between:
    """What lies between each cue and each word, as rows of the scorer's tables."""

    distance: Ints
    paragraph: Ints
    sentence: Ints
    cues: Ints


def between(cues: Ints, paragraph: Ints, sentence: Ints, first: int, last: int, *, sure: int | None = None) -> Between:
    """Return what lies between each cue and each of the words first to last.

    `cues` is (cues, 2), end exclusive; `paragraph` and `sentence` number all words. Only the first `sure` cues (all,
    where None) count as standing between a word and another cue.
    """
    at = np.arange(first, last)[None]
    start, end = cues[:, :1], cues[:, 1:] - 1
    away = np.where(at < start, at - start, np.maximum(at - end, 0))
    size = np.floor(np.log2(np.maximum(np.abs(away), 1))).astype(np.int32) + 1
    distance = FARTHEST + 1 + np.sign(away) * np.minimum(size, FARTHEST)  # row 0 of the trained table is never used
    counted = np.arange(len(cues)) < (len(cues) if sure is None else sure)
    starts = np.sort(cues[counted, 0])
    before = np.searchsorted(starts, at, side="right")
    own = np.searchsorted(starts, start, side="right")
    passed = np.where(at < start, before - own + counted[:, None], before - own)
    return Between(
        distance=distance.astype(np.int32),
        paragraph=_crossed(paragraph[first:last][None] - paragraph[cues[:, 0]][:, None]),
        sentence=_crossed(sentence[first:last][None] - sentence[cues[:, 0]][:, None]),
        cues=_crossed(passed),
    )


def _crossed(difference: "npt.NDArray[np.integer]") -> Ints:
    rows: Ints = (np.clip(difference, -CROSSED, CROSSED) + CROSSED).astype(np.int32)
    return rows


@dataclass(frozen=True)
class LinkScorer:
    """The trained tables of the link scorer."""

    distance: Floats
    paragraph: Floats
    sentence: Floats
    cues: Floats
    weight: Floats
    bias: Floats

    def __call__(self, cue: Floats, word: Floats, gap: Between) -> Floats:
        """Return scores (cues, words, 2): content and source, as log odds. `cue`: (cues, k); `word`: (words, k)."""
        hidden: Floats = cue[:, None] + word[None] + self.distance[gap.distance]
        hidden += self.paragraph[gap.paragraph]
        hidden += self.sentence[gap.sentence]
        hidden += self.cues[gap.cues]
        hidden[hidden < 0] = 0
        scores: Floats = hidden @ self.weight.T + self.bias
        return scores
