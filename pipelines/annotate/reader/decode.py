"""From scores per word to spans: the best tag sequence of every window, and how sure the model is of it.

Windows are decoded together, one step per word position, so the loop is as long as the longest window and no longer.
"""

import numpy as np
import numpy.typing as npt

from pipelines.annotate.reader.link_scorer import Floats

Labels = npt.NDArray[np.int8]

LEAST_GOING_ON = 0.4  # chance that a word goes on with a weak span


def viterbi(emit: Floats, lengths: npt.NDArray[np.int64], transitions: Floats, starts: Floats) -> Labels:
    """Return the best label of each word, 0 beyond its row.

    emit: (n, words, k); transitions: (n, k, k) from-to; starts: (n, k).
    """
    n, longest, _ = emit.shape
    back = np.zeros(emit.shape, np.int8)
    best = starts + emit[:, 0]
    rows = np.arange(n)
    labels = np.zeros((n, longest), np.int8)
    final = np.zeros((n, emit.shape[2]), np.float32)
    final[lengths == 1] = best[lengths == 1]
    for at in range(1, longest):
        ways = best[:, :, None] + transitions
        back[:, at] = ways.argmax(1)
        best = ways.max(1) + emit[:, at]
        ends = lengths == at + 1
        if ends.any():
            final[ends] = best[ends]
    label = final.argmax(1).astype(np.int8)
    for at in range(longest - 1, -1, -1):
        labels[:, at] = np.where(at < lengths, label, 0)
        label = np.where((at < lengths) & (at > 0), back[rows, at, label], label)
    return labels


def marginals(emit: Floats, lengths: npt.NDArray[np.int64], transitions: Floats, starts: Floats) -> Floats:
    """Return the probability of every label at every word under the same chain, by forward and backward sums."""
    n, longest, size = emit.shape
    forward = np.empty_like(emit)
    backward = np.zeros_like(emit)
    step = np.exp(transitions)
    peak = emit.max(2, keepdims=True)
    weight = np.exp(emit - peak)
    forward[:, 0] = np.exp(starts) * weight[:, 0]
    for at in range(1, longest):
        ahead = np.einsum("ni,nij->nj", forward[:, at - 1], step) * weight[:, at]
        forward[:, at] = ahead / ahead.sum(1, keepdims=True)
    last = np.ones((n, size), np.float32)
    for at in range(longest - 1, -1, -1):
        last = np.where((at >= lengths - 1)[:, None], 1.0, last)
        backward[:, at] = last
        last = np.einsum("nij,nj->ni", step, weight[:, at] * last)
        last /= last.sum(1, keepdims=True)
    both: Floats = forward * backward
    both /= both.sum(2, keepdims=True)
    return both


def spans_of(labels: Labels) -> list[tuple[int, int, int]]:
    """Return (first, last, kind) of every span in a row of labels.

    Label 2k + 1 begins a span of kind k, 2k + 2 goes on with it, or begins one where there is none to go on with.
    """
    inside = labels > 0
    kind = (labels - 1) // 2
    starts = inside.copy()
    starts[1:] &= (labels[1:] % 2 == 1) | ~inside[:-1] | (kind[1:] != kind[:-1])
    firsts = np.flatnonzero(starts)
    ends = np.flatnonzero(~inside)
    found = []
    for i, first in enumerate(firsts):
        following = firsts[i + 1] if i + 1 < len(firsts) else len(labels)
        place = np.searchsorted(ends, first)
        last = min(int(following), int(ends[place]) if place < len(ends) else len(labels))
        found.append((int(first), last, int(kind[first])))
    return found


def weak_spans(labels: Labels, chances: Floats, least: float) -> list[tuple[int, int]]:
    """Return spans off the best path of one row: words that begin a span with a chance above `least`, and what goes on.

    `chances` is (words, 3) in the order O B I.
    """
    free = labels == 0
    goes_on = free & (chances[:, 2] > LEAST_GOING_ON)
    spans: list[tuple[int, int]] = []
    for start in np.flatnonzero(free & (chances[:, 1] > least)):
        if spans and start < spans[-1][1]:
            continue
        stops = np.flatnonzero(~goes_on[start + 1 :])
        spans.append((int(start), int(start + 1 + stops[0]) if len(stops) else len(labels)))
    return spans
