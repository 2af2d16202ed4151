"""Rules that find who says what around cue words: source, cue and content spans.

Direct and mixed quotations, indirect clauses, "according to", headline colons, a name after a dash, and quotations that stand
alone. The neural reader replaces this; `finish` adds everything that is not a span.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.annotate.lexicon import CueWord, cue_words, words
from pipelines.annotate.quotations import Quotation
from pipelines.annotate.reading import Attribution
from pipelines.annotate.segments import Segment, Word
from pipelines.records import Span

DETERMINERS = frozenset("the a an his her their its my your our this that these those some any no of public such for".split())
BE = frozenset("be is are was were been being 's am gets got get".split())
AUXILIARIES = frozenset("has had have also later then repeatedly now previously earlier recently further just already would will could may might did does do not never once again still even".split())
CLAUSE_STARTS = frozenset("and but while as because when after before though although since which if so until whereas that whether than or where how why".split())
ADDRESSED = frozenset("tell inform remind assure ask warn urge advise notify persuade convince".split())
OBJECT_END = frozenset({"that", "how", "whether", "what", "why", "where", "when", "to", "if"})
TIME = re.compile(r"\s*(?:on |last |this |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|\s*(?:yesterday|today|earlier|later|recently|again|afterwards?)\b")
AFTERTHOUGHT = re.compile(r"\s*,?\s*(?:(?:in|on|at|during|through|via|after|before|to|from|by|with|of|while|when|as|referring|speaking|last|this|late|early)\b[^.;:\"“”]{0,120}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day[^.;:\"“”]{0,60}|(?:yesterday|today|earlier|later|recently)[^.;:\"“”]{0,60})?\s*[.!?…]*\s*$")
ALONE = re.compile(r"[\s.,;:!?…—–-]*")
LEAST_ALONE = 5  # words; shorter quotations without a cue are scare quotes, titles or nicknames
NEAR = 8  # words between a cue and the quotation after it
FARTHEST_SOURCE = 25  # words


@dataclass(slots=True)
class _Draft:
    """An attribution in the making; `sealed` where a quotation may join it."""

    content: list[Span]
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    score: float = 0.5


def find_attributions(text: str, segments: Sequence[Segment]) -> list[Attribution]:
    """Return the attributions of `text` in order of their content."""
    drafts: list[_Draft] = []
    previous: _Draft | None = None
    for segment in segments:
        fresh = _headline_colon(text, segment) or _SegmentReader(text, segment).read()
        used = {span.start_char for draft in fresh for span in draft.content}
        for quotation in segment.quotations:
            if any(s.start_char <= quotation.span.start_char < s.end_char for d in fresh for s in d.content):
                continue
            if quotation.span.start_char not in used and _stands_alone(text, segment, quotation):
                follows = previous and not fresh and not segment.starts_paragraph and _follows(text, previous, segment)
                if follows and previous:
                    previous.content += quotation.pieces
                else:
                    fresh.append(_Draft(list(quotation.pieces), score=0.6))
        drafts += fresh
        previous = fresh[-1] if fresh else (previous if any(_stands_alone(text, segment, q) for q in segment.quotations) else None)
    drafts.sort(key=lambda draft: draft.content[0].start_char)
    return [Attribution(tuple(d.content), tuple(d.cue), tuple(d.source), d.score) for d in drafts]


def _follows(text: str, previous: _Draft, segment: Segment) -> bool:
    """True where the draft before has a cue after its quotation and this quotation goes on."""
    return bool(previous.cue) and text[previous.content[0].start_char] in "\"“«„‘'" and previous.cue[0].start_char > previous.content[0].start_char


def _stands_alone(text: str, segment: Segment, quotation: Quotation) -> bool:
    inner = quotation.span.of(text)
    if len(inner.split()) < LEAST_ALONE:
        return not segment.words and len(inner.split()) > 1
    begins = text[segment.span.start_char : quotation.span.start_char]
    if ALONE.fullmatch(begins):
        return True
    return inner[1:2].isupper() or len(inner.split()) > 2 * LEAST_ALONE


def _headline_colon(text: str, segment: Segment) -> list[_Draft]:
    """`Orr: Budget Will Wait` on a line of its own."""
    if not (segment.starts_paragraph and segment.ends_paragraph):
        return []
    line = segment.span.of(text)
    match = re.match(r"((?:[A-Z][\w.’'-]*|of|the|de)(?: (?:[A-Z][\w.’'-]*|of|the|de)){0,4})(:)\s+(?=\S)", line)
    if not match or len(line) > 400 or match[1].lower() in NOT_SPEAKERS or match[1].isupper() and len(match[1].split()) == 1:
        return []
    start = segment.span.start_char
    content = Span(start + match.end(), segment.span.end_char)
    return [_Draft([content], [Span(start + match.start(2), start + match.end(2))], [Span(start, start + match.end(1))], 0.6)]


NOT_SPEAKERS = frozenset("photo video watch related read more update updated correction note editor exclusive live breaking analysis opinion poll report background source sources contact tags topics question q a image image credit caption picture".split())


class _SegmentReader:
    """Reads the cues of one segment from left to right."""

    def __init__(self, text: str, segment: Segment) -> None:
        self.text, self.segment, self.words = text, segment, segment.words
        self.drafts: list[_Draft] = []

    def read(self) -> list[_Draft]:
        """Return the drafts found, in order of their cues."""
        for place, word in enumerate(self.words):
            if any(s.start_char <= word.start < s.end_char for d in self.drafts for s in d.content) and not self._nested_allowed(place):
                continue
            if word.lower == "according" and self._word(place + 1) == "to":
                self._according(place)
                continue
            cue = cue_words().get(word.lower)
            if cue and not word.is_capital and cue.cue_class in ("speech", "writing") and not self._is_not_verb(place):
                self._cue(place, cue)
        self._dash_name()
        return self.drafts

    def _nested_allowed(self, place: int) -> bool:
        return self.words[place].lower in ("said", "says") and bool(self.words[place - 1].is_capital) if place else False

    def _word(self, place: int) -> str:
        return self.words[place].lower if 0 <= place < len(self.words) else ""

    def _is_not_verb(self, place: int) -> bool:
        """True for nouns ("the claim"), infinitives and passives ("was told")."""
        word, before = self._word(place), self._word(place - 1)
        if before in DETERMINERS or before.endswith(("'s", "’s")) or (before.endswith(("s'", "s’"))):
            return True
        if before == "to" and self._word(place - 2) not in ("on", "continued"):
            return True
        step = place - 1
        while self._word(step) in AUXILIARIES and step > place - 4:
            step -= 1
        is_passive_form = word.endswith("ed") or word in ("told", "said", "written", "known", "read", "spoken")
        return is_passive_form and self._word(step) in BE

    def _cue(self, place: int, cue: CueWord) -> None:
        strong = cue.class_without_marks in ("speech", "writing")
        first = place
        while first and self._word(first - 1) in AUXILIARIES:
            first -= 1
        cue_span = Span(self.words[first].start, self.words[place].end)
        before, after = self._quotation_before(first), self._quotation_after(place)
        source_left = self._source_left(first)
        source_right: Span | None = None
        if before is not None and source_left is None:
            source_right = self._source_right(place)
        source = source_left or source_right
        if before is not None and (source is not None):
            self._add([*before.pieces], cue_span, source, 0.9, join=after if after and self._close(source_right or cue_span, after) else None)
        elif after is not None and (source or strong) and (strong or self._near(place, after)):
            self._add([*self._mixed(place, cue, after)], cue_span, source or self._last_source(), 0.9)
        elif strong and (source or self._word(place).endswith("ing")):
            self._indirect(place, first, cue, cue_span, source or self._last_source())

    def _close(self, end: Span, quotation: Quotation) -> bool:
        return bool(AFTERTHOUGHT.match(self.text[end.end_char : quotation.span.start_char]))

    def _add(self, content: list[Span], cue: Span, source: Span | None, score: float, join: Quotation | None = None) -> None:
        pieces = content + (list(join.pieces) if join else [])
        self.drafts.append(_Draft(pieces, [cue], [source] if source else [], score))

    def _last_source(self) -> Span | None:
        return self.drafts[-1].source[0] if self.drafts and self.drafts[-1].source else None

    def _quotation_before(self, place: int) -> Quotation | None:
        """The quotation that ends right before the source (or the inverted cue) whose verb is at `place`."""
        start = self.words[place].start
        earlier = [q for q in self.segment.quotations if q.span.end_char <= start]
        if not earlier:
            return None
        quotation = earlier[-1]
        between = [w for w in self.words if quotation.span.end_char <= w.start < start]
        taken = any(quotation.span.start_char == s.start_char for d in self.drafts for s in d.content)
        clause = any(w.lower in CLAUSE_STARTS or w.lower in (";", ":") for w in between[:2])
        inner = quotation.span.of(self.text)
        ends_clause = inner[-2:-1] in ",.!?…—-" or self.text[quotation.span.end_char : quotation.span.end_char + 1] == ","
        return None if taken or clause or not ends_clause or len(between) > FARTHEST_SOURCE else quotation

    def _quotation_after(self, place: int) -> Quotation | None:
        end = self.words[place].end
        later = [q for q in self.segment.quotations if q.span.start_char >= end]
        if not later:
            return None
        between = [w for w in self.words if end <= w.start < later[0].span.start_char]
        has_cue = any(_is_speech_verb(w) for w in between)
        return None if has_cue or len(between) > 3 * NEAR else later[0]

    def _near(self, place: int, quotation: Quotation) -> bool:
        end = self.words[place].end
        return len([w for w in self.words if end <= w.start < quotation.span.start_char]) <= NEAR

    def _mixed(self, place: int, cue: CueWord, quotation: Quotation) -> tuple[Span, ...]:
        """The quotation itself after a comma or colon, else the clause that holds it."""
        end = self.words[place].end
        gap = self.text[end : quotation.span.start_char]
        if gap.rstrip()[-1:] in (",", ":") or not gap.strip():
            return quotation.pieces
        if cue.class_without_marks not in ("speech", "writing"):
            return quotation.pieces
        start = self._clause_start(place, cue)
        if start is None or start > quotation.span.start_char:
            return quotation.pieces
        return (Span(start, self._clause_end(start)),)

    def _indirect(self, place: int, first: int, cue: CueWord, cue_span: Span, source: Span | None) -> None:
        rest_start = max(self.words[place].end, source.end_char if source else 0)
        rest = self.text[rest_start : self.segment.span.end_char]
        inverted = bool(source and source.start_char > cue_span.start_char)
        if inverted or AFTERTHOUGHT.fullmatch(rest) and source and not re.match(r"\s*,?\s*(?:that|how|whether)\b", rest):
            start = self.drafts[-1].content[-1].end_char if self.drafts else self.segment.span.start_char
            left = self.text[start : min(cue_span.start_char, source.start_char) if source else cue_span.start_char]
            if re.search(r"[,—–-]\s*$", left) and len(left.split()) > 2:
                lead = len(left) - len(left.lstrip(" ,.;"))
                content = Span(start + lead, start + len(left.rstrip(" ,—–-")))
                self._add([content], cue_span, source, 0.7)
            return
        begin = self._clause_start(place, cue)
        if begin is not None and self.segment.span.end_char - begin > 8:
            end = self._clause_end(begin)
            if len(self.text[begin:end].split()) > 1:
                self._add([Span(begin, end)], cue_span, source, 0.6)

    def _clause_start(self, place: int, cue: CueWord) -> int | None:
        """Where the reported clause begins: past the addressee, the time and the channel."""
        after = place + 1
        if cue.lemma in ADDRESSED:
            stop = next((i for i in range(after, min(after + 14, len(self.words))) if self._word(i) in OBJECT_END), None)
            if stop is None:
                return self.words[after + 1].start if after + 1 < len(self.words) and cue.lemma != "tell" else None
            after = stop
        if self._word(after) in ("on", "in", "during", "at", "to", "last", "this", ",") or TIME.match(self.text[self.words[place].end :][:30]):
            stop = next((i for i in range(after, min(after + 14, len(self.words))) if self._word(i) == "that"), None)
            if stop is not None:
                after = stop
            elif time := TIME.match(self.text, self.words[place].end):
                return time.end() + (len(self.text[time.end() :][:1]) - len(self.text[time.end() :][:1].lstrip(" ")))
        if after >= len(self.words) or self._word(after) in (",", ";", "about", "of", "for"):
            return None
        return self.words[after].start

    def _clause_end(self, start: int) -> int:
        """The end of the segment, or before another speaker's words."""
        end = self.segment.span.end_char
        for place, word in enumerate(self.words):
            if word.start > start + 10 and word.lower in (",", "—", "–") and (
                self._word(place + 1) in ("adding", "according", "saying", "citing", "noting") or self._word(place + 2) in ("added", "adding")
            ):
                end = word.start
                break
        while end > start and self.text[end - 1] in " .":
            end -= 1
        return end

    def _source_left(self, place: int) -> Span | None:
        """The words from the last clause boundary to the verb; an apposition between commas belongs to them."""
        step, depth = place - 1, 0
        floor = self._floor(place)
        if self._word(step) == "," and step > floor:
            opening = next((i for i in range(step - 1, max(floor - 1, step - FARTHEST_SOURCE), -1) if self._word(i) == ","), None)
            if opening is None or opening <= floor:
                return None
            step, depth = opening - 1, 1
        last = place - 1 - (self._word(place - 1) == ",")
        while step >= floor and place - step < FARTHEST_SOURCE + depth * FARTHEST_SOURCE:
            word = self._word(step)
            if word in (",", ";", ":", "(", ")", "—", "–", "-") or word in CLAUSE_STARTS and not self._joins_names(step) or _is_speech_verb(self.words[step]):
                break
            step -= 1
        first = step + 1
        while first <= last and self._word(first) in ("and", "but", "then", "so", "yet", "meanwhile", "however"):
            first += 1
        if first > last or not self._is_noun_phrase(first, last):
            return None
        return Span(self.words[first].start, self.words[last].end)

    def _floor(self, place: int) -> int:
        """The first word after the last quotation or found content before `place`."""
        start = self.words[place].start
        ends = [q.span.end_char for q in self.segment.quotations if q.span.end_char <= start]
        low = max(ends, default=self.segment.span.start_char)
        return next(i for i, w in enumerate(self.words) if w.start >= low)

    def _joins_names(self, step: int) -> bool:
        return self._word(step) == "and" and 0 < step < len(self.words) - 1 and self.words[step - 1].is_capital and self.words[step + 1].is_capital

    def _is_noun_phrase(self, first: int, last: int) -> bool:
        inner = self.words[first : last + 1]
        if len(inner) == 1:
            word = inner[0]
            return word.lower in SUBJECTS or word.is_capital or word.lower in words("group_nouns") or word.lower == "who"
        return not (inner[-1].lower in ("to", "not", "of", "in", "on"))

    def _source_right(self, place: int) -> Span | None:
        """The subject after an inverted verb: `said Lena Orr, the mayor`."""
        first = place + 1
        step = first
        while step < len(self.words) and step - first < FARTHEST_SOURCE:
            word = self._word(step)
            if word in (";", ":", "(", "—", "–") or word in RIGHT_END or step > first and not self._adjoins(step):
                break
            if word == "," and not self._apposition(step + 1):
                break
            step += 1
        if step == first or self._word(first) in ("that", "in", "on", "to", "at", ","):
            return None
        return Span(self.words[first].start, self.words[step - 1].end)

    def _adjoins(self, step: int) -> bool:
        gap = self.text[self.words[step - 1].end : self.words[step].start]
        return not any(c in ".\"“”!?" for c in gap.removeprefix("."))

    def _apposition(self, step: int) -> bool:
        return self._word(step) in ("the", "a", "an", "who", "president", "director", "chief", "chairman", "head", "spokesman", "spokeswoman", "professor", "executive", "senior", "vice", "of")

    def _according(self, place: int) -> None:
        first = place + 2
        step = first
        while step < len(self.words) and self._word(step) not in (",", ";", "—", "which", "who") and self._adjoins(max(step, first + 1) if step > first else first):
            step += 1
        if step <= first or first >= len(self.words):
            return
        source = Span(self.words[first].start, self.words[step - 1].end)
        cue = Span(self.words[place].start, self.words[place + 1].end)
        if place <= 1 and step < len(self.words):
            content = Span(self.words[step].end, self.segment.span.end_char)
        else:
            content = Span(self.segment.span.start_char, cue.start_char)
        raw = content.of(self.text)
        lead, tail = len(raw) - len(raw.lstrip(" ,")), len(raw) - len(raw.rstrip(" ,.—–-"))
        if len(raw.split()) > 1:
            self._add([Span(content.start_char + lead, content.end_char - tail)], cue, source, 0.7)

    def _dash_name(self) -> None:
        """`"We will go on." - Lena Orr` at a paragraph's end."""
        if self.drafts or not self.segment.quotations:
            return
        quotation = self.segment.quotations[-1]
        rest = self.text[quotation.span.end_char : self.segment.span.end_char]
        match = re.fullmatch(r"\s*[—–-]{1,2}\s*([A-Z][^\n.:;]{2,80})\.?", rest)
        if match:
            start = quotation.span.end_char
            self.drafts.append(_Draft(list(quotation.pieces), [], [Span(start + match.start(1), start + match.end(1))], 0.8))


SUBJECTS = frozenset("he she they it we i you who one others another officials sources police authorities critics experts".split())
RIGHT_END = frozenset("in on at during after before while when as adding to from by last this because referring speaking but and monday tuesday wednesday thursday friday saturday sunday yesterday today".split())


def _is_speech_verb(word: Word) -> bool:
    cue = cue_words().get(word.lower)
    return bool(cue) and not word.is_capital and cue.cue_class in ("speech", "writing") and word.lower.endswith(("said", "says", "told", "wrote", "added", "asked", "adding", "saying"))  # type: ignore[union-attr]
