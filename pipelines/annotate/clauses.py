"""The clause around a cue word: its subject to the left or right, and where the words that it reports begin and end.

Works on a segment's words outside quotations, without parts of speech. Every look is bounded, so that a segment of any
length is read in linear time.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from pipelines.annotate.lexicon import CueWord, role_nouns, titles, word_class, words
from pipelines.annotate.quotations import Quotation
from pipelines.annotate.segments import Segment, Word
from pipelines.records import Span

FARTHEST = 60  # words that a source may hold, appositions included
TIME = re.compile(
    r"\s*(?:on |last |this |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?"
    r"|\s*(?:yesterday|today|earlier|later|recently|again|afterwards?)\b"
)
BREAKS = frozenset({",", ";", ":", "(", ")", "—", "–", "-"})
SPEAKING = frozenset(
    ["said", "says", "told", "wrote", "added", "asked", "adding", "saying", "noted", "argued", "tweeted"]
)


@dataclass(slots=True)
class Clauses:
    """One segment with look-ups; places are places in `segment.words`."""

    text: str
    segment: Segment
    words: list[Word] = field(init=False)
    _starts: list[int] = field(init=False)
    _quotation_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the look-ups."""
        self.words = list(self.segment.words)
        self._starts = [word.start for word in self.words]
        self._quotation_starts = [quotation.span.start_char for quotation in self.segment.quotations]

    def word(self, place: int) -> str:
        """Return the lower-case word at `place`, or an empty text outside the segment."""
        return self.words[place].lower if 0 <= place < len(self.words) else ""

    def place_at(self, offset: int) -> int:
        """Return the place of the first word at or after `offset`."""
        return bisect_left(self._starts, offset)

    def quotation_before(self, offset: int) -> Quotation | None:
        """Return the last quotation that begins before `offset`."""
        place = bisect_left(self._quotation_starts, offset) - 1
        return self.segment.quotations[place] if place >= 0 else None

    def quotation_after(self, offset: int) -> Quotation | None:
        """Return the first quotation that begins at or after `offset`."""
        place = bisect_left(self._quotation_starts, offset)
        return self.segment.quotations[place] if place < len(self._quotation_starts) else None

    def floor(self, place: int) -> int:
        """Return the first place after the last quotation before `place`."""
        quotation = self.quotation_before(self.words[place].start)
        return self.place_at(quotation.span.end_char) if quotation else 0

    def span(self, first: int, last: int) -> Span:
        """Return the characters of the words `first` to `last`, both included."""
        return Span(self.words[first].start, self.words[last].end)

    # -- subjects ---------------------------------------------------------------------------------------------------

    def subject_left(self, place: int) -> Span | None:
        """Return the subject before the verb at `place`; an apposition between commas belongs to it."""
        floor = self.floor(place)
        last = place - 1
        if self.word(last) == "," and last > floor:
            opening = self._apposition_start(last, floor)
            if opening is None:
                return None
            first = self._phrase_start(opening - 1, floor)
            return self._subject(first, opening - 1, keep_to=last)
        while last > floor and self.word(last) in word_class("time_words") and not self._is_subject(last):
            last -= 1
        if last < floor:
            return None
        return self._subject(self._phrase_start(last, floor), last, keep_to=last)

    def _is_subject(self, place: int) -> bool:
        return self.word(place) in word_class("subject_pronouns") or (
            self.words[place].is_capital and self.word(place) not in word_class("time_words")
        )

    def _apposition_start(self, closing: int, floor: int) -> int | None:
        """Return the place of the comma that opens the apposition which the comma at `closing` ends."""
        for place in range(closing - 1, max(floor, closing - FARTHEST), -1):
            if self.word(place) == ",":
                follower = self.word(place + 1)
                if (
                    follower in word_class("apposition_starts")
                    or follower in role_nouns()
                    or follower in titles()
                    or follower.isdigit()
                ):
                    return place
        nearest = next((p for p in range(closing - 1, max(floor, closing - 12), -1) if self.word(p) == ","), None)
        is_headed = nearest is not None and (self.words[nearest - 1].is_capital or self._names_a_role(nearest))
        return nearest if is_headed else None

    def _names_a_role(self, comma: int) -> bool:
        """True for the comma of `Falk's father, Tom`: a role before it, a name behind."""
        inside = 0 < comma < len(self.words) - 1
        return inside and self.word(comma - 1) in role_nouns() and self.words[comma + 1].is_capital

    def _phrase_start(self, last: int, floor: int) -> int:
        """Walk left from `last` to where the noun phrase begins."""
        step = last
        while step >= floor and last - step < FARTHEST:
            word = self.word(step)
            is_break = word in BREAKS and not self._is_bracketed(step)
            if is_break or (word in word_class("clause_starts") and not self._joins_names(step)) or word in SPEAKING:
                break
            step -= 1
        return step + 1

    def _is_bracketed(self, place: int) -> bool:
        """True for the brackets of `(R-Ohio)` after a name."""
        return (
            self.word(place) in ("(", ")")
            and any(self.word(p) == "(" for p in range(max(0, place - 4), place + 1))
            and place > 0
        )

    def _joins_names(self, place: int) -> bool:
        inside = 0 < place < len(self.words) - 1
        return (
            inside
            and self.word(place) == "and"
            and self.words[place - 1].is_capital
            and self.words[place + 1].is_capital
        )

    def _subject(self, first: int, last: int, *, keep_to: int) -> Span | None:
        """Return the noun phrase in `first` to `last`, or nothing where the words are none."""
        if first > last:
            return None
        if self.word(last) in word_class("subject_pronouns"):
            return self.span(last, keep_to)
        while first < last and self.word(first) in (
            "and",
            "but",
            "then",
            "so",
            "yet",
            "meanwhile",
            "however",
            ",",
            "also",
            "still",
        ):
            first += 1
        if self.word(first) in word_class("prepositions_first") and last > first:
            first = self._last_name(first, last)
        if self.word(last) in word_class("prepositions_first") | {"to", "not", "the", "a"}:
            return None
        if first == last and not (
            self.words[last].is_capital or self.word(last) in words("group_nouns") or self.word(last) in role_nouns()
        ):
            return None
        return self.span(first, keep_to)

    def _last_name(self, first: int, last: int) -> int:
        """`In a meeting on the budget Orr said`: the capitalised words at the end."""
        step = last
        while step > first and (
            self.words[step].is_capital or self.word(step) in role_nouns() or self.word(step) in titles()
        ):
            step -= 1
        return min(step + 1, last)

    def subject_right(self, place: int) -> Span | None:
        """Return the subject after an inverted verb: `said Lena Orr, the mayor`."""
        first = place + 1
        if self.word(first) in ("that", "in", "on", "to", "at", ",", "as", ""):
            return None
        step, in_apposition = first, False
        while step < min(len(self.words), first + FARTHEST) and (step == first or self._adjoins(step)):
            word = self.word(step)
            if word in (";", ":", "—", "–") or (word == "(" and step == first):
                break
            if word == ",":
                follower = self.word(step + 1)
                starts = follower in word_class("apposition_starts") or follower in role_nouns() or follower.isdigit()
                if not starts and not self._names_a_role(step):
                    break
                in_apposition = True
            elif word in word_class("right_ends") and not (in_apposition and self.word(step - 1) != ","):
                break
            step += 1
        return self.span(first, step - 1) if step > first else None

    def _adjoins(self, place: int) -> bool:
        gap = self.text[self.words[place - 1].end : self.words[place].start]
        return not any(c in '."“”!?' for c in gap.removeprefix("."))

    def leading_subject(self, before: int) -> Span | None:
        """Return the segment's first noun phrase where it is a pronoun or holds a name, for participles ("adding")."""
        first = 0
        if self.word(0) in word_class("prepositions_first"):
            comma = next((p for p in range(1, min(before, 20)) if self.word(p) == ","), None)
            first = 0 if comma is None else comma + 1
        if first >= before:
            return None
        if self.word(first) in word_class("subject_pronouns"):
            return self.span(first, first)
        step = first
        while step < before and self._may_name(step):
            step += 1
        is_named = any(w.is_capital and w.lower not in words("common_words") for w in self.words[first:step])
        return self.span(first, step - 1) if step > first and is_named else None

    def _may_name(self, place: int) -> bool:
        """True for capitalised words, roles, and a dash between a role and a name."""
        word = self.word(place)
        if word in ("–", "—", "-"):
            return place + 1 < len(self.words) and self.words[place + 1].is_capital
        return self.words[place].is_capital or word in titles() or word in role_nouns() or word == "the"

    # -- what is reported -------------------------------------------------------------------------------------------

    def content_start(self, place: int, cue: CueWord) -> int | None:
        """Return where the words reported by the verb at `place` begin: past addressee, time and channel."""
        if (demanded := self.demanded(place, cue)) is not None:
            return self.words[demanded].start if demanded < len(self.words) else None
        after = place + 1
        reach = min(after + 14, len(self.words))
        if cue.lemma in word_class("addressed_lemmas"):
            opener = next((i for i in range(after, reach) if self.word(i) in word_class("clause_openers")), None)
            if opener is None:
                return self.words[after + 1].start if after + 1 < len(self.words) else None
            after = opener
        else:
            after = self._past_circumstances(place, after, reach)
        if after >= len(self.words) or self.word(after) in (",", ";", "about", "of", "for"):
            return None
        return self.words[after].start

    def _past_circumstances(self, place: int, after: int, reach: int) -> int:
        """Step over `on Monday`, and over `in a letter to the port that`."""
        timed = TIME.match(self.text, self.words[place].end)
        if timed is None and self.word(after) not in ("on", "in", "during", "at", "to", "last", "this", ",", "via"):
            return after
        that = next((i for i in range(after, reach) if self.word(i) == "that"), None)
        if that is not None:
            return that
        return self.place_at(timed.end()) if timed else after

    def demanded(self, place: int, cue: CueWord) -> int | None:
        """Return the place after the "for" of `called on Sunday for ...`."""
        if cue.lemma != "call":
            return None
        near = range(place + 1, min(place + 5, len(self.words)))
        return next((p + 1 for p in near if self.word(p) == "for" and self.word(p - 1) not in BREAKS), None)

    def content_end(self, start: int) -> int:
        """Return the segment's end without its full stop, or where the next speaker's words begin."""
        end = self.segment.span.end_char
        for place in range(self.place_at(start + 10), min(len(self.words), self.place_at(start) + 120)):
            if self.word(place) in (",", "—", "–") and (
                self.word(place + 1) in ("adding", "according", "saying", "citing", "noting", "calling")
                or self.word(place + 2) in ("added", "adding", "said", "says")
                or (self.word(place + 1) == "which" and self.word(place + 2) in word_class("subject_pronouns"))
            ):
                end = self.words[place].start
                break
        while end > start and self.text[end - 1] in " .":
            end -= 1
        return end


def is_report(clauses: Clauses, place: int, cue: CueWord) -> bool:
    """True where the word at `place` is an active verb, not a noun ("the claim") or infinitive ("to say")."""
    word, before = clauses.word(place), clauses.word(place - 1)
    if before in word_class("determiners") or before.endswith(("'s", "’s", "s'", "s’")):
        return False
    if before == "to" and clauses.word(place - 2) not in ("on", "continued"):
        return False
    step = place - 1
    while clauses.word(step) in word_class("auxiliaries") and step > place - 4:
        step -= 1
    if word == cue.lemma and step == place - 1:
        return (
            before in ("they", "we", "i", "you", "who")
            or before in words("group_nouns")
            or (before.endswith("s") and before not in word_class("subject_pronouns"))
        )
    if word == f"{cue.lemma}s" and step == place - 1:
        is_singular = (
            before in ("he", "she", "it", "who", ",", ")")
            or before in role_nouns()
            or before in words("document_nouns")
        )
        return is_singular or (step >= 0 and clauses.words[step].is_capital) or _ends_quotation(clauses, place)
    is_participle = word.endswith("ed") or word in ("told", "said", "written", "known", "read", "spoken")
    return not (is_participle and clauses.word(step) in word_class("be"))


def _ends_quotation(clauses: Clauses, place: int) -> bool:
    quotation = clauses.quotation_before(clauses.words[place].start)
    return quotation is not None and clauses.place_at(quotation.span.end_char) == place
