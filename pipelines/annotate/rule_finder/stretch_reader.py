"""The cues of one stretch, read from left to right into drafts of source, cue and content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.annotate.lexicon import CueWord, cue_words, word_class
from pipelines.annotate.page.quotations import Quotation
from pipelines.annotate.rule_finder.clauses import Clauses
from pipelines.annotate.rule_finder.reported_words import content_end, content_start, demanded, is_report
from pipelines.annotate.rule_finder.stretches import Stretch
from pipelines.annotate.rule_finder.subjects import SPEAKING, leading_subject, subject_left, subject_right
from pipelines.records import Span

AFTERTHOUGHT = re.compile(
    r"\s*,?\s*(?:(?:in|on|at|during|through|via|after|before|to|from|by|with|of|while|when|as|referring|speaking|last|this|late|early"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|earlier|later|recently)\b[^.;:\"“”]{0,120})?\s*[.!?…]*\s*"
)
NEAR = 8  # words between a weak cue and the quotation after it
FAR = 24  # words between a strong cue and the quotation after it
LONGEST_CONTENT = 4_000  # characters of an indirect report
TRIMMED = " ,.;—–-\u00a0"
MARKS = "\"'`“”„‘’‚«»‹›"


@dataclass(slots=True)
class Draft:
    """One attribution in the making."""

    content: list[Span]
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    score: float = 0.5


class StretchReader:
    """Reads the cues of one stretch from left to right."""

    def __init__(self, text: str, stretch: Stretch) -> None:
        """Take one stretch of `text`."""
        self.text, self.stretch, self.clauses = text, stretch, Clauses(text, stretch)
        self.drafts: list[Draft] = []
        self._covered = -1  # where the last content ends

    def read(self) -> list[Draft]:
        """Return the drafts found, in order of their cues."""
        for place, word in enumerate(self.clauses.words):
            if word.start < self._covered:
                continue
            if word.lower == "according" and self.clauses.word(place + 1) == "to":
                self._according(place)
                continue
            cue = cue_words().get(word.lower)
            if (
                cue
                and not word.is_capital
                and cue.cue_class in ("speech", "writing")
                and is_report(self.clauses, place, cue)
            ):
                self._cue(place, cue)
        return self.drafts

    def lead_in(self) -> Draft | None:
        """Return cue and source of a stretch that ends in a colon and quotes nothing itself."""
        if self.drafts or self.stretch.quotations or not self.stretch.span.of(self.text).endswith(":"):
            return None
        count = len(self.clauses.words)
        for place in range(count - 1, max(-1, count - 8), -1):
            cue = cue_words().get(self.clauses.word(place))
            if cue and cue.cue_class in ("speech", "writing"):
                source = subject_left(self.clauses, place) if place else None
                span = self.clauses.span(place, place)
                return Draft([], [span], [source] if source else [])
        source = leading_subject(self.clauses, count)
        return Draft([], [], [source]) if source else None

    def _cue(self, place: int, cue: CueWord) -> None:
        clauses = self.clauses
        first = place
        while (
            first
            and clauses.word(first - 1) in word_class("auxiliaries")
            and clauses.words[first - 1].end + 1 == clauses.words[first].start
        ):
            first -= 1
        span = clauses.span(first, place)
        strong = cue.class_without_marks in ("speech", "writing") or demanded(clauses, place, cue) is not None
        before, after = self._ended_by(first), self._opened_by(place)
        left = self._running_source(place) or (subject_left(clauses, first) if first else None)
        right = subject_right(clauses, place) if before is not None and left is None else None
        source = left or right
        if before is not None and (left or right):
            joined = after if after is not None and self._is_afterthought(right or span, after) else None
            self._add([*before.pieces, *(joined.pieces if joined else ())], span, source, 0.9)
        elif (
            after is not None
            and (left or strong)
            and clauses.place_at(after.span.start_char) - place <= (FAR if strong else NEAR)
        ):
            self._add(self._around(place, cue, after), span, source, 0.9)
        elif strong and source is not None:
            self._indirect(place, cue, span, source)

    def _running_source(self, place: int) -> Span | None:
        """The subject of a participle ("adding"): the last source of the stretch, else its first noun phrase."""
        if not self.clauses.word(place).endswith("ing") or self.clauses.word(place - 1) in word_class("be"):
            return None
        if self.drafts and self.drafts[-1].source:
            return self.drafts[-1].source[0]
        return leading_subject(self.clauses, place)

    def _is_afterthought(self, end: Span, quotation: Quotation) -> bool:
        return AFTERTHOUGHT.fullmatch(self.text, end.end_char, quotation.span.start_char) is not None

    def _add(self, content: Sequence[Span], cue: Span, source: Span | None, score: float) -> None:
        self.drafts.append(Draft([*content], [cue], [source] if source else [], score))
        self._covered = max(self._covered, content[-1].end_char)

    def _ended_by(self, place: int) -> Quotation | None:
        """Return the quotation that ends right before the subject, or the inverted verb, at `place`."""
        quotation = self.clauses.quotation_before(self.clauses.words[place].start)
        if quotation is None or quotation.span.end_char <= self._covered:
            return None
        first = self.clauses.place_at(quotation.span.end_char)
        opening = {self.clauses.word(first), self.clauses.word(first + 1)}
        breaks = opening & (word_class("clause_starts") | {";", ":"}) if place - first > 1 else set()
        inner = quotation.span.of(self.text)
        ends_clause = (
            inner.rstrip(MARKS)[-1:] in tuple(",.!?…—-")
            or self.text[quotation.span.end_char : quotation.span.end_char + 1] == ","
        )
        return None if breaks or not ends_clause or place - first > 2 * FAR else quotation

    def _opened_by(self, place: int) -> Quotation | None:
        """Return the next quotation, where no other verb of saying stands before it."""
        end = self.clauses.words[place].end
        quotation = self.clauses.quotation_after(end)
        if quotation is None:
            return None
        stop = self.clauses.place_at(quotation.span.start_char)
        between = (self.clauses.word(p) for p in range(place + 1, min(stop, place + FAR + 2)))
        return None if stop - place > FAR + 1 or any(word in SPEAKING for word in between) else quotation

    def _around(self, place: int, cue: CueWord, quotation: Quotation) -> tuple[Span, ...]:
        """Return the quotation itself after a comma, colon or nothing, else the clause that holds it."""
        gap = self.text[self.clauses.words[place].end : quotation.span.start_char].strip()
        if gap[-1:] in ("", ",", ":") or gap in ("as", "it", "that") or quotation.pieces[1:]:
            return quotation.pieces
        start = content_start(self.clauses, place, cue)
        if start is None or start >= quotation.span.start_char:
            return quotation.pieces
        end = content_end(self.clauses, start)
        is_beyond = end <= quotation.span.start_char  # another clause's quotation
        return (Span(start, end if is_beyond else max(end, quotation.span.end_char)),)

    def _indirect(self, place: int, cue: CueWord, span: Span, source: Span) -> None:
        """Read `Orr said (that) ...` or `..., Orr said.`."""
        rest = max(span.end_char, source.end_char)
        is_inverted = source.start_char > span.start_char
        is_last = AFTERTHOUGHT.fullmatch(self.text, rest, self.stretch.span.end_char) is not None
        opens = self.clauses.word(place + 1) == "that" or demanded(self.clauses, place, cue) is not None
        if is_inverted or (is_last and not opens):
            start = max(self._covered, self.stretch.span.start_char, span.start_char - LONGEST_CONTENT)
            self._add_trimmed(
                start, min(span.start_char, source.start_char), span, source, least_words=3, before=",—–-"
            )
            return
        begin = content_start(self.clauses, place, cue)
        if begin is not None:
            self._add_trimmed(begin, content_end(self.clauses, begin), span, source, least_words=2, before="")

    def _add_trimmed(self, start: int, end: int, cue: Span, source: Span, *, least_words: int, before: str) -> None:
        """Add the content in `start` to `end` without the punctuation around it, if it is long enough."""
        end = min(end, start + LONGEST_CONTENT)
        raw = self.text[start:end]
        if before and raw.rstrip()[-1:] not in tuple(before):
            return
        inner = raw.strip(TRIMMED)
        if len(inner.split(maxsplit=least_words)) >= least_words:
            start += len(raw) - len(raw.lstrip(TRIMMED))
            self._add([Span(start, start + len(inner))], cue, source, 0.6)

    def _according(self, place: int) -> None:
        clauses = self.clauses
        source = subject_right(clauses, place + 1)
        if source is None:
            return
        cue = clauses.span(place, place + 1)
        stop = clauses.place_at(source.end_char)
        if place <= 1 and stop < len(clauses.words):
            self._add_trimmed(
                clauses.words[stop].end, self.stretch.span.end_char, cue, source, least_words=2, before=""
            )
        else:
            start = max(self._covered, self.stretch.span.start_char, cue.start_char - LONGEST_CONTENT)
            self._add_trimmed(start, cue.start_char, cue, source, least_words=2, before="")
