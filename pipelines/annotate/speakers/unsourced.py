"""Quotations without a source in print: whom they continue, or whose clause or sentence they stand in."""

import re

from pipelines.annotate.naming.source_phrases import Source, pronoun_gender
from pipelines.annotate.reading import Attribution
from pipelines.annotate.speakers.pronouns import resolve_pronoun
from pipelines.annotate.speakers.runners_up import beside_others
from pipelines.annotate.speakers.scene import Scene, Speaker, name_path
from pipelines.annotate.speakers.turns import speaker_by_turn
from pipelines.records import Span

BESIDE = "quotation beside"  # first step of the path of a speaker whom another quotation names
LOOKED_BACK = 4  # attributions: those passed over are said inside the words of the one that goes on
LOOKED_AHEAD = 2  # attributions on, in the same paragraph, that may say whose a quotation before them is
NEAR = 3  # attributions on each side that may share a sentence
OPENING = 4  # characters before a quotation that no longer begins its sentence: `And “...”`; `So “...”` does
OPENING_WORDS = 20  # characters that hold the longest match of `OPENING_PRONOUN`
IS_ASKED = re.compile(
    r"\b(?:was|were|is|are|been|being|when|[Ww]hen) (?:\w+ )?(?:asked|questioned|pressed|challenged)\b|^Asked\b"
)
OPENING_PRONOUN = re.compile(r"\W{0,3}(?:But |And |Yet |Then |Later,? )?(he|she)\b", re.I)


def resolve_unsourced(scene: Scene, number: int) -> Speaker:
    """Follow the quotation before in the paragraph, else after it there, else the paragraph before."""
    facts = scene.facts
    attribution = facts.attributions[number]
    parent = facts.parents[number]
    if parent is not None and attribution.cue and facts.kinds[parent] != "indirect":
        return Speaker(None)  # `a man came, saying, ‘...’`, told in somebody's words
    if any(IS_ASKED.search(span.of(facts.text)) for span in attribution.cue):
        return Speaker(None)  # who asks is not said
    if facts.kinds[number] == "indirect" and not _continues(scene, attribution):
        return Speaker(None)
    if (turn := speaker_by_turn(scene, number)) is not None:
        return turn
    start = attribution.content[0].start_char
    paragraph = facts.layout.paragraph_at(start)
    if (subject := _subject_of(scene, number)) is not None:
        return subject
    for other in range(number - 1, max(-1, number - 1 - LOOKED_BACK), -1):
        apart = paragraph - facts.layout.paragraph_at(facts.attributions[other].content[-1].end_char - 1)
        answer = scene.answers.get(other)
        if apart > 1 or answer is None:
            break
        if facts.parents[other] not in (None, facts.parents[number]):  # said inside the words of another
            continue
        if apart == 1 and (_speaker_after(scene, number, paragraph) or not _opens_paragraph(scene, start)):
            break
        after = _speaker_after(scene, number, paragraph)
        others = [_continued(after, 0.7)] if after else []
        return beside_others(scene, _continued(answer, 0.9 if apart == 0 else 0.75), others)
    after = _speaker_after(scene, number, paragraph)
    return _continued(after, 0.7) if after else _subject_above(scene, number) or Speaker(None)


def _subject_of(scene: Scene, number: int) -> Speaker | None:
    """Return the speaker whom the words around name: the clause's own source, or the sentence before's subject."""
    facts = scene.facts
    attribution = facts.attributions[number]
    here = facts.layout.sentence_at(attribution.content[0].start_char)
    if here is None:
        return None
    beside = [
        n
        for n in _near_in_order(scene, number)
        if n in scene.answers
        and n != number
        and facts.layout.sentence_at(scene.position(n)) == here
        and facts.parents[n] != number  # who is told of in the words does not say them
    ]
    before = [n for n in beside if scene.position(n) < attribution.content[0].start_char]
    if beside:
        chosen = before[-1] if before else beside[0]
        others = [scene.answers[n] for n in reversed(beside) if n != chosen]
        return beside_others(scene, _continued(scene.answers[chosen], 0.85), [_continued(o, 0.7) for o in others])
    if facts.kinds[number] == "indirect" or not _begins_sentence(scene, attribution, here):
        return _sentence_subject(scene, number, here)
    sentences = facts.layout.sentences
    if (
        here
        and sentences[here - 1].paragraph_no == sentences[here].paragraph_no
        and not _attributes(scene, here - 1, number)
    ):
        return _sentence_subject(scene, number, here - 1, only_name=True)
    return None


def _near_in_order(scene: Scene, number: int) -> list[int]:
    place = scene.place[number]
    return scene.order[max(0, place - NEAR) : place + NEAR + 1]


def _begins_sentence(scene: Scene, attribution: Attribution, here: int) -> bool:
    return attribution.content[0].start_char - scene.facts.layout.sentences[here].span.start_char < OPENING


def _attributes(scene: Scene, sentence_no: int, number: int) -> bool:
    """True where an attribution near `number` reaches into the sentence."""
    span = scene.facts.layout.sentences[sentence_no].span
    for other in _near_in_order(scene, number):
        a = scene.facts.attributions[other]
        spans = (*a.content, *a.cue, *a.source)
        if other != number and any(s.start_char < span.end_char and s.end_char > span.start_char for s in spans):
            return True
    return False


def _sentence_subject(scene: Scene, number: int, sentence_no: int, *, only_name: bool = False) -> Speaker | None:
    """Return the person who is the subject of a sentence: its first name, or the pronoun that opens it."""
    text, span = scene.facts.text, scene.facts.layout.sentences[sentence_no].span
    opening = OPENING_PRONOUN.match(text[span.start_char : span.start_char + OPENING_WORDS])
    if opening and not only_name:
        head = opening[1].lower()
        printed = Span(span.start_char, span.start_char + opening.end())
        return resolve_pronoun(scene, number, Source("pronoun", printed, head, gender=pronoun_gender(head)))
    for place in scene.names_in(span):
        if place in scene.subjects and not opening:
            chain = scene.chain_of(place)
            path = ("subject beside", *name_path(scene.facts.names[place].span.of(text), chain))
            return Speaker("person", chain.number, path, 0.6)
    return None


def _subject_above(scene: Scene, number: int) -> Speaker | None:
    """Return whom the paragraph above ends with, where this one is a quotation and no more: `Orr shook his head.`"""
    layout, span = scene.facts.layout, scene.facts.attributions[number].content[0]
    here = layout.sentence_at(span.start_char)
    if not here or scene.facts.kinds[number] != "direct" or not _opens_paragraph(scene, span.start_char):
        return None
    above = layout.sentences[here - 1].span
    is_prose = scene.facts.text[above.end_char - 1] in ".:" and not _attributes(scene, here - 1, number)
    return _sentence_subject(scene, number, here - 1, only_name=True) if is_prose else None


def _continued(answer: Speaker, weight: float) -> Speaker:
    path = answer.path if answer.path[:1] == (BESIDE,) else (BESIDE, *answer.path)
    return answer.carried_over(weight, path)


def _continues(scene: Scene, attribution: Attribution) -> bool:
    """True for `adding that ...`, whose source is the clause before."""
    cue = attribution.cue[0].of(scene.facts.text).lower().split() if attribution.cue else []
    return bool(cue) and (cue[0].endswith("ing") or cue[-1] in ("added", "adding"))


def _speaker_after(scene: Scene, number: int, paragraph: int) -> Speaker | None:
    facts = scene.facts
    for other in range(number + 1, min(number + 1 + LOOKED_AHEAD, len(facts.attributions))):
        if facts.layout.paragraph_at(facts.attributions[other].content[0].start_char) != paragraph:
            return None
        if other in scene.answers and facts.kinds[other] != "indirect" and facts.parents[other] != number:
            return scene.answers[other]
    return None


def _opens_paragraph(scene: Scene, start: int) -> bool:
    sentence_no = scene.facts.layout.sentence_at(start)
    if not sentence_no:
        return sentence_no == 0
    sentences = scene.facts.layout.sentences
    return sentences[sentence_no].paragraph_no != sentences[sentence_no - 1].paragraph_no
