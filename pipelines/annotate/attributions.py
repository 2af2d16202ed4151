"""Rules that find who says what: drafts of source, cue and content around cue words and quotations.

Direct and mixed quotations, indirect clauses, "according to", headline colons, a name after a dash, and quotations
that stand alone. The trained reader replaces this; `finish` adds everything that is not a span.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.annotate.clauses import SPEAKING, Clauses, is_report
from pipelines.annotate.lexicon import CueWord, cue_words, word_class
from pipelines.annotate.quotations import Quotation
from pipelines.annotate.reading import Attribution
from pipelines.annotate.segments import Segment
from pipelines.records import Span

AFTERTHOUGHT = re.compile(
    r"\s*,?\s*(?:(?:in|on|at|during|through|via|after|before|to|from|by|with|of|while|when|as|referring|speaking|last|this|late|early"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|earlier|later|recently)\b[^.;:\"“”]{0,120})?\s*[.!?…]*\s*"
)
HEADLINE_COLON = re.compile(r"((?:[A-Z][\w.’'-]*|of|the|de)(?: (?:[A-Z][\w.’'-]*|of|the|de)){0,4}) ?(:)\s+(?=\S)")
SIGNATURE = re.compile(r"\s*[—–―-]{1,2}\s*([A-Z][^\n.:;]{2,80})\.?")
ONLY_MARKS = re.compile(r"[\s.,;:!?…—–-]*")
MARKS = "\"'`“”„‘’‚«»‹›"
LEAST_ALONE = 5  # words; shorter quotations without a cue are scare quotes, titles or nicknames
NEAR = 8  # words between a weak cue and the quotation after it
FAR = 24  # words between a strong cue and the quotation after it
LONGEST_CONTENT = 4_000  # characters of an indirect report
TRIMMED = " ,.;—–-\u00a0"
LONGEST_HEADLINE = 400  # characters


@dataclass(slots=True)
class _Draft:
    content: list[Span]
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    score: float = 0.5


def find_attributions(text: str, segments: Sequence[Segment]) -> list[Attribution]:
    """Return the attributions of `text` in order of their content."""
    drafts: list[_Draft] = []
    previous: _Draft | None = None
    lead: _Draft | None = None  # `Orr continued:` before a quotation in the next paragraph
    for segment in segments:
        reader = _SegmentReader(text, segment)
        fresh = _headline_colon(text, segment) or reader.read()
        alone = [q for q in _untaken(segment.quotations, fresh) if _stands_alone(text, segment, q)]
        for quotation in alone:
            if lead is not None and quotation is segment.quotations[0]:
                fresh.append(_Draft([*quotation.pieces], lead.cue, lead.source, 0.8))
            elif previous is not None and not fresh and not segment.starts_paragraph and _goes_on(text, previous):
                previous.content += quotation.pieces
            else:
                fresh.append(_Draft([*quotation.pieces], score=0.6))
        lead = reader.lead_in()
        drafts += fresh
        previous = fresh[-1] if fresh else previous if alone else None
    drafts.sort(key=lambda draft: draft.content[0].start_char)
    return [Attribution(tuple(d.content), tuple(d.cue), tuple(d.source), d.score) for d in drafts]


def _untaken(quotations: Sequence[Quotation], drafts: Sequence[_Draft]) -> list[Quotation]:
    """Return the quotations whose beginning no draft's content holds."""
    contents = sorted((s for draft in drafts for s in draft.content), key=lambda span: span.start_char)
    free: list[Quotation] = []
    place, reached = 0, -1
    for quotation in quotations:
        start = quotation.span.start_char
        while place < len(contents) and contents[place].start_char <= start:
            reached = max(reached, contents[place].end_char)
            place += 1
        if start >= reached:
            free.append(quotation)
    return free


def _goes_on(text: str, previous: _Draft) -> bool:
    """True where the quotation before has its cue behind it: `"One," she said. "Two."` is one attribution."""
    first = previous.content[0].start_char
    return bool(previous.cue) and text[first] in MARKS and previous.cue[0].start_char > first


def _stands_alone(text: str, segment: Segment, quotation: Quotation) -> bool:
    """True where a quotation without a cue is somebody's words and no title, nickname or scare quote."""
    inner = quotation.span.of(text)
    length = len(inner[:400].split())
    if length < LEAST_ALONE:
        return not segment.words and length > 1
    start = quotation.span.start_char
    begins = text[max(segment.span.start_char, start - 100) : start]
    return ONLY_MARKS.fullmatch(begins) is not None or inner.lstrip(MARKS)[:1].isupper() or length > 2 * LEAST_ALONE


def _headline_colon(text: str, segment: Segment) -> list[_Draft]:
    """Read `Orr: Budget Will Wait` on a line of its own."""
    start, end = segment.span.start_char, segment.span.end_char
    if not (segment.starts_paragraph and segment.ends_paragraph) or end - start > LONGEST_HEADLINE:
        return []
    match = HEADLINE_COLON.match(text, start, end)
    if not match or set(match[1].lower().split()) & word_class("not_speakers"):
        return []
    return [_Draft([Span(match.end(), end)], [Span(*match.span(2))], [Span(*match.span(1))], 0.6)]


class _SegmentReader:
    """Reads the cues of one segment from left to right."""

    def __init__(self, text: str, segment: Segment) -> None:
        self.text, self.segment, self.clauses = text, segment, Clauses(text, segment)
        self.drafts: list[_Draft] = []
        self._covered = -1  # where the last content ends

    def read(self) -> list[_Draft]:
        """Return the drafts found, in order of their cues."""
        for place, word in enumerate(self.clauses.words):
            if word.start < self._covered and not self._is_nested_speaker(place):
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
        self._signature()
        return self.drafts

    def lead_in(self) -> _Draft | None:
        """Return cue and source of a segment that ends in a colon and quotes nothing itself."""
        if self.drafts or self.segment.quotations or not self.segment.span.of(self.text).endswith(":"):
            return None
        count = len(self.clauses.words)
        for place in range(count - 1, max(-1, count - 8), -1):
            cue = cue_words().get(self.clauses.word(place))
            if cue and cue.cue_class in ("speech", "writing"):
                source = self.clauses.subject_left(place) if place else None
                span = self.clauses.span(place, place)
                return _Draft([], [span], [source] if source else [])
        source = self.clauses.leading_subject(count)
        return _Draft([], [], [source]) if source else None

    def _is_nested_speaker(self, place: int) -> bool:
        """Judge `Orr said that Falk had said ...`: a reporting verb with a subject of its own inside content."""
        if self.clauses.word(place) not in ("said", "says", "told"):
            return False
        step = place - 1
        while step > 0 and self.clauses.word(step) in word_class("auxiliaries"):
            step -= 1
        return step >= 0 and (self.clauses.words[step].is_capital or self.clauses.word(step) in ("he", "she"))

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
        strong = cue.class_without_marks in ("speech", "writing") or clauses.demanded(place, cue) is not None
        before, after = self._ended_by(first), self._opened_by(place)
        left = self._running_source(place) or (clauses.subject_left(first) if first else None)
        right = clauses.subject_right(place) if before is not None and left is None else None
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
        """The subject of a participle ("adding"): the last source of the segment, else its first noun phrase."""
        if not self.clauses.word(place).endswith("ing") or self.clauses.word(place - 1) in word_class("be"):
            return None
        if self.drafts and self.drafts[-1].source:
            return self.drafts[-1].source[0]
        return self.clauses.leading_subject(place)

    def _is_afterthought(self, end: Span, quotation: Quotation) -> bool:
        return AFTERTHOUGHT.fullmatch(self.text, end.end_char, quotation.span.start_char) is not None

    def _add(self, content: Sequence[Span], cue: Span, source: Span | None, score: float) -> None:
        self.drafts.append(_Draft([*content], [cue], [source] if source else [], score))
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
        start = self.clauses.content_start(place, cue)
        if start is None or start >= quotation.span.start_char:
            return quotation.pieces
        end = self.clauses.content_end(start)
        is_beyond = end <= quotation.span.start_char  # another clause's quotation
        return (Span(start, end if is_beyond else max(end, quotation.span.end_char)),)

    def _indirect(self, place: int, cue: CueWord, span: Span, source: Span) -> None:
        """Read `Orr said (that) ...` or `..., Orr said.`."""
        rest = max(span.end_char, source.end_char)
        is_inverted = source.start_char > span.start_char
        is_last = AFTERTHOUGHT.fullmatch(self.text, rest, self.segment.span.end_char) is not None
        opens = self.clauses.word(place + 1) == "that" or self.clauses.demanded(place, cue) is not None
        if is_inverted or (is_last and not opens):
            start = max(self._covered, self.segment.span.start_char, span.start_char - LONGEST_CONTENT)
            self._add_trimmed(
                start, min(span.start_char, source.start_char), span, source, least_words=3, before=",—–-"
            )
            return
        begin = self.clauses.content_start(place, cue)
        if begin is not None:
            self._add_trimmed(begin, self.clauses.content_end(begin), span, source, least_words=2, before="")

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
        source = clauses.subject_right(place + 1)
        if source is None:
            return
        cue = clauses.span(place, place + 1)
        stop = clauses.place_at(source.end_char)
        if place <= 1 and stop < len(clauses.words):
            self._add_trimmed(
                clauses.words[stop].end, self.segment.span.end_char, cue, source, least_words=2, before=""
            )
        else:
            start = max(self._covered, self.segment.span.start_char, cue.start_char - LONGEST_CONTENT)
            self._add_trimmed(start, cue.start_char, cue, source, least_words=2, before="")

    def _signature(self) -> None:
        """Read `"We will go on." - Lena Orr` at a paragraph's end."""
        if self.drafts or not self.segment.quotations:
            return
        quotation = self.segment.quotations[-1]
        match = SIGNATURE.fullmatch(self.text, quotation.span.end_char, self.segment.span.end_char)
        if match:
            self.drafts.append(_Draft([*quotation.pieces], [], [Span(*match.span(1))], 0.8))
