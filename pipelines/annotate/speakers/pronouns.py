"""Pronouns that speak: "he" to the nearest agreeing candidate, "who" to the name right before, "it" to a body.

Subjects and the last speaker come first; gender is what the text states or shows. An unnamed source competes for its
pronouns like a named one, so that nobody is named where the text names nobody.
"""

import re
from dataclasses import dataclass

from pipelines.annotate.lexicon import given_name_genders, words
from pipelines.annotate.naming.chains import Chain
from pipelines.annotate.naming.source_phrases import Source, nominal_type
from pipelines.annotate.speakers.scene import RunnerUp, Scene, Speaker, name_path, source_type_of
from pipelines.records import Span

FARTHEST = 6  # sentences back that a pronoun looks
MOST_NAMES = 60  # names back that a pronoun looks
LEAST_SCORE = 0.5  # below which a pronoun stays nobody's
SPEAKERS_BEFORE = 12  # attributions back that may raise a candidate
MOST_RAISED = 2.5  # added for having spoken before, however often
LEADS_UP = 2.0  # added to whom the sentence right before, in the same paragraph, is about
OWN_CONTENT = 2.0  # taken off a name in the words that the pronoun says
TOLD = 1.0  # taken off a name of somebody to whom something is said
GIVEN_NAME = 4.0  # taken off whom all bearers of the given name disagree with: more than being introduced adds
NEARLY_ALL = 0.85  # of the bearers disagree: taken off twice, so that whoever else was told of comes first
AGREES = 0.5  # added where the text, or else the given name, agrees
ANSWERS = 3.0  # added to it where the pronoun answers
ANSWERING = re.compile(
    r"(?:\w+ly )?(?:repl(?:y|ies|ied)|retort|answer|respond|counter|shot back|hit back|snapped back)"
)
OTHERS = ("i", "me", "my", "we", "us")
RELATIVES = ("who", "which", "that", "whom")


@dataclass(slots=True)
class _Candidate:
    key: tuple[str, int]
    gender: str | None
    score: float = 0.0
    path: tuple[str, ...] = ()
    raised: float = 0.0  # for having spoken before


def resolve_pronoun(scene: Scene, number: int, source: Source) -> Speaker:
    """Return the speaker of attribution `number`, whose source is a pronoun."""
    label = f"pronoun: {source.head}"
    parent = scene.facts.parents[number]
    if (
        source.head in OTHERS
        and parent is not None
        and parent in scene.answers
        and scene.facts.kinds[parent] != "indirect"
    ):
        above = scene.answers[parent]
        return above.carried_over(0.9, (label, *above.path))
    if source.head in RELATIVES:
        return _relative(scene, source, label)
    if source.head == "it":
        return _organisation_before(scene, number, label)
    if source.gender is None:
        return Speaker(nominal_type(source), None, (label,), 0.5)
    return _personal(scene, number, source, label)


def _personal(scene: Scene, number: int, source: Source, label: str) -> Speaker:
    candidates = _candidates(scene, number, source.span.start_char, str(source.gender))
    if not candidates or candidates[0].score < LEAST_SCORE:
        return Speaker("person", None, (label,), 0.3)
    best = candidates[0]
    margin = best.score - (candidates[1].score if len(candidates) > 1 else 0.0)
    score = min(0.95, 0.6 + 0.1 * max(0.0, margin))
    second = RunnerUp(_name_of(scene, candidates[1]), max(0.0, 0.6 - 0.1 * margin)) if len(candidates) > 1 else None
    kind, place = best.key
    if kind == "unnamed":
        above = scene.answers[place]
        return Speaker(above.source_type, None, (label, *above.path), score, place, second)
    return Speaker("person", place, (label, *best.path), score, runner_up=second)


def _name_of(scene: Scene, candidate: _Candidate) -> str:
    """Return the fullest name of a candidate, or the words of an unnamed source."""
    kind, place = candidate.key
    facts = scene.facts
    return facts.sources[place].span.of(facts.text) if kind == "unnamed" else facts.chains.all[place].name


def _candidates(scene: Scene, number: int, position: int, gender: str) -> list[_Candidate]:
    """Return agreeing candidates for a singular pronoun at `position`, best first."""
    facts = scene.facts
    here = facts.layout.sentence_at(position) or 0
    before = _sentence_before(scene, number, position)
    speaking = _speaking_in(scene, number, before)
    answers = any(ANSWERING.match(span.of(facts.text)) for span in facts.attributions[number].cue)
    found: dict[tuple[str, int], _Candidate] = {}
    for name_no in scene.names_before(position, MOST_NAMES):
        name = facts.names[name_no]
        distance = here - (facts.layout.sentence_at(name.span.start_char) or 0)
        if distance > FARTHEST:
            break
        chain = scene.chain_of(name_no)
        if chain.entity_type != "PERSON" or chain.gender not in (None, gender) or name_no in scene.credits:
            continue
        key = ("chain", chain.number)
        candidate = found.setdefault(key, _Candidate(key, chain.gender))
        is_before = before is not None and here - distance == before and name_no in scene.subjects
        leads_up = is_before and (not speaking or chain.number in speaking)
        value = _mention_value(scene, name_no, 1 if leads_up else distance) + LEADS_UP * leads_up
        if name_no in scene.told:
            value += ANSWERS if answers else -TOLD
        value -= OWN_CONTENT * _is_told_of(scene, number, name.span)
        if value > candidate.score or not candidate.path:
            candidate.score = max(candidate.score, value)
            candidate.path = name_path(name.span.of(facts.text), chain)
    _add_speakers(scene, number, position, gender, found)
    for candidate in found.values():
        if candidate.gender == gender:
            candidate.score += AGREES
        if candidate.key[0] == "chain":
            agrees = _given_name_agrees(facts.chains.all[candidate.key[1]], gender)
            weight = AGREES if agrees > 0 else GIVEN_NAME * (2 if agrees < -NEARLY_ALL else 1)
            candidate.score += agrees * weight
            candidate.score += min(1.2, 0.15 * len(facts.chains.all[candidate.key[1]].mentions))
    return sorted(found.values(), key=lambda c: -c.score)


def _given_name_agrees(chain: Chain, gender: str) -> float:
    """Return from -1 to 1 how well a given name fits a pronoun where the text shows no gender; 0 = nothing known."""
    if chain.gender is not None or len(chain.words) < 2 or chain.words[0] in words("surnames_first"):
        return 0.0
    woman = 2 * given_name_genders().get(chain.words[0], 0.5) - 1
    return woman if gender == "female" else -woman


def _sentence_before(scene: Scene, number: int, position: int) -> int | None:
    """Return the sentence before the first words, in their paragraph: `Falk sighed. “It rains,” he said`."""
    layout = scene.facts.layout
    start = min(position, scene.facts.attributions[number].content[0].start_char)
    here = layout.sentence_at(start)
    if not here or layout.sentences[here - 1].paragraph_no != layout.sentences[here].paragraph_no:
        return None
    return here - 1


def _speaking_in(scene: Scene, number: int, sentence_no: int | None) -> set[int | None]:
    """Return who speaks in a sentence shortly before attribution `number`: it is about them, whoever its subject is."""
    place = scene.place[number]
    return {
        scene.answers[other].chain_no
        for other in scene.order[max(0, place - SPEAKERS_BEFORE) : place]
        if other in scene.answers and scene.facts.layout.sentence_at(scene.position(other)) == sentence_no
    }


def _is_told_of(scene: Scene, number: int, name: Span) -> bool:
    """True inside the attribution's own content: `Falk hid under a desk, he said` is not said by Falk."""
    content = scene.facts.attributions[number].content
    return any(s.start_char <= name.start_char < s.end_char for s in content)


def _mention_value(scene: Scene, name_no: int, distance: int) -> float:
    value = 2.4 - 0.6 * min(distance, 4)
    if scene.is_quoted[name_no]:
        value -= 2.0
    if name_no in scene.subjects:
        value += 0.8 if distance else 1.8
    if name_no not in scene.told and distance <= 1 and _is_introduction(scene, name_no):
        value += 1.5
    return value


def _is_introduction(scene: Scene, name_no: int) -> bool:
    """True for a full name, outside quotations, that is new or has its role: who is introduced is about to speak."""
    chain = scene.chain_of(name_no)
    is_full = " " in scene.facts.names[name_no].span.of(scene.facts.text) and not scene.is_quoted[name_no]
    return is_full and (chain.mentions[0] == name_no or scene.facts.chains.roles[name_no] is not None)


def _add_speakers(
    scene: Scene, number: int, position: int, gender: str, found: dict[tuple[str, int], _Candidate]
) -> None:
    """Raise those who spoke last; unnamed ones enter the race too."""
    paragraph = scene.facts.layout.paragraph_at(position)
    rank = 0
    place = scene.place[number]
    for other in reversed(scene.order[max(0, place - SPEAKERS_BEFORE) : place]):
        answer = scene.answers.get(other)
        if answer is None or rank > 3:
            break
        apart = paragraph - scene.facts.layout.paragraph_at(scene.position(other))
        is_post = scene.facts.sources[other].name_no in scene.credits
        if apart > 3 or is_post or answer.source_type not in ("person", "unnamed"):
            continue
        bonus = max(0.0, 2.0 - 0.5 * apart - 0.5 * rank)
        rank += 1
        candidate = _speaker_before(scene, other, answer, position, gender, found)
        if candidate is not None and candidate.score >= 0:
            bonus = min(bonus, MOST_RAISED - candidate.raised)
            candidate.raised += bonus
            candidate.score += bonus


def _speaker_before(
    scene: Scene,
    other: int,
    answer: Speaker,
    position: int,
    gender: str,
    found: dict[tuple[str, int], _Candidate],
) -> _Candidate | None:
    """Return the candidate that spoke in attribution `other`, entered in the race; nothing where it does not agree."""
    facts = scene.facts
    if answer.chain_no is not None:
        chain = facts.chains.all[answer.chain_no]
        if chain.entity_type != "PERSON" or chain.gender not in (None, gender):
            return None
        key = ("chain", answer.chain_no)
        return found.setdefault(key, _Candidate(key, chain.gender, 0.0, name_path(chain.name, chain)))
    anchor = answer.anchor if answer.anchor is not None else other
    source = facts.sources[anchor]
    if source.form != "nominal" or source.gender not in (None, gender) or source.is_many:
        return None
    here, there = facts.layout.sentence_at(position) or 0, facts.layout.sentence_at(scene.position(other)) or 0
    value = max(0.0, 2.4 - 0.6 * min(here - there, 4) + 0.8)
    key = ("unnamed", anchor)
    return found.setdefault(key, _Candidate(key, source.gender, value, answer.path))


def _relative(scene: Scene, source: Source, label: str) -> Speaker:
    """`Orr, who said`: the name right before."""
    text = scene.facts.text
    for place in scene.names_before(source.span.start_char, 1):
        name = scene.facts.names[place]
        gap = text[name.span.end_char : source.span.start_char]
        if len(gap) < 80 and not any(c in gap for c in '.!?\n"“”') and name.entity_type in ("PERSON", "ORG"):
            chain = scene.chain_of(place)
            if gap.strip(" ,—–") == "" or (gap.startswith(",") and gap.rstrip().endswith(",")):
                path = (label, *name_path(name.span.of(text), chain))
                return Speaker(source_type_of(chain), chain.number, path, 0.85)
    return Speaker("unnamed" if source.head == "who" else "organisation", None, (label,), 0.4)


def _organisation_before(scene: Scene, number: int, label: str) -> Speaker:
    place = scene.place[number]
    for other in reversed(scene.order[max(0, place - 2) : place]):
        answer = scene.answers.get(other)
        if answer and answer.source_type in ("organisation", "document"):
            return Speaker(answer.source_type, answer.chain_no, (label, *answer.path), 0.6, answer.anchor)
    return Speaker("organisation", None, (label,), 0.4)
