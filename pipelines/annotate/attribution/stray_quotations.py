"""Pieces of a quotation that a finder tied to a cue too far away, made attributions of their own.

A piece behind the cue strays where another paragraph holds it, or where it begins a sentence after another cue: it
keeps cue and source, but is another quotation. Where a whole sentence in between tells of somebody, it keeps neither:
who says it is read like any quotation without a source (`speakers/unsourced`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.page.quotations import Quotation
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

OPENING = 3  # characters before a sentence's first word
SAME_SUBJECT = re.compile(r"\W{0,3}(?:But |And |Yet |Then )?(?:he|she|they|it)\b", re.I)


def split_strays(
    text: str, sentences: Sequence[Span], quotations: Sequence[Quotation], attributions: Sequence[Attribution]
) -> list[Attribution]:
    """Return the attributions, each run of stray pieces as an attribution of its own."""
    page = _Page(text, sentences, quotations, attributions)
    found: list[Attribution] = []
    for attribution in attributions:
        has_strays = len(attribution.content) > 1 and attribution.cue
        found += page.parted(attribution) if has_strays else [attribution]
    return found


class _Page:
    def __init__(
        self, text: str, sentences: Sequence[Span], quotations: Sequence[Quotation], attributions: Sequence[Attribution]
    ) -> None:
        self.text, self.sentences = text, sentences
        self._quotations = [(piece.start_char, n) for n, q in enumerate(quotations) for piece in q.pieces]
        self._cues = sorted(a.cue[0].start_char for a in attributions if a.cue)

    def parted(self, attribution: Attribution) -> list[Attribution]:
        """Cut the content where it strays; nothing before the cue does."""
        cue = attribution.cue[-1]
        runs = [[piece for piece in attribution.content if piece.start_char < cue.start_char]]
        is_bare = [False]  # per run: whether it keeps neither cue nor source
        last = max([cue.end_char, *(piece.end_char for piece in runs[0])])
        for piece in attribution.content[len(runs[0]) :]:
            if self._goes_on(last, piece):
                runs[-1].append(piece)
            else:
                runs.append([piece])
                is_bare.append(is_bare[-1] or self._tells(last, piece))
            last = piece.end_char
        return [
            Attribution(tuple(run), score=attribution.score) if bare else replace(attribution, content=tuple(run))
            for run, bare in zip(runs, is_bare, strict=True)
            if run
        ]

    def _goes_on(self, last: int, piece: Span) -> bool:
        """True where `piece` still belongs to what ended at `last`."""
        start = piece.start_char
        if "\n" in self.text[last:start]:
            return self._quotation(last - 1) == self._quotation(start) is not None
        place = self._begun_sentence(start)
        if place < 1:
            return True
        following = bisect_left(self._cues, last)
        return not self._tells(last, piece) and not (following < len(self._cues) and self._cues[following] < start)

    def _tells(self, last: int, piece: Span) -> bool:
        """True where a sentence between them, with a subject of its own, has nothing of the attribution."""
        place = self._begun_sentence(piece.start_char)
        if place < 1:
            return False
        before = self.sentences[place - 1]
        is_apart = last <= before.start_char and "\n" not in self.text[before.start_char : piece.start_char]
        return is_apart and SAME_SUBJECT.match(self.text, before.start_char) is None

    def _begun_sentence(self, start: int) -> int:
        """Return the number of the sentence that begins at `start`, else -1."""
        place = bisect_right(self.sentences, start, key=lambda s: s.start_char) - 1
        return place if place >= 0 and start - self.sentences[place].start_char <= OPENING else -1

    def _quotation(self, offset: int) -> int | None:
        place = bisect_right(self._quotations, (offset, len(self._quotations))) - 1
        return self._quotations[place][1] if place >= 0 else None
