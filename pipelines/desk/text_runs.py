"""Cuts an article's text into runs that one set of marks holds for: quotes, cues, sources, names, dimmed sentences."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """What holds from one character to another: a `kind`, and what it belongs to (a quote, an entity, a finding)."""

    start_char: int
    end_char: int
    kind: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, where it begins, what holds for it, and which quotes begin with it."""

    text: str
    start_char: int
    marks: Sequence[Mark]
    begins: Sequence[str]

    def of(self, kind: str) -> str | None:
        """Return what the innermost mark of a kind belongs to; None where there is none."""
        found = [mark for mark in self.marks if mark.kind == kind]
        return min(found, key=lambda mark: mark.end_char - mark.start_char).of if found else None


def marks_of(spans: Iterable[Mapping[str, Any]] | None, kind: str, of: str = "") -> list[Mark]:
    """Return one mark for each span."""
    return [Mark(span["start_char"], span["end_char"], kind, of) for span in spans or ()]


def cut_paragraphs(text: str, marks: Sequence[Mark], *, first: int = 0, last: int | None = None) -> list[list[Run]]:
    """Return the paragraphs of `text` from `first` to `last`, each as its runs in order; nothing is lost or doubled."""
    end = len(text) if last is None else min(last, len(text))
    paragraphs: list[list[Run]] = []
    begun: set[str] = set()
    at = first
    while at <= end:
        line_end = text.find("\n", at, end)
        line_end = end if line_end < 0 else line_end
        runs = [*_runs(text, at, line_end, marks, begun)]
        if runs:
            paragraphs.append(runs)
        at = line_end + 1
    return paragraphs


def _runs(text: str, start: int, end: int, marks: Sequence[Mark], begun: set[str]) -> Iterator[Run]:
    here = [mark for mark in marks if mark.start_char < end and mark.end_char > start]
    edges = {start, end}
    for mark in here:
        edges |= {max(start, mark.start_char), min(end, mark.end_char)}
    ordered = sorted(edges)
    for left, right in itertools.pairwise(ordered):
        holding = [mark for mark in here if mark.start_char <= left and mark.end_char >= right]
        new = [mark.of for mark in holding if mark.kind == "quote" and mark.of not in begun]
        begun.update(new)
        yield Run(text[left:right], left, holding, new)
