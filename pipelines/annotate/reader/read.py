"""Texts to raw readings: windows through the network, scores to spans, spans to names and attributions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from pipelines.annotate.reader.content_borders import mend_contents
from pipelines.annotate.reader.decode import Labels, marginals, spans_of, viterbi, weak_spans
from pipelines.annotate.reader.link_scorer import Floats, between
from pipelines.annotate.reader.linking import Candidates, Found, Thresholds, link_spans
from pipelines.annotate.reader.name_types import TYPES
from pipelines.annotate.reader.network import Network, Scores, Tables, batch_inputs
from pipelines.annotate.reader.windows import Window, cut_windows
from pipelines.annotate.reader.words import OUTSIDE, WordPieces, Words

WINDOW_PIECES = 254  # the encoder has 256 places, two of them for the marks around a window
BATCH_WINDOWS = 16
BLOCK_WINDOWS = 128  # of one text, sorted by length before they are batched
DECODED_WINDOWS = 256  # together, each about 250 KB of scores
NAME_LABELS = 9
NEVER = -1e4  # log odds of what the labels do not allow


@dataclass(frozen=True)
class Seen:
    """One window with the network's scores of its words."""

    words: Words
    window: Window
    tags: Floats
    names: Floats
    link_cue: Floats
    link_word: Floats

    @property
    def size(self) -> int:
        """Words seen."""
        return self.window.last - self.window.first


class RawName(NamedTuple):
    """Words first up to last; `chances` of TYPES, were it a name; `score` says how sure the model is of each word."""

    first: int
    last: int
    score: float
    chances: tuple[float, ...]

    @property
    def kind(self) -> int:
        """The likeliest of TYPES."""
        return max(range(len(TYPES)), key=self.chances.__getitem__)


@dataclass(frozen=True)
class RawReading:
    """What was found in one text, in word numbers."""

    words: Words
    names: list[RawName]
    attributions: list[Found]


def see(words: Words, network: Network) -> Iterator[Seen]:
    """Yield the windows of one text with the network's scores. Batches never mix texts: results are a text's own."""
    edges = words.first_piece
    windows = cut_windows(words, lambda: WINDOW_PIECES)
    for at in range(0, len(windows), BLOCK_WINDOWS):
        block = sorted(windows[at : at + BLOCK_WINDOWS], key=lambda w: int(edges[w.last] - edges[w.first]))
        for start in range(0, len(block), BATCH_WINDOWS):
            batch = block[start : start + BATCH_WINDOWS]
            scores = network(batch_inputs(words, batch))
            yield from (_row(words, window, scores, row) for row, window in enumerate(batch))


def _row(words: Words, window: Window, scores: Scores, row: int) -> Seen:
    n = window.last - window.first
    return Seen(
        words,
        window,
        scores.tags[row, :n].reshape(n, 3, 3),
        scores.names[row, :n],
        scores.link_cue[row, :n],
        scores.link_word[row, :n],
    )


def decode(windows: Sequence[Seen], tables: Tables, limits: Thresholds) -> Iterator[tuple[list[RawName], list[Found]]]:
    """Yield names and attributions that each window owns; all windows are decoded together."""
    tags, chances = _tag(windows, tables)
    names, name_chances = _tag_names(windows)
    for i, seen in enumerate(windows):
        first = seen.window.first
        own = range(seen.window.own_first - first, seen.window.own_last - first)
        spans = [(s, e) for s, e, _ in spans_of(names[i, : seen.size]) if s in own]
        found = [_name(names[i, s:e], name_chances[i, s:e], s + first) for s, e in spans]
        yield found, _attributions(seen, tags[:, i], chances[:, i], tables, limits)


def _padded(rows: list[Floats]) -> tuple[Floats, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    lengths = np.array([len(r) for r in rows])
    out = np.zeros((len(rows), lengths.max(), *rows[0].shape[1:]), np.float32)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out, lengths


def _tag(windows: Sequence[Seen], tables: Tables) -> tuple[Labels, Floats]:
    """Return labels (3, windows, words) on the best path and probabilities (3, windows, words, labels)."""
    emit, lengths = _padded([w.tags for w in windows])
    n, longest = emit.shape[:2]
    rows = emit.transpose(2, 0, 1, 3).reshape(3 * n, longest, 3)
    chain = (np.tile(lengths, 3), np.repeat(tables.transitions, n, 0), np.repeat(tables.starts, n, 0))
    labels = viterbi(rows, *chain)
    return labels.reshape(3, n, longest), marginals(rows, *chain).reshape(3, n, longest, 3)


def _tag_names(windows: Sequence[Seen]) -> tuple[Labels, Floats]:
    """Return labels (windows, words) on the best path and log probabilities (windows, words, labels)."""
    emit, lengths = _padded([w.names for w in windows])
    emit = emit - np.log(np.exp(emit - emit.max(2, keepdims=True)).sum(2, keepdims=True)) - emit.max(2, keepdims=True)
    transitions, starts = _name_chain()
    n = len(windows)
    chain = (np.broadcast_to(transitions, (n, *transitions.shape)), np.broadcast_to(starts, (n, len(starts))))
    return viterbi(emit, lengths, *chain), emit


def _name(labels: Labels, chances: Floats, first: int) -> RawName:
    """Return one name, given its words' `labels` on the best path and log `chances` (words, NAME_LABELS)."""
    score = np.exp(np.take_along_axis(chances, labels[:, None].astype(np.int64), 1)).mean()
    kinds = chances[0, 1::2] + chances[1:, 2::2].sum(0)
    odds = np.exp(kinds - kinds.max())
    return RawName(first, first + len(labels), float(score), tuple((odds / odds.sum()).tolist()))


def _name_chain() -> tuple[Floats, Floats]:
    """Return transitions and starts that forbid what cannot be: an inside label at the start or behind another type."""
    labels = np.arange(NAME_LABELS)
    goes_on = (labels > 0) & (labels % 2 == 0)
    same = (labels[:, None] - 1) // 2 == (labels[None] - 1) // 2
    allowed = ~goes_on[None] | (same & (labels[:, None] > 0))
    return np.where(allowed, 0, NEVER).astype(np.float32), np.where(goes_on, NEVER, 0).astype(np.float32)


def _attributions(seen: Seen, tags: Labels, chances: Floats, tables: Tables, limits: Thresholds) -> list[Found]:
    """Return the attributions of one window; `tags` is (3, words), `chances` the probabilities (3, words, labels)."""
    window, words, size = seen.window, seen.words, seen.size
    paths = [[(s, e) for s, e, _ in spans_of(tags[k, :size])] for k in range(3)]
    seen_words = slice(window.first, window.last)
    paths[0] = mend_contents(paths[0], paths[1] + paths[2], words.quote[seen_words], words.paragraph[seen_words])
    best = [_moved(spans, window.first) for spans in paths]
    if not best[0]:
        return []
    weak = [_moved(weak_spans(tags[k, :size], chances[k, :size], limits.weak_span), window.first) for k in (1, 2)]
    cues = np.array([*best[1], *weak[0]], np.int32).reshape(-1, 2)
    links = np.zeros((0, size, 2), np.float32)
    if len(cues):
        pooled = np.stack([seen.link_cue[s - window.first : e - window.first].mean(0) for s, e in cues])
        gap = between(cues, words.paragraph, words.sentence, window.first, window.last, sure=len(best[1]))
        links = tables.links(pooled, seen.link_word, gap)
    spans = Candidates(
        contents=best[0],
        cues=best[1],
        weak_cues=weak[0],
        sources=best[2],
        weak_sources=weak[1],
        links=links,
        first=window.first,
        paragraph=words.paragraph[seen_words],
        quoted=words.quote[seen_words] != OUTSIDE,
        sentence=words.sentence[seen_words],
        after_colon=words.after_colon[seen_words],
        sure=1 - chances[:, :size, 0],
    )
    own = range(window.own_first, window.own_last)
    owned = [f for f in link_spans(spans, limits) if (f.cue or f.content[0])[0] in own]
    return [replace(f, score=tables.calibration(f.score)) for f in owned]


def _moved(spans: list[tuple[int, int]], by: int) -> list[tuple[int, int]]:
    return [(s + by, e + by) for s, e in spans]


def read(
    texts: Sequence[str], pieces: WordPieces, network: Network, tables: Tables, limits: Thresholds
) -> list[RawReading]:
    """Return one raw reading per text, in order. Memory holds the scores of DECODED_WINDOWS at most."""
    readings = [RawReading(pieces(text), [], []) for text in texts]
    seen = ((reading, window) for reading in readings for window in see(reading.words, network))
    while some := list(islice(seen, DECODED_WINDOWS)):
        for (reading, _), (names, attributions) in zip(some, decode([w for _, w in some], tables, limits), strict=True):
            reading.names.extend(names)
            reading.attributions.extend(attributions)
    return readings
