"""From the spans of one window to attributions: a content goes to the cue that claims it, a cue takes its source.

A cue is the anchor: each attribution has one. Spans come in two grades: sure ones are on the best path of the tagger,
weak ones are not, and only serve a content without a cue or a cue without a source. Word numbers are the document's.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.annotate.reader.link_scorer import Floats
from pipelines.annotate.reader.words import Ints

Range = tuple[int, int]

MOST = 0.8  # share of a content's words


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log odds above which a link holds: `sure` for want of a better one; the chance that makes a weak span.

    Attributions of less than `least` or without a cue are dropped unless they are in quotation marks. `paragraph` is
    taken off the claim to a content in another paragraph; `colon` is added to that of a cue that leads up to a content
    by a colon.
    """

    least: float = 0.3
    sure: float = -2.0
    weak: float = 0.0
    weak_span: float = 0.1
    paragraph: float = 2.0
    colon: float = 2.0


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in word ranges; `score` is a probability."""

    content: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    score: float


@dataclass(frozen=True)
class Candidates:
    """Spans of one window; `links` is (cues and weak cues, words of the window, 2), `first` the window's first word."""

    contents: Sequence[Range]
    cues: Sequence[Range]
    weak_cues: Sequence[Range]
    sources: Sequence[Range]
    weak_sources: Sequence[Range]
    links: Floats
    first: int
    paragraph: Ints  # per word of the window, as are those below
    quoted: npt.NDArray[np.bool_]
    sentence: Ints
    after_colon: npt.NDArray[np.bool_]
    sure: Floats  # (3, words): probability that the word belongs to a content, cue, source

    def claim(self, role: int, spans: Sequence[Range]) -> Floats:
        """Return (cues, spans): mean log odds that a span's words are content (role 0) or source (1) of each cue."""
        means = [self.links[:, s - self.first : e - self.first, role].mean(1) for s, e in spans]
        return np.stack(means, 1) if means else np.zeros((len(self.links), 0), np.float32)


def link_spans(c: Candidates, limits: Thresholds) -> list[Found]:
    """Return the attributions of the window: those with a cue, then contents that no cue claims."""
    contents: dict[int, list[Range]] = defaultdict(list)
    for span, owner in zip(c.contents, _owners(c, limits), strict=True):
        contents[owner].append(span)
    cues = [*c.cues, *c.weak_cues]
    found = []
    strong, weak = c.claim(1, c.sources), c.claim(1, c.weak_sources)
    for number in sorted(contents.keys() - {-1}):
        source = _best(strong[number], c.sources, limits.sure) or _best(weak[number], c.weak_sources, limits.weak)
        contents[number], alone = _told_apart(c, contents[number], cues[number])
        found += [Found((span,), None, source, _score(c, [span], None)) for span in alone]
        claimed = _outside(contents[number], [s for s in (cues[number], source) if s]) or contents[number]
        found.append(Found(tuple(claimed), cues[number], source, _score(c, claimed, cues[number])))
    found += [Found((span,), None, None, _score(c, [span], None)) for span in contents[-1]]
    return [f for f in found if (f.cue and f.score >= limits.least) or _is_quoted(c, f)]


def _told_apart(c: Candidates, contents: list[Range], cue: Range) -> tuple[list[Range], list[Range]]:
    """The contents of a cue, and the quotations in later sentences that do not go on with a report in own words.

    `She wrote that all was lost. "We begin."` are two attributions, `"All is lost," she wrote. "We begin."` is one. In
    a later paragraph a quotation is one of its own in any case.
    """
    quoted = [bool(c.quoted[s - c.first : e - c.first].mean() > MOST) for s, e in contents]
    places = c.paragraph if all(quoted) else c.sentence
    last = places[cue[0] - c.first]
    later = [q and bool(places[s - c.first] > last) for q, (s, _) in zip(quoted, contents, strict=True)]
    kept = [span for span, is_later in zip(contents, later, strict=True) if not is_later]
    return (kept, [span for span in contents if span not in kept]) if kept else (contents, [])


def _outside(contents: Sequence[Range], others: Sequence[Range]) -> list[Range]:
    """Return the contents without the words of `others`: a cue or a source is no part of what is said."""
    left = list(contents)
    for first, last in others:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, first)), (max(start, last), end))
            if part[0] < part[1]
        ]
    return left


def _owners(c: Candidates, limits: Thresholds) -> list[int]:
    """Return for every content the number of its cue, or -1.

    A sure cue comes first where its odds are good, then a weak one, then a sure one by poor odds.
    """
    count = len(c.cues)
    cues = np.array([s - c.first for s, _ in (*c.cues, *c.weak_cues)], np.int64)
    owners = []
    for (start, _), odds in zip(c.contents, c.claim(0, c.contents).T, strict=True):
        at = start - c.first
        claims = odds - limits.paragraph * (c.paragraph[cues] != c.paragraph[at])
        if c.after_colon[at]:
            claims += limits.colon * ((cues < at) & (c.sentence[cues] == c.sentence[at]))
        sure = int(claims[:count].argmax()) if count else -1
        weak = count + int(claims[count:].argmax()) if len(claims) > count else -1
        ranked = ((sure, limits.weak), (weak, limits.weak), (sure, limits.sure))
        owners.append(next((n for n, limit in ranked if n >= 0 and claims[n] > limit), -1))
    return owners


def _is_quoted(c: Candidates, found: Found) -> bool:
    return all(c.quoted[s - c.first : e - c.first].mean() > MOST for s, e in found.content)


def _best(claims: Floats, spans: Sequence[Range], limit: float) -> Range | None:
    if not spans:
        return None
    best = int(claims.argmax())
    return spans[best] if claims[best] > limit else None


def _score(c: Candidates, contents: list[Range], cue: Range | None) -> float:
    """Return the tagger's belief in the content's words, times that in the cue's."""
    content = np.concatenate([c.sure[0, s - c.first : e - c.first] for s, e in contents]).mean()
    return float(content * (c.sure[1, cue[0] - c.first : cue[1] - c.first].mean() if cue else 1.0))
