"""What speaks for and against each candidate of an attribution: numbers, in the order of `FEATURES`.

Distances are sentences, paragraphs or attributions, cut off at `FAR`, which also stands for "nowhere". Gender is what
the text states or shows, and apart from it what share of a given name's bearers are women.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipelines.annotate.lexicon import is_role, role_synonyms, word_class, words
from pipelines.annotate.naming.source_heads import is_compatriot
from pipelines.annotate.naming.source_phrases import Source, nominal_type
from pipelines.annotate.speakers.ranking.cast import SMALL, STOPS, WORD, Part, call_parts, stem
from pipelines.annotate.speakers.scene import Scene, Speaker
from pipelines.records import EntityType, Span

Floats = npt.NDArray[np.float32]

FAR = 20.0
WINDOW = 15  # sentences back in which a name is a candidate
AHEAD = 4  # sentences on in which it is one
SPEAKERS_BEFORE, SPEAKERS_AFTER = 12, 3  # attributions on each side that are looked at
MOST_CANDIDATES = 24
HEADING = 90  # characters of a line that may name who speaks below
ANSWERING = re.compile(
    r"(?:\w+ly )?(?:repl(?:y|ies|ied)|retort|answer|respond|counter|shot back|hit back|snapped back)"
)
PRONOUNS = {"he": 1.0, "him": 1.0, "his": 2.0, "she": 1.0, "her": 2.0, "it": 3.0, "its": 3.0, "they": 4.0, "who": 5.0}
PRONOUNS |= {"which": 6.0, "that": 6.0, "i": 7.0, "me": 7.0, "my": 7.0, "we": 8.0, "us": 8.0, "you": 9.0}
FORMS = {"none": 0.0, "pronoun": 1.0, "nominal": 2.0, "name": 3.0}
KINDS = {"indirect": 0.0, "mixed": 1.0, "direct": 2.0}
TYPES = {"person": 0.0, "organisation": 1.0, "group": 2.0, "document": 3.0, "unnamed": 4.0}
GENDERS = {"male": -1.0, "female": 1.0}

OF_SOURCE = (
    "form", "pronoun", "gender", "is_definite", "is_many", "nominal_type", "head_kind", "source_words", "kind",
    "has_parent", "is_inverted", "opens_paragraph", "opens_sentence", "answers", "names_in_source", "next_apart",
    "last_apart", "last_is_direct",
)  # fmt: skip
OF_CANDIDATE = (
    "is_nobody", "is_person", "is_body", "is_place", "is_other", "has_body_word", "in_source", "is_head",
    "before", "told_before", "after", "paragraphs_before", "first_at", "mentions_before", "mentions", "is_subject",
    "subject_before", "is_told", "in_content", "is_credit", "rank", "subject_rank", "leads_up", "spoke", "spoke_apart",
    "spoke_times", "speaks_here", "speaks_next", "gender_agrees", "given_name_agrees", "nouns_match", "head_in_name",
    "head_beside", "modifiers_match", "modifiers_missing", "words_in_name", "words_beside", "owner_matches",
    "initials_match", "roles", "is_new", "is_parents", "heads_line", "is_modifier", "comma_before",
    "topic_before", "is_topic", "is_right_before", "is_whole_source", "same_words_spoke",
)  # fmt: skip
OF_GROUP = ("n_alike", "best_nouns", "best_words", "best_head")
NOWHERE = (
    "before",
    "told_before",
    "after",
    "paragraphs_before",
    "subject_before",
    "topic_before",
    "spoke",
    "spoke_apart",
)
FEATURES = (*OF_SOURCE, *OF_CANDIDATE, *OF_GROUP)
COLUMN = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True)
class Evidence:
    """Candidates of one attribution, nobody first as `None`, with one row of `FEATURES` each."""

    parts: Sequence[Part | None]
    rows: Floats


@dataclass(slots=True)
class Witness:
    """Gives the evidence of one document's attributions; reads the scene's answers as they grow."""

    scene: Scene
    parts: list[Part] = field(init=False)
    paragraph_starts: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the cast."""
        self.parts = call_parts(self.scene)
        sentences = self.scene.facts.layout.sentences
        self.paragraph_starts = [
            n == 0 or sentences[n - 1].paragraph_no != s.paragraph_no for n, s in enumerate(sentences)
        ]

    def of(self, number: int) -> Evidence:
        """Return the evidence for attribution `number`."""
        view = _View.of(self, number)
        chosen = [p for p in self.parts if view.may_be(p)]
        if len(chosen) > MOST_CANDIDATES:
            chosen = sorted(chosen, key=view.nearness)[:MOST_CANDIDATES]
            chosen.sort(key=lambda p: p.chain.number)
        rows = np.zeros((len(chosen) + 1, len(FEATURES)), np.float32)
        rows[:, : len(OF_SOURCE)] = view.source_row()
        width = slice(len(OF_SOURCE), len(OF_SOURCE) + len(OF_CANDIDATE))
        rows[0, width] = view.nobody_row()
        for place, part in enumerate(chosen, 1):
            rows[place, width] = view.row(part)
        _rank(rows)
        _compare(rows)
        return Evidence([None, *chosen], rows)


@dataclass(slots=True)
class _View:
    """One attribution as its candidates are looked at."""

    witness: Witness
    number: int
    source: Source
    position: int
    sentence: int
    paragraph: int
    content: Sequence[Span]
    said_before: list[tuple[int, int, Speaker]]  # (attributions back, attribution, answer)
    named_next: dict[int, int]  # chain -> attributions on
    here: set[int]  # chains that speak in the same sentence
    tokens: frozenset[str]  # of the source, without small words and names' own
    modifiers: frozenset[str]
    sentence_before: int | None
    heading: range  # characters of the line above, where it may be a heading

    @classmethod
    def of(cls, witness: Witness, number: int) -> "_View":
        scene = witness.scene
        facts = scene.facts
        source, position = facts.sources[number], scene.position(number)
        layout = facts.layout
        sentence = layout.sentence_at(position) or 0
        place = scene.place[number]
        earlier = scene.order[max(0, place - SPEAKERS_BEFORE) : place]
        said = [(back, n, scene.answers[n]) for back, n in enumerate(reversed(earlier), 1) if n in scene.answers]
        named: dict[int, int] = {}
        here: set[int] = set()
        for on, n in enumerate(scene.order[place + 1 : place + 1 + SPEAKERS_AFTER], 1):
            chain = _chain_of(scene, n)
            if chain is not None:
                named.setdefault(chain, on)
                if layout.sentence_at(scene.position(n)) == sentence:
                    here.add(chain)
        here |= {
            a.chain_no
            for _, n, a in said
            if a.chain_no is not None and layout.sentence_at(scene.position(n)) == sentence
        }
        printed = source.span.of(facts.text) if source.form != "none" else ""
        tokens = frozenset(stem(w.lower()) for w in WORD.findall(printed)) - SMALL
        content = facts.attributions[number].content
        first = layout.sentence_at(min(position, content[0].start_char)) or 0
        before = first - 1 if first and not witness.paragraph_starts[first] else None
        return cls(
            witness, number, source, position, sentence, layout.paragraph_at(position), content, said, named, here,
            tokens, frozenset(stem(m) for m in source.modifiers), before, _heading(facts.text, content[0].start_char),
        )  # fmt: skip

    def may_be(self, part: Part) -> bool:
        """True for a chain near enough, that spoke lately, or that the source's words fit; not for `the Norlander`."""
        return not self._is_adjective(part) and (
            self._near(part)
            or part.chain.number in self.named_next
            or any(a.chain_no == part.chain.number for _, _, a in self.said_before)
            or (self.source.form == "nominal" and self._fits(part))
        )

    def _is_adjective(self, part: Part) -> bool:
        """True for a people or the like that only describes the source."""
        source, text = self.source, self.witness.scene.facts.text
        is_inside = any(source.span.start_char <= s < source.span.end_char for s in part.starts)
        is_people = source.form == "nominal" and is_compatriot(source.span.of(text), source.head)
        return is_inside and (part.chain.entity_type == "MISC" or is_people)

    def _near(self, part: Part) -> bool:
        last, following = part.before(self.position), part.after(self.position)
        return (last is not None and self.sentence - part.sentences[last] <= WINDOW) or (
            following is not None and part.sentences[following] - self.sentence <= AHEAD
        )

    def _fits(self, part: Part) -> bool:
        nouns = self.source.nouns
        return not (
            nouns.isdisjoint(part.chain.nouns)
            and self.tokens.isdisjoint(part.words)
            and self.tokens.isdisjoint(part.beside)
        )

    def nearness(self, part: Part) -> float:
        """Return how far off a chain is, those that fit or speak first."""
        last = part.before(self.position)
        far = self.sentence - part.sentences[last] if last is not None else FAR
        is_likely = part.chain.number in self.named_next or (self.source.form == "nominal" and self._fits(part))
        return far - (FAR if is_likely else 0)

    def source_row(self) -> list[float]:
        """Return the numbers that all candidates share."""
        facts, source = self.witness.scene.facts, self.source
        kind = nominal_type(source) if source.form in ("nominal", "pronoun") else None
        cue = facts.attributions[self.number].cue
        answers = any(ANSWERING.match(span.of(facts.text)) for span in cue)
        start = facts.layout.sentences[self.sentence].span.start_char if facts.layout.sentences else 0
        last = self.said_before[0] if self.said_before else None
        names = sum(1 for _ in self.witness.scene.names_in(source.span)) if source.form != "none" else 0
        return [
            FORMS[source.form], PRONOUNS.get(source.head, 0.0) if source.form != "name" else 0.0,
            GENDERS.get(source.gender or "", 0.0), float(source.is_definite), float(source.is_many),
            TYPES[kind] if kind else -1.0, _head_kind(source.head), float(min(len(self.tokens), 9)),
            KINDS[facts.kinds[self.number]], float(facts.parents[self.number] is not None),
            float(self.position > self.content[0].start_char),
            float(any(self.witness.paragraph_starts[self.sentence :][:1])),  # none in a text without sentences
            float(self.position - start < 3), float(answers), float(min(names, 5)),
            float(min(self.named_next.values(), default=FAR)),
            self._paragraphs_since(last[1]) if last else FAR,
            float(facts.kinds[last[1]] != "indirect") if last else -1.0,
        ]  # fmt: skip

    def nobody_row(self) -> list[float]:
        """Return the row of nobody: when an unnamed source spoke last."""
        row = dict.fromkeys(OF_CANDIDATE, 0.0)
        row |= dict.fromkeys(NOWHERE, FAR)
        row["is_nobody"] = 1.0
        facts = self.witness.scene.facts
        for back, n, answer in self.said_before:
            other = facts.sources[answer.anchor if answer.anchor is not None else n]
            if answer.chain_no is None and other.form in ("nominal", "pronoun"):
                if row["spoke"] == FAR:
                    row["spoke"], row["spoke_apart"] = float(back), self._paragraphs_since(n)
                    row["gender_agrees"] = _agreement(self.source.gender, other.gender)
                    row["is_told"] = float(other.is_many)
                row["spoke_times"] += 1
                row["head_in_name"] = max(row["head_in_name"], float(other.head == self.source.head))
        return list(row.values())

    def row(self, part: Part) -> list[float]:
        """Return the numbers of one chain, in the order of `OF_CANDIDATE`."""
        sight = self._sight(part)
        return [
            0.0,
            *_type_numbers(part),
            *self._distance_numbers(sight),
            *self._part_in_story(sight),
            *self._speech_numbers(sight),
            *self._gender_numbers(part),
            *self._word_numbers(part),
            *self._link_numbers(sight),
        ]

    def _sight(self, part: Part) -> "_Sight":
        source, chains = self.source, self.witness.scene.facts.chains
        last, told = part.before(self.position), part.before(self.position, told=True)
        nearest = told if told is not None else last
        is_printed = source.form != "none"
        return _Sight(
            part,
            last,
            told,
            nearest,
            name_no=part.name_at[nearest] if nearest is not None else None,
            inside=[s for s in part.starts if is_printed and source.span.start_char <= s < source.span.end_char],
            is_head=source.name_no is not None and chains.of_name[source.name_no] == part.chain.number,
            spoke=[(back, n) for back, n, a in self.said_before if a.chain_no == part.chain.number],
        )

    def _distance_numbers(self, sight: "_Sight") -> list[float]:
        """Return `in_source` to `mentions`: where the chain is named, and how often."""
        part, nearest = sight.part, sight.nearest
        following = part.after(self.position)
        layout = self.witness.scene.facts.layout
        return [
            float(len(sight.inside)), float(sight.is_head),
            self._back(part, sight.last), self._back(part, sight.told),
            min(FAR, float(part.sentences[following] - self.sentence)) if following is not None else FAR,
            min(FAR, float(self.paragraph - layout.paragraph_at(nearest))) if nearest is not None else FAR,
            float(min(part.sentences[part.starts[0]], 10)),
            float(min(sum(s < self.position for s in part.starts[:12]), 10)), float(min(len(part.starts), 15)),
        ]  # fmt: skip

    def _part_in_story(self, sight: "_Sight") -> list[float]:
        """Return `is_subject` to `leads_up`; the two ranks are compared among candidates later (`_rank`)."""
        part, scene = sight.part, self.witness.scene
        subject = self._told_among(part, scene.subjects)
        return [
            float(sight.name_no in scene.subjects), self._back(part, subject), float(sight.name_no in scene.told),
            float(any(span.start_char <= s < span.end_char for s in part.starts for span in self.content)),
            float(sight.name_no in scene.credits), 0.0, 0.0,
            float(subject is not None and part.sentences[subject] == self.sentence_before),
        ]  # fmt: skip

    def _told_among(self, part: Part, names: Container[int]) -> int | None:
        """Return the last start before the attribution, outside quotations, of a name among `names`."""
        return next((s for s in reversed(part.told) if s < self.position and part.name_at[s] in names), None)

    def _speech_numbers(self, sight: "_Sight") -> list[float]:
        """Return `spoke` to `speaks_next`."""
        spoke, number = sight.spoke, sight.part.chain.number
        return [
            float(spoke[0][0]) if spoke else FAR, self._paragraphs_since(spoke[0][1]) if spoke else FAR,
            float(len(spoke)), float(number in self.here), float(self.named_next.get(number, FAR)),
        ]  # fmt: skip

    def _gender_numbers(self, part: Part) -> list[float]:
        """Return `gender_agrees` and `given_name_agrees`."""
        woman = (part.woman - 0.5) * 2
        gender = self.source.gender
        return [_agreement(gender, part.chain.gender), GENDERS.get(gender or "", 0.0) * woman]

    def _word_numbers(self, part: Part) -> list[float]:
        """Return `nouns_match` to `initials_match`: how the source's words fit the chain's name, roles and nouns."""
        source, chain = self.source, part.chain
        known = part.words | part.beside | {stem(w) for w in chain.role_words}
        tokens = self.tokens - {"former"}
        count = max(len(tokens), 1)
        head = stem(source.head) if source.form == "nominal" else ""
        return [
            _nouns_match(source, part), float(bool(head) and head in part.words),
            float(bool(head) and head in part.beside),
            len(self.modifiers & known) / len(self.modifiers) if self.modifiers else 0.0,
            float(len(self.modifiers - known)),
            len(tokens & part.words) / count, len(tokens & part.beside) / count,
            float(not source.belongs_to.isdisjoint(chain.words) or not source.belongs_to.isdisjoint(chain.role_words)),
            float(_initials(chain.words) == source.span.of(self.witness.scene.facts.text).lower()),
        ]  # fmt: skip

    def _link_numbers(self, sight: "_Sight") -> list[float]:
        """Return `roles` to `same_words_spoke`: what ties the chain to this attribution beside words and distance."""
        part, scene, inside, name_no = sight.part, self.witness.scene, sight.inside, sight.name_no
        facts, chain = scene.facts, part.chain
        parent = facts.parents[self.number]
        above = scene.answers.get(parent) if parent is not None else None
        tokens = self.tokens - {"former"}
        return [
            float(min(len(chain.nouns), 5)),
            float(name_no is not None and name_no == chain.mentions[0] and len(chain.words) > 1),
            float(above is not None and above.chain_no == chain.number),
            float(any(s in self.heading for s in part.starts)),
            float(any(_is_possessive(facts.text, facts.names[part.name_at[s]].span) for s in inside)),
            float(bool(inside) and "," in facts.text[self.source.span.start_char : inside[-1]]),
            self._back(part, self._told_among(part, scene.topics)), float(name_no in scene.topics),
            float(self._is_right_before(part, sight.last)), float(bool(tokens) and tokens <= part.words),
            float(any(facts.sources[n].head == self.source.head for _, n in sight.spoke)),
        ]  # fmt: skip

    def _is_right_before(self, part: Part, start: int | None) -> bool:
        """True for `Orr, who said` and `Orr, the mayor, who said`: only a comma or an apposition between."""
        if start is None:
            return False
        facts = self.witness.scene.facts
        gap = facts.text[facts.names[part.name_at[start]].span.end_char : self.position]
        is_apposed = gap.startswith(",") and gap.rstrip().endswith(",")
        return len(gap) < HEADING and not STOPS.search(gap) and (is_apposed or not gap.strip(" ,—–"))

    def _back(self, part: Part, start: int | None) -> float:
        return min(FAR, float(self.sentence - part.sentences[start])) if start is not None else FAR

    def _paragraphs_since(self, number: int) -> float:
        scene = self.witness.scene
        return min(FAR, float(abs(self.paragraph - scene.facts.layout.paragraph_at(scene.position(number)))))


@dataclass(frozen=True, slots=True)
class _Sight:
    """One candidate as seen from one attribution; starts are those of its names."""

    part: Part
    last: int | None  # start before the attribution
    told: int | None  # the same, outside quotations
    nearest: int | None  # `told`, else `last`
    name_no: int | None  # of `nearest`
    inside: list[int]  # starts inside the source
    is_head: bool  # of the source
    spoke: list[tuple[int, int]]  # (attributions back, attribution)


def _type_numbers(part: Part) -> list[float]:
    """Return `is_person` to `has_body_word`."""
    types: tuple[EntityType, ...] = ("PERSON", "ORG", "LOC", "MISC")
    return [*(float(part.chain.entity_type == one) for one in types), float(part.is_body)]


def _chain_of(scene: Scene, number: int) -> int | None:
    """Return the chain of an attribution that is answered, or whose source is a name."""
    answer = scene.answers.get(number)
    if answer is not None:
        return answer.chain_no
    name_no = scene.facts.sources[number].name_no
    return None if name_no is None else scene.facts.chains.of_name[name_no]


def _heading(text: str, start: int) -> range:
    """Return the characters of the line above the paragraph that begins at `start`, where it may be a heading."""
    line = text.rfind("\n", 0, start)
    if line < 0 or text[line:start].strip():
        return range(0)
    end = len(text[:line].rstrip())
    first = text.rfind("\n", 0, end) + 1
    is_heading = end - first <= HEADING and text[end - 1 : end] not in tuple(".!?”\"’'")
    return range(first, end) if is_heading else range(0)


def _head_kind(head: str) -> float:
    """Return what kind of noun heads a description."""
    kinds = (
        head in word_class("kin"),
        head in words("unnamed_nouns"),
        head in words("document_nouns"),
        head in word_class("organisation_nouns") or head in words("org_words"),
        is_role(head),
        head in words("group_nouns"),
    )
    return float(next((n for n, is_kind in enumerate(kinds, 1) if is_kind), 0))


def _agreement(wanted: str | None, found: str | None) -> float:
    return 0.0 if not wanted or not found else 1.0 if wanted == found else -1.0


def _nouns_match(source: Source, part: Part) -> float:
    """Return which share of a description's nouns the text says of a chain, synonyms included; -1 without nouns."""
    if not source.nouns:
        return -1.0
    nouns = part.chain.nouns
    return sum(n in nouns or not nouns.isdisjoint(role_synonyms().get(n, ())) for n in source.nouns) / len(source.nouns)


def _initials(name: Sequence[str]) -> str:
    return "".join(w[0] for w in name if w not in SMALL)


def _is_possessive(text: str, name: Span) -> bool:
    return text[name.end_char : name.end_char + 2] in ("'s", "’s", "‘s") or text[name.end_char : name.end_char + 1] in (
        "'",
        "’",
    )


def _rank(rows: Floats) -> None:
    """Number the candidates of one type by nearness, and by nearness as subjects."""
    person = rows[:, COLUMN["is_person"]] > 0
    for kind in (person, ~person):
        places = np.flatnonzero(kind & (rows[:, COLUMN["is_nobody"]] == 0))
        for source, target in (("told_before", "rank"), ("subject_before", "subject_rank")):
            order = np.argsort(rows[places, COLUMN[source]], kind="stable")
            rows[places[order], COLUMN[target]] = np.arange(len(places))


def _compare(rows: Floats) -> None:
    """Add to each candidate what the best of all offer."""
    chains = rows[1:]
    alike = chains[:, COLUMN["gender_agrees"]] >= 0
    alike &= (chains[:, COLUMN["is_person"]] > 0) & (chains[:, COLUMN["told_before"]] <= AHEAD)
    rows[:, COLUMN["n_alike"]] = alike.sum()
    for source, target in (
        ("nouns_match", "best_nouns"),
        ("words_in_name", "best_words"),
        ("head_beside", "best_head"),
    ):
        rows[:, COLUMN[target]] = chains[:, COLUMN[source]].max(initial=-1)
