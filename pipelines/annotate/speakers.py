"""Who speaks: each source resolved inside its document to the fullest name printed there, or to nobody.

Names through their chains, nominals only where a role or apposition matches, pronouns to the nearest agreeing
candidate (subjects and the last speaker first), quotations without a source to the one that they continue. Nobody is
named where the text names nobody: an unnamed source competes for its pronouns like a named one.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.annotate.entities import Entities, Entity
from pipelines.annotate.layout import Layout
from pipelines.annotate.lexicon import word_class, words
from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.sources import Source, SourceType, nominal_type, pronoun_gender
from pipelines.annotate.spellings import name_words
from pipelines.records import Span

FARTHEST = 6  # sentences back that a pronoun looks
MOST_CHAINS = 400  # chains that a nominal is compared with
SOON = 4  # sentences within which an unnamed source may be introduced by name
OPENING = 3  # characters before a sentence's first word
MOST_NAMES = 60  # names back that a pronoun looks
BESIDE = "quotation beside"  # first step of the path of a speaker whom another quotation names
LEAST_SCORE = 0.5  # below which a pronoun stays nobody's


@dataclass(frozen=True, slots=True)
class Speaker:
    """The answer for one attribution; `entity_no` is null for nobody by name."""

    source_type: SourceType | None
    entity_no: int | None = None
    path: tuple[str, ...] = ()
    score: float = 0.0
    anchor: int | None = None  # the attribution whose unnamed source this is


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before speakers are resolved; lists run parallel to `attributions`, ordered by content."""

    text: str
    layout: Layout
    names: Sequence[Name]
    entities: Entities
    attributions: Sequence[Attribution]
    sources: Sequence[Source]
    kinds: Sequence[str]
    parents: Sequence[int | None]
    quoted: Sequence[Span]


@dataclass(slots=True)
class _Candidate:
    key: tuple[str, int]
    gender: str | None
    score: float = 0.0
    path: tuple[str, ...] = ()


def resolve_speakers(facts: Facts) -> list[Speaker]:
    """Return one `Speaker` per attribution, in their order."""
    return _Resolver(facts).resolve()


@dataclass(slots=True)
class _Resolver:
    facts: Facts
    answers: dict[int, Speaker] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)
    _name_starts: list[int] = field(default_factory=list)
    _is_quoted: list[bool] = field(default_factory=list)
    _subjects: set[int] = field(default_factory=set)
    _place: dict[int, int] = field(default_factory=dict)

    def resolve(self) -> list[Speaker]:
        """Resolve in text order: first the sources that are printed, then those that are not."""
        self._prepare()
        for number in self._order:
            if self.facts.sources[number].form != "none":
                self.answers[number] = self._printed(number)
        for number in self._order:
            if number not in self.answers:
                self.answers[number] = self._implied(number)
        return [self.answers[number] for number in range(len(self.facts.attributions))]

    def _prepare(self) -> None:
        facts = self.facts
        self._order = sorted(range(len(facts.attributions)), key=lambda n: (self._position(n), n))
        self._place = {number: place for place, number in enumerate(self._order)}
        self._name_starts = [name.span.start_char for name in facts.names]
        starts = [span.start_char for span in facts.quoted]
        for name in facts.names:
            place = bisect_left(starts, name.span.end_char) - 1
            self._is_quoted.append(place >= 0 and name.span.start_char < facts.quoted[place].end_char)
        seen: set[int | None] = set()
        for number, name in enumerate(facts.names):
            sentence = facts.layout.sentence_at(name.span.start_char)
            if name.entity_type == "PERSON" and not self._is_quoted[number] and sentence not in seen:
                before = facts.text[max(0, name.span.start_char - 30) : name.span.start_char].split()
                tail = facts.text[name.span.end_char : name.span.end_char + 2]
                if not (before and before[-1].lower() in word_class("prepositions")) and not tail.startswith(
                    ("'s", "’s", "'", "’")
                ):
                    self._subjects.add(number)
                    seen.add(sentence)

    def _position(self, number: int) -> int:
        attribution = self.facts.attributions[number]
        spans = attribution.source or attribution.cue or attribution.content
        return spans[0].start_char

    def _printed(self, number: int) -> Speaker:
        source = self.facts.sources[number]
        if source.form == "name" and source.name_no is not None:
            return self._named(source.name_no)
        if source.form == "pronoun":
            return self._pronoun(number, source)
        return self._nominal(number, source)

    def _named(self, name_no: int) -> Speaker:
        facts = self.facts
        entity = facts.entities.chains[facts.entities.of_name[name_no]]
        printed = facts.names[name_no].span.of(facts.text)
        kind = _entity_source_type(entity)
        path = _name_path(printed, entity)
        return Speaker(kind, entity.number, path, 0.97 if printed == entity.name else 0.93)

    # -- pronouns ---------------------------------------------------------------------------------------------------

    def _pronoun(self, number: int, source: Source) -> Speaker:
        label = f"pronoun: {source.head}"
        parent = self.facts.parents[number]
        if (
            source.head in ("i", "me", "my", "we", "us")
            and parent is not None
            and parent in self.answers
            and self.facts.kinds[parent] != "indirect"
        ):
            above = self.answers[parent]
            return Speaker(above.source_type, above.entity_no, (label, *above.path), above.score * 0.9, above.anchor)
        if source.head in ("who", "which", "that", "whom"):
            return self._relative(source, label)
        if source.head == "it":
            return self._organisation_before(number, label)
        if source.gender is None:
            return Speaker(nominal_type(source), None, (label,), 0.5)
        candidates = self._candidates(number, source.span.start_char, source.gender)
        if not candidates or candidates[0].score < LEAST_SCORE:
            return Speaker("person", None, (label,), 0.3)
        best = candidates[0]
        margin = best.score - (candidates[1].score if len(candidates) > 1 else 0.0)
        score = min(0.95, 0.6 + 0.1 * max(0.0, margin))
        kind, place = best.key
        if kind == "unnamed":
            above = self.answers[place]
            return Speaker(above.source_type, None, (label, *above.path), score, place)
        return Speaker("person", place, (label, *best.path), score)

    def _candidates(self, number: int, position: int, gender: str) -> list[_Candidate]:
        """Return agreeing candidates for a singular pronoun at `position`, best first."""
        facts = self.facts
        here = facts.layout.sentence_at(position) or 0
        found: dict[tuple[str, int], _Candidate] = {}
        place = bisect_left(self._name_starts, position) - 1
        for name_no in range(place, max(-1, place - MOST_NAMES), -1):
            name = facts.names[name_no]
            distance = here - (facts.layout.sentence_at(name.span.start_char) or 0)
            if distance > FARTHEST:
                break
            entity = facts.entities.chains[facts.entities.of_name[name_no]]
            if entity.entity_type != "PERSON" or entity.gender not in (None, gender):
                continue
            candidate = found.setdefault(
                ("entity", entity.number), _Candidate(("entity", entity.number), entity.gender)
            )
            value = self._mention_value(name_no, distance)
            if value > candidate.score or not candidate.path:
                candidate.score = max(candidate.score, value)
                candidate.path = _name_path(name.span.of(facts.text), entity)
        self._add_speakers(number, position, here, gender, found)
        for candidate in found.values():
            if candidate.gender == gender:
                candidate.score += 0.5
            if candidate.key[0] == "entity":
                candidate.score += min(1.2, 0.15 * len(facts.entities.chains[candidate.key[1]].mentions))
        return sorted(found.values(), key=lambda c: -c.score)

    def _mention_value(self, name_no: int, distance: int) -> float:
        value = 2.4 - 0.6 * min(distance, 4)
        if self._is_quoted[name_no]:
            value -= 2.0
        if name_no in self._subjects:
            value += 0.8
        if distance <= 1 and self._is_introduction(name_no):
            value += 1.5
        return value

    def _is_introduction(self, name_no: int) -> bool:
        """True for the first, full mention of a person, outside quotations: who is introduced is about to speak."""
        entity = self.facts.entities.chains[self.facts.entities.of_name[name_no]]
        return entity.mentions[0] == name_no and " " in entity.name and not self._is_quoted[name_no]

    def _add_speakers(
        self, number: int, position: int, here: int, gender: str, found: dict[tuple[str, int], _Candidate]
    ) -> None:
        """Raise those who spoke last; unnamed ones enter the race too."""
        facts = self.facts
        paragraph = facts.layout.paragraph_at(position)
        rank = 0
        for other in reversed(self._order[max(0, self._place[number] - 12) : self._place[number]]):
            answer = self.answers.get(other)
            if answer is None or rank > 3:
                break
            at = self._position(other)
            apart = paragraph - facts.layout.paragraph_at(at)
            if apart > 3 or answer.source_type not in ("person", "unnamed"):
                continue
            bonus = max(0.0, 2.0 - 0.5 * apart - 0.5 * rank)
            rank += 1
            if answer.entity_no is not None:
                entity = facts.entities.chains[answer.entity_no]
                if entity.entity_type != "PERSON" or entity.gender not in (None, gender):
                    continue
                key = ("entity", answer.entity_no)
                candidate = found.setdefault(key, _Candidate(key, entity.gender, 0.0, _name_path(entity.name, entity)))
            else:
                anchor = answer.anchor if answer.anchor is not None else other
                stated = facts.sources[anchor].gender
                if (
                    facts.sources[anchor].form != "nominal"
                    or stated not in (None, gender)
                    or facts.sources[anchor].is_many
                ):
                    continue
                distance = here - (facts.layout.sentence_at(at) or 0)
                key = ("unnamed", anchor)
                candidate = found.setdefault(
                    key, _Candidate(key, stated, max(0.0, 2.4 - 0.6 * min(distance, 4) + 0.8), answer.path)
                )
            candidate.score += bonus if candidate.score >= 0 else 0

    def _relative(self, source: Source, label: str) -> Speaker:
        """`Orr, who said`: the name right before."""
        place = bisect_left(self._name_starts, source.span.start_char) - 1
        if place >= 0:
            name = self.facts.names[place]
            gap = self.facts.text[name.span.end_char : source.span.start_char]
            if len(gap) < 80 and not any(c in gap for c in '.!?\n"“”') and name.entity_type in ("PERSON", "ORG"):
                entity = self.facts.entities.chains[self.facts.entities.of_name[place]]
                if gap.strip(" ,—–") == "" or (gap.startswith(",") and gap.rstrip().endswith(",")):
                    path = (label, *_name_path(name.span.of(self.facts.text), entity))
                    return Speaker(_entity_source_type(entity), entity.number, path, 0.85)
        return Speaker("unnamed" if source.head == "who" else "organisation", None, (label,), 0.4)

    def _organisation_before(self, number: int, label: str) -> Speaker:
        place = self._place[number]
        for other in reversed(self._order[max(0, place - 2) : place]):
            answer = self.answers.get(other)
            if answer and answer.source_type in ("organisation", "document"):
                return Speaker(answer.source_type, answer.entity_no, (label, *answer.path), 0.6, answer.anchor)
        return Speaker("organisation", None, (label,), 0.4)

    # -- nominals ---------------------------------------------------------------------------------------------------

    def _nominal(self, number: int, source: Source) -> Speaker:
        label = f"nominal: {source.span.of(self.facts.text)}"
        kind = nominal_type(source)
        if kind == "document":
            owner = self._owner(number, source, label)
            if owner is not None:
                return owner
            return Speaker(kind, None, (label,), 0.7)
        if (entity := self._printed_bearer(source)) is not None:
            return Speaker("person", entity.number, (label, f"name: {entity.name}"), 0.8)
        if not source.is_many and source.nouns and source.head in source.nouns | {""}:
            entity = self._bearer(source) if source.is_definite else self._introduced_later(source)
            entity = entity or self._topic(source)
            if entity is not None:
                return Speaker("person", entity.number, (label, f"name: {entity.name}"), 0.75)
        return Speaker(kind, None, (label,), 0.7)

    def _owner(self, number: int, source: Source, label: str) -> Speaker | None:
        """`her statement`, `Orr's letter`: the words are its author's."""
        first = source.span.of(self.facts.text).split()[0].lower()
        if first in ("his", "her"):
            owner = self._pronoun(number, replace(source, head=first, gender=pronoun_gender(first)))
            return replace(owner, path=(label, *owner.path[1:])) if owner.entity_no is not None else None
        place = bisect_left(self._name_starts, source.span.start_char)
        if place < len(self.facts.names) and self.facts.names[place].span.start_char == source.span.start_char:
            name = self.facts.names[place]
            entity = self.facts.entities.chains[self.facts.entities.of_name[place]]
            if name.entity_type == "PERSON" and self.facts.text[name.span.end_char : name.span.end_char + 2] in (
                "'s",
                "’s",
            ):
                return Speaker(
                    "person", entity.number, (label, *_name_path(name.span.of(self.facts.text), entity)), 0.8
                )
        return None

    def _topic(self, source: Source) -> Entity | None:
        """`The 40-year-old ferryman`, first in its sentence: another name for the subject of the sentence before.

        Only where that subject has no stated role that would make it somebody else, and its gender agrees.
        """
        here = self.facts.layout.sentence_at(source.span.start_char) or 0
        sentences = self.facts.layout.sentences
        opens = source.span.start_char - sentences[here].span.start_char < OPENING
        if not opens or not here or not source.span.of(self.facts.text).lower().startswith("the "):
            return None
        before = sentences[here - 1].span
        place = bisect_left(self._name_starts, before.start_char)
        while place < len(self._name_starts) and self._name_starts[place] < before.end_char:
            entity = self.facts.entities.chains[self.facts.entities.of_name[place]]
            if place in self._subjects and entity.gender in (None, source.gender or entity.gender):
                return entity if not entity.nouns else None
            place += 1
        return None

    def _printed_bearer(self, source: Source) -> Entity | None:
        """Return the person whose name the whole source is, where the finder overlooked it there."""
        printed = source.span.of(self.facts.text).strip(" ,")
        tokens = printed.split()
        if len(tokens) > 4 or not all(token[0].isupper() for token in tokens):
            return None
        last = name_words(tokens[-1])
        bearers = [
            e for e in self.facts.entities.chains[:MOST_CHAINS] if e.entity_type == "PERSON" and last == e.words[-1:]
        ]
        return bearers[0] if len(bearers) == 1 else None

    def _introduced_later(self, source: Source) -> Entity | None:
        """`A spokesman for Orr`, who is named within the next sentences with the same role, and nobody else is."""
        here = self.facts.layout.sentence_at(source.span.start_char) or 0
        bearers = self._bearers(source)
        if len(bearers) != 1:
            return None
        first = self.facts.names[bearers[0].mentions[0]].span.start_char
        there = self.facts.layout.sentence_at(first) or 0
        return bearers[0] if first > source.span.start_char and there - here <= SOON else None

    def _bearers(self, source: Source) -> list[Entity]:
        """Return the people whose printed roles hold all that the nominal says."""
        return [
            e
            for e in self.facts.entities.chains[:MOST_CHAINS]
            if e.entity_type == "PERSON"
            and source.nouns <= e.nouns
            and source.modifiers <= e.role_words
            and not (source.gender and e.gender not in (None, source.gender))
        ]

    def _bearer(self, source: Source) -> Entity | None:
        """Return the nearest person before, else the only one, whose printed role holds the nominal's nouns."""
        bearers = self._bearers(source)
        if len(bearers) < 2:
            return bearers[0] if bearers else None
        numbers = {e.number for e in bearers}
        place = bisect_left(self._name_starts, source.span.start_char) - 1
        for name_no in range(place, max(-1, place - MOST_NAMES), -1):
            if self.facts.entities.of_name[name_no] in numbers and not self._is_quoted[name_no]:
                return self.facts.entities.chains[self.facts.entities.of_name[name_no]]
        return None

    # -- no source printed ------------------------------------------------------------------------------------------

    def _implied(self, number: int) -> Speaker:
        """Follow the quotation before in the paragraph, else after it there, else the paragraph before."""
        facts = self.facts
        attribution = facts.attributions[number]
        if facts.kinds[number] == "indirect" and not self._continues(attribution):
            return Speaker(None)
        start = attribution.content[0].start_char
        paragraph = facts.layout.paragraph_at(start)
        if (subject := self._subject_of(number)) is not None:
            return subject
        for other in range(number - 1, max(-1, number - 5), -1):
            apart = paragraph - facts.layout.paragraph_at(facts.attributions[other].content[-1].end_char - 1)
            answer = self.answers.get(other)
            if apart > 1 or answer is None:
                break
            if apart == 1 and (self._speaker_after(number, paragraph) or not self._opens_paragraph(start)):
                break
            if facts.parents[other] is not None and apart == 0 and facts.parents[other] != number:
                continue
            return self._continued(answer, 0.9 if apart == 0 else 0.75)
        after = self._speaker_after(number, paragraph)
        return self._continued(after, 0.7) if after else Speaker(None)

    def _subject_of(self, number: int) -> Speaker | None:
        """Return the speaker whom the words around name: the clause's own source, or the sentence before's subject."""
        facts = self.facts
        attribution = facts.attributions[number]
        here = facts.layout.sentence_at(attribution.content[0].start_char)
        if here is None:
            return None
        beside = [
            n
            for n in self._near_in_order(number)
            if n in self.answers and n != number and facts.layout.sentence_at(self._position(n)) == here
        ]
        before = [n for n in beside if self._position(n) < attribution.content[0].start_char]
        if beside:
            return self._continued(self.answers[before[-1] if before else beside[0]], 0.85)
        if facts.kinds[number] == "indirect" or not self._begins_sentence(attribution, here):
            return self._sentence_subject(number, here)
        sentences = facts.layout.sentences
        if (
            here
            and sentences[here - 1].paragraph_no == sentences[here].paragraph_no
            and not self._attributes(here - 1, number)
        ):
            return self._sentence_subject(number, here - 1, only_name=True)
        return None

    def _near_in_order(self, number: int) -> list[int]:
        place = self._place[number]
        return self._order[max(0, place - 3) : place + 4]

    def _begins_sentence(self, attribution: Attribution, here: int) -> bool:
        return attribution.content[0].start_char - self.facts.layout.sentences[here].span.start_char < 4

    def _attributes(self, sentence_no: int, number: int) -> bool:
        """True where an attribution near `number` reaches into the sentence."""
        span = self.facts.layout.sentences[sentence_no].span
        for other in self._near_in_order(number):
            a = self.facts.attributions[other]
            spans = (*a.content, *a.cue, *a.source)
            if other != number and any(s.start_char < span.end_char and s.end_char > span.start_char for s in spans):
                return True
        return False

    def _sentence_subject(self, number: int, sentence_no: int, *, only_name: bool = False) -> Speaker | None:
        """Return the person who is the subject of a sentence: its first name, or the pronoun that opens it."""
        span = self.facts.layout.sentences[sentence_no].span
        opening = re.match(
            r"\W{0,3}(?:But |And |Yet |Then |Later,? )?(he|she)\b",
            self.facts.text[span.start_char : span.start_char + 20],
            re.I,
        )
        if opening and not only_name:
            head = opening[1].lower()
            source = Source(
                "pronoun", Span(span.start_char, span.start_char + opening.end()), head, gender=pronoun_gender(head)
            )
            return self._pronoun(number, source)
        place = bisect_left(self._name_starts, span.start_char)
        while place < len(self._name_starts) and self._name_starts[place] < span.end_char:
            if place in self._subjects and not opening:
                name = self.facts.names[place]
                entity = self.facts.entities.chains[self.facts.entities.of_name[place]]
                return Speaker(
                    "person", entity.number, ("subject beside", *_name_path(name.span.of(self.facts.text), entity)), 0.6
                )
            place += 1
        return None

    def _continued(self, answer: Speaker, weight: float) -> Speaker:
        path = answer.path if answer.path[:1] == (BESIDE,) else (BESIDE, *answer.path)
        return Speaker(answer.source_type, answer.entity_no, path, answer.score * weight, answer.anchor)

    def _continues(self, attribution: Attribution) -> bool:
        """True for `adding that ...`, whose source is the clause before."""
        cue = attribution.cue[0].of(self.facts.text).lower().split() if attribution.cue else []
        return bool(cue) and (cue[0].endswith("ing") or cue[-1] in ("added", "adding"))

    def _speaker_after(self, number: int, paragraph: int) -> Speaker | None:
        for other in range(number + 1, min(number + 3, len(self.facts.attributions))):
            if self.facts.layout.paragraph_at(self.facts.attributions[other].content[0].start_char) != paragraph:
                return None
            if other in self.answers and self.facts.kinds[other] != "indirect":
                return self.answers[other]
        return None

    def _opens_paragraph(self, start: int) -> bool:
        sentence_no = self.facts.layout.sentence_at(start)
        if not sentence_no:
            return sentence_no == 0
        sentences = self.facts.layout.sentences
        return sentences[sentence_no].paragraph_no != sentences[sentence_no - 1].paragraph_no


def _entity_source_type(entity: Entity) -> SourceType:
    if entity.entity_type == "PERSON":
        return "person"
    return "group" if entity.entity_type == "MISC" or entity.words[-1] in words("group_nouns") else "organisation"


def _name_path(printed: str, entity: Entity) -> tuple[str, ...]:
    return (f"name: {entity.name}",) if printed == entity.name else (f"mention: {printed}", f"name: {entity.name}")
