"""A case: an article whose attributions are known right, and what a change of its text does to them."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

UNKNOWN = "?"
"""In `Case.speakers`: the gold does not say, so what the resolver says is taken."""
PARAGRAPH_END = re.compile(r"[^\S\n]*\n(?:\s*\.[^\S\n]*\n)*\s*")
COMBINED = re.compile(r"[^\W\d_][\u0300-\u036f]+")


@dataclass(frozen=True)
class Case:
    """`attributions` are ordered by content, with the right speaker of each in `speakers` (None: nobody named)."""

    name: str
    origin: str  # the gold that it is from
    columns: Mapping[str, Any]  # of `articles`: outlet, url, byline, ...
    text: str
    body_start_char: int
    names: Sequence[Name]
    attributions: Sequence[Attribution]
    speakers: Sequence[str | None]


@dataclass(frozen=True)
class Edit:
    """Characters `start` up to `end` are printed as `new`."""

    start: int
    end: int
    new: str


def edited(case: Case, edits: Sequence[Edit]) -> Case:
    """Return the case with its text changed and every span moved along; names and spans that vanish are left out."""
    if not edits:
        return case
    edits = sorted(edits, key=lambda edit: edit.start)
    moved = _Moved(edits)
    pieces, at = [], 0
    for edit in edits:
        pieces += [case.text[at : edit.start], edit.new]
        at = edit.end
    names = [replace(name, span=moved.span(name.span)) for name in case.names]
    attributions = [
        replace(a, content=moved.spans(a.content), cue=moved.spans(a.cue), source=moved.spans(a.source))
        for a in case.attributions
    ]
    kept = [number for number, a in enumerate(attributions) if a.content]
    return replace(
        case,
        text="".join([*pieces, case.text[at:]]),
        body_start_char=moved.end(case.body_start_char),
        names=[name for name in names if name.span.end_char > name.span.start_char],
        attributions=[attributions[number] for number in kept],
        speakers=[case.speakers[number] for number in kept],
    )


class _Moved:
    """Where an offset of the old text lies in the new one."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._shifts = [0]
        for edit in edits:
            self._shifts.append(self._shifts[-1] + len(edit.new) - (edit.end - edit.start))

    def start(self, offset: int) -> int:
        """Where a span begins: after what is inserted there."""
        number = bisect_right(self._starts, offset) - 1
        return self._inside(number, offset)

    def end(self, offset: int) -> int:
        """Where a span ends: before what is inserted there."""
        number = bisect_right(self._starts, offset - 1) - 1
        return self._inside(number, offset)

    def _inside(self, number: int, offset: int) -> int:
        if number < 0:
            return offset
        edit = self._edits[number]
        if offset >= edit.end:
            return offset + self._shifts[number + 1]
        return edit.start + self._shifts[number] + min(offset - edit.start, len(edit.new))

    def span(self, span: Span) -> Span:
        return Span(self.start(span.start_char), self.end(span.end_char))

    def spans(self, spans: Sequence[Span]) -> list[Span]:
        return [moved for moved in map(self.span, spans) if moved.end_char > moved.start_char]


def tidied(case: Case) -> Case:
    """Return the case as ingest would hand its text on: NFC, one newline between paragraphs, none around them."""
    breaks = [Edit(m.start(), m.end(), "\n") for m in PARAGRAPH_END.finditer(case.text) if m[0] != "\n"]
    accents = [Edit(m.start(), m.end(), unicodedata.normalize("NFC", m[0])) for m in COMBINED.finditer(case.text)]
    ends = len(case.text.rstrip())
    tail = [Edit(ends, len(case.text), "")] if ends < len(case.text) else []
    return edited(case, [*(e for e in breaks if e.end <= ends), *accents, *tail])


def inside(span: Span, outer: Span) -> bool:
    """True where a span lies within another."""
    return outer.start_char <= span.start_char and span.end_char <= outer.end_char


def along(span: Span, by: int) -> Span:
    """Return the span some characters later."""
    return Span(span.start_char + by, span.end_char + by)


def carried(attribution: Attribution, outer: Span, by: int) -> Attribution:
    """Return the attribution some characters later, without what lies outside `outer`."""
    content, cue, source = (
        [along(span, by) for span in spans if inside(span, outer)]
        for spans in (attribution.content, attribution.cue, attribution.source)
    )
    return replace(attribution, content=content, cue=cue, source=source)
