"""From tagged spans of one window to attributions: a content goes to the cue that claims it, a cue takes its source.

A cue is the anchor: each attribution has one. Contents without a cue that claims them stand alone where they are in
quotation marks. Word numbers are those of the document.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.annotate.reader.links import Floats

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log odds above which a link holds."""

    content: float = 0.0
    source: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in word ranges; `score` is a probability."""

    content: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    score: float


@dataclass(frozen=True)
class Candidates:
    """Spans of one window, link scores (cues, words of the window, 2); `first` is the window's first word."""

    contents: list[Range]
    cues: list[Range]
    sources: list[Range]
    links: Floats
    first: int
    sure: Floats  # (3, words): probability that the word has the tag it was given


def link_spans(c: Candidates, limits: Thresholds) -> list[Found]:
    """Attributions of the window in order of their cues, then contents without one."""
    owners = _owners(c, limits)
    found = []
    for number, cue in enumerate(c.cues):
        content = [s for s, owner in zip(c.contents, owners, strict=True) if owner == number]
        if not content:
            continue
        source = _source(c, number, limits)
        parts = [_sure(c, 0, content), _sure(c, 1, [cue])] + ([_sure(c, 2, [source])] if source else [])
        found.append(Found(tuple(content), cue, source, float(np.mean(parts))))
    for span, owner in zip(c.contents, owners, strict=True):
        if owner < 0:
            found.append(Found((span,), None, None, float(_sure(c, 0, [span]))))
    return found


def _owners(c: Candidates, limits: Thresholds) -> list[int]:
    """For every content the number of the cue that claims it most, or -1."""
    if not c.cues:
        return [-1] * len(c.contents)
    owners = []
    for start, end in c.contents:
        claims = c.links[:, start - c.first : end - c.first, 0].mean(1)
        best = int(claims.argmax())
        owners.append(best if claims[best] > limits.content else -1)
    return owners


def _source(c: Candidates, cue: int, limits: Thresholds) -> Range | None:
    if not c.sources:
        return None
    claims = [float(c.links[cue, s - c.first : e - c.first, 1].mean()) for s, e in c.sources]
    best = int(np.argmax(claims))
    return c.sources[best] if claims[best] > limits.source else None


def _sure(c: Candidates, head: int, spans: list[Range]) -> float:
    return float(np.mean(np.concatenate([c.sure[head, s - c.first : e - c.first] for s, e in spans])))
