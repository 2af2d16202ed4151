"""A document while its speakers are resolved: what is known before, look-ups by place, and the answers so far.

Nothing is resolved here. Numbers are places: of an attribution in `Facts.attributions`, of a name in `Facts.names`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.annotate.lexicon import cue_words, role_nouns, word_class, words
from pipelines.annotate.naming.chains import Chain, Chains
from pipelines.annotate.naming.source_heads import is_lead
from pipelines.annotate.naming.source_phrases import Source
from pipelines.annotate.page.credits import is_credit
from pipelines.annotate.page.layout import Layout
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import QuoteKind, SourceType, Span

LEAD = 60  # characters before a name
TELLING = ("told", "tells", "telling", "informed", "thanked", "praised", "blamed", "accused")  # whom, not who
POSSESSIVE = ("'s", "’s", "'", "’")
CLAUSE_OPENERS = ("after", "before", "since", "until")
GOES_ON = re.compile(r" ([a-z’']+)")


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """Who else it could be, with the chance of it; `chain_no` is that of the name."""

    name: str
    score: float
    chain_no: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """The answer for one attribution; `chain_no` is null for nobody by name."""

    source_type: SourceType | None
    chain_no: int | None = None
    path: tuple[str, ...] = ()
    score: float = 0.0
    anchor: int | None = None  # the attribution whose unnamed source this is
    runner_up: RunnerUp | None = None  # null where nobody else could be meant
    alternatives: tuple[RunnerUp, ...] = ()  # others by name, likeliest first

    def carried_over(self, weight: float, path: tuple[str, ...]) -> "Speaker":
        """Return the same answer for other words, surer of nothing: all scores by `weight`."""
        second = self.runner_up and RunnerUp(self.runner_up.name, self.runner_up.score * weight)
        return replace(self, path=path, score=self.score * weight, runner_up=second)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before speakers are resolved; lists run parallel to `attributions`, ordered by content."""

    text: str
    layout: Layout
    names: Sequence[Name]
    chains: Chains
    attributions: Sequence[Attribution]
    sources: Sequence[Source]
    kinds: Sequence[QuoteKind]
    parents: Sequence[int | None]
    quoted: Sequence[Span]


@dataclass(slots=True)
class Scene:
    """The facts with look-ups; `answers` grows while speakers are resolved."""

    facts: Facts
    answers: dict[int, Speaker] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)  # attributions by where they are attributed
    place: dict[int, int] = field(default_factory=dict)  # of an attribution in `order`
    name_starts: list[int] = field(default_factory=list)
    is_quoted: list[bool] = field(default_factory=list)  # per name: in quotation marks, or no part of the story
    credits: set[int] = field(default_factory=set)  # names of writers and photographers, and under posts
    told: set[int] = field(default_factory=set)  # names of those to whom something is said: `told Orr`
    subjects: set[int] = field(default_factory=set)  # names that are the first person of their sentence
    topics: set[int] = field(default_factory=set)  # names that are the first of their sentence, of any type

    def __post_init__(self) -> None:
        """Prepare the look-ups."""
        facts = self.facts
        self.order = sorted(range(len(facts.attributions)), key=lambda n: (self.position(n), n))
        self.place = {number: place for place, number in enumerate(self.order)}
        self.name_starts = [name.span.start_char for name in facts.names]
        starts = [span.start_char for span in facts.quoted]
        for number, name in enumerate(facts.names):
            place = bisect_right(starts, name.span.start_char) - 1  # a name may hold marks: `Tomas "Tom" Vell`
            is_inside = place >= 0 and name.span.start_char < facts.quoted[place].end_char
            if name.entity_type == "PERSON" and is_credit(facts.text, facts.layout, name.span):
                self.credits.add(number)
            self.is_quoted.append(is_inside or number in self.credits)
        seen: set[tuple[int | None, bool]] = set()
        for number, name in enumerate(facts.names):
            sentence = facts.layout.sentence_at(name.span.start_char)
            if not self._may_be_subject(number):
                continue
            if name.entity_type == "PERSON" and (sentence, True) not in seen:
                self.subjects.add(number)
                seen.add((sentence, True))
            if (sentence, False) not in seen:
                self.topics.add(number)
                seen.add((sentence, False))

    def _may_be_subject(self, name_no: int) -> bool:
        """True for a name outside quotation marks that no preposition governs and no possessive ends."""
        text, name = self.facts.text, self.facts.names[name_no]
        if self.is_quoted[name_no]:
            return False
        before = text[max(0, name.span.start_char - LEAD) : name.span.start_char].split("\n")[-1].split()
        while before and is_lead(before[-1]):
            before.pop()
        word = before[-1].lower() if before else ""
        is_governed = word in word_class("prepositions") and not (word in CLAUSE_OPENERS and self._acts(name))
        if word in TELLING:
            self.told.add(name_no)
        return not (is_governed or word in TELLING or self._modifies(name))

    def _modifies(self, name: Name) -> bool:
        """True before what a name describes: `Orr’s`, `Orr supporters`."""
        text, end = self.facts.text, name.span.end_char
        follower = GOES_ON.match(text, end)
        is_people = follower is not None and (
            follower[1] in words("group_nouns") or follower[1].removesuffix("s") in role_nouns()
        )
        return is_people or text[end : end + 2].startswith(POSSESSIVE)

    def _acts(self, name: Name) -> bool:
        """True where a verb follows: `After Orr was moved`, not `after Orr’s move`."""
        follower = GOES_ON.match(self.facts.text, name.span.end_char)
        return follower is not None and (follower[1] in word_class("finite_verbs") or follower[1] in cue_words())

    def position(self, number: int) -> int:
        """Return where an attribution is attributed: its source, else its cue, else its content."""
        attribution = self.facts.attributions[number]
        spans = attribution.source or attribution.cue or attribution.content
        return spans[0].start_char

    def chain_of(self, name_no: int) -> Chain:
        """Return the chain of a name."""
        return self.facts.chains.all[self.facts.chains.of_name[name_no]]

    def names_before(self, position: int, most: int) -> Iterator[int]:
        """Yield the names that begin before `position`, nearest first, at most so many."""
        place = bisect_left(self.name_starts, position) - 1
        yield from range(place, max(-1, place - most), -1)

    def names_in(self, span: Span) -> Iterator[int]:
        """Yield the names that begin in `span`."""
        place = bisect_left(self.name_starts, span.start_char)
        while place < len(self.name_starts) and self.name_starts[place] < span.end_char:
            yield place
            place += 1


def source_type_of(chain: Chain) -> SourceType:
    """Return what kind of source a named chain is."""
    if chain.entity_type == "PERSON":
        return "person"
    return "group" if chain.entity_type == "MISC" or chain.words[-1] in words("group_nouns") else "organisation"


def name_path(printed: str, chain: Chain) -> tuple[str, ...]:
    """Return the steps from a printed name to the fullest."""
    return (f"name: {chain.name}",) if printed == chain.name else (f"mention: {printed}", f"name: {chain.name}")
