"""Descriptions that speak: "the director" to the person whose printed role it is.

A description stays nobody's where no role or apposition beside a name matches it. Letters and reports: `documents`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipelines.annotate.lexicon import role_synonyms, word_class, words
from pipelines.annotate.naming.chains import Chain
from pipelines.annotate.naming.source_heads import is_compatriot
from pipelines.annotate.naming.source_phrases import AGED, Source, nominal_type
from pipelines.annotate.naming.spellings import name_words
from pipelines.annotate.speakers.documents import author_of
from pipelines.annotate.speakers.pronouns import MOST_NAMES
from pipelines.annotate.speakers.runners_up import next_nearest
from pipelines.annotate.speakers.scene import Scene, Speaker
from pipelines.records import Span

MOST_CHAINS = 400  # chains that a description is compared with
SOON = 4  # sentences within which an unnamed source may be introduced by name
SPEAKERS_BEFORE = 4  # attributions back that may have had the same unnamed source
FORMER = re.compile(r"the (?:former |ex-)", re.I)
FORMERLY = frozenset(("former", "ex", "formerly", "predecessor", "retired"))
AGED_FIRST = re.compile(r"the (\d+-year-old)\b")
STEM = 4  # letters that "Norland" and "Norlander" share
OPENING = 3  # characters before a sentence's first word


def resolve_nominal(scene: Scene, number: int, source: Source) -> Speaker:
    """Return the speaker of attribution `number`, whose source is a noun phrase."""
    label = f"nominal: {source.span.of(scene.facts.text)}"
    kind = nominal_type(source)
    nobody = Speaker(kind, None, (label,), 0.7)
    if kind == "document":
        return author_of(scene, number, source, label) or nobody
    if (chain := _printed_bearer(scene, source)) is not None:
        return Speaker("person", chain.number, (label, f"name: {chain.name}"), 0.8)
    is_aged = any(AGED.fullmatch(noun) for noun in source.nouns)
    if source.is_many or not source.nouns or not (is_aged or source.head in source.nouns | {""}):
        return nobody
    if (unnamed := _unnamed_before(scene, number, source)) is not None:
        return replace(nobody, path=(label, *unnamed.path), anchor=unnamed.anchor)
    if (chain := _described(scene, number, source)) is not None:
        second = next_nearest(scene, source.span.start_char, chain, _bearers(scene, source), 0.75)
        return Speaker("person", chain.number, (label, f"name: {chain.name}"), 0.75, runner_up=second)
    return nobody


def _described(scene: Scene, number: int, source: Source) -> Chain | None:
    """Return whom a noun for a person stands for: who bears the role, else whom the text has been telling of."""
    if source.is_definite:
        chain = _bearer(scene, source)
    else:
        chain = _introduced_later(scene, source) or _named_next(scene, number, source)
    return chain or _told_of_last(scene, source) or _topic(scene, source) or _only_person(scene, source)


def _unnamed_before(scene: Scene, number: int, source: Source) -> Speaker | None:
    """`the spokesman`, shortly after `a spokesman said`: the same one, whom the text leaves without a name."""
    if not source.span.of(scene.facts.text).lower().startswith("the "):
        return None
    place = scene.place[number]
    for other in reversed(scene.order[max(0, place - SPEAKERS_BEFORE) : place]):
        earlier, answer = scene.facts.sources[other], scene.answers.get(other)
        if earlier.form != "nominal" or earlier.is_definite or earlier.head != source.head or answer is None:
            continue
        named = any(source.head in scene.chain_of(n).nouns for n in _names_between(scene, earlier.span, source.span))
        is_same = answer.chain_no is None and not named and source.modifiers <= earlier.modifiers
        return replace(answer, anchor=answer.anchor if answer.anchor is not None else other) if is_same else None
    return None


def _names_between(scene: Scene, first: Span, last: Span) -> Iterator[int]:
    return scene.names_in(Span(first.end_char, max(first.end_char, last.start_char)))


def _told_of_last(scene: Scene, source: Source) -> Chain | None:
    """`The 46-year-old`, `the Frenchman`: whom the text told of last, called by what it had not told yet."""
    printed = source.span.of(scene.facts.text).lower()
    aged = AGED_FIRST.match(printed)
    if not aged and not (printed.startswith("the ") and is_compatriot(source.span.of(scene.facts.text), source.head)):
        return None
    here = scene.facts.layout.sentence_at(source.span.start_char) or 0
    for sentence in reversed(scene.facts.layout.sentences[max(0, here - SOON) : here + 1]):
        names = islice(scene.names_in(sentence.span), MOST_NAMES)
        subject = next((n for n in names if n in scene.subjects), None)
        if subject is None or scene.name_starts[subject] >= source.span.start_char:
            continue
        chain = scene.chain_of(subject)
        ages = {noun for noun in chain.nouns if AGED.fullmatch(noun)}
        is_other = bool(aged and ages and aged[1] not in ages)
        if not is_other and chain.gender in (None, source.gender or chain.gender):
            return chain
    return None


def _topic(scene: Scene, source: Source) -> Chain | None:
    """`The 40-year-old ferryman`, first in its sentence: another name for the subject of the sentence before.

    Only where that subject has no stated role that would make it somebody else, and its gender agrees.
    """
    layout = scene.facts.layout
    here = layout.sentence_at(source.span.start_char) or 0
    opens = source.span.start_char - layout.sentences[here].span.start_char < OPENING
    if not opens or not here or not source.span.of(scene.facts.text).lower().startswith("the "):
        return None
    for place in scene.names_in(layout.sentences[here - 1].span):
        chain = scene.chain_of(place)
        if place in scene.subjects and chain.gender in (None, source.gender or chain.gender):
            return chain if not chain.nouns else None
    return None


def _only_person(scene: Scene, source: Source) -> Chain | None:
    """`The Frenchman`, `the former judge`: the only person named so far, where no role says otherwise."""
    printed = source.span.of(scene.facts.text)
    if not FORMER.match(printed) and not (printed.lower().startswith("the ") and is_compatriot(printed, source.head)):
        return None
    before = scene.names_before(source.span.start_char, MOST_NAMES)
    people = {
        e.number: e for n in before if not scene.is_quoted[n] and (e := scene.chain_of(n)).entity_type == "PERSON"
    }
    chain = next(iter(people.values()), None)
    if len(people) != 1 or chain is None or chain.nouns or chain.gender not in (None, source.gender or chain.gender):
        return None
    return chain


def _printed_bearer(scene: Scene, source: Source) -> Chain | None:
    """Return the person whose name the whole source is, where the finder overlooked it there."""
    tokens = source.span.of(scene.facts.text).strip(" ,").split()
    if len(tokens) > 4 or not all(token[0].isupper() for token in tokens):
        return None
    last = name_words(tokens[-1])
    chains = scene.facts.chains.all[:MOST_CHAINS]
    bearers = [e for e in chains if e.entity_type == "PERSON" and last == e.words[-1:]]
    return bearers[0] if len(bearers) == 1 else None


def _introduced_later(scene: Scene, source: Source) -> Chain | None:
    """`A spokesman for Orr`, who is named within the next sentences with the same role, and nobody else is."""
    bearers = _bearers(scene, replace(source, modifiers=frozenset()))
    if len(bearers) != 1 or not (source.modifiers <= bearers[0].role_words or len(bearers[0].role_words) == 1):
        return None
    here = scene.facts.layout.sentence_at(source.span.start_char) or 0
    first = scene.facts.names[bearers[0].mentions[0]].span.start_char
    there = scene.facts.layout.sentence_at(first) or 0
    return bearers[0] if first > source.span.start_char and there - here <= SOON else None


def _named_next(scene: Scene, number: int, source: Source) -> Chain | None:
    """`A spokeswoman said ...` and then `..., said Lena Orr`, new and without a word on who she is: the same person."""
    following = scene.order[scene.place[number] + 1 : scene.place[number] + 2]
    for other in following:
        name_no = scene.facts.sources[other].name_no
        if (
            name_no is None
            or scene.facts.layout.paragraph_at(scene.position(other))
            - scene.facts.layout.paragraph_at(scene.position(number))
            > 1
        ):
            return None
        chain = scene.chain_of(name_no)
        is_new = chain.mentions[0] == name_no and " " in chain.name and chain.entity_type == "PERSON"
        is_bare = scene.facts.chains.roles[name_no] is None and not chain.nouns
        return chain if is_new and is_bare and chain.gender in (None, source.gender or chain.gender) else None
    return None


def _bearers(scene: Scene, source: Source) -> list[Chain]:
    """Return the people whose printed roles hold all that the description says."""
    return [
        e
        for e in scene.facts.chains.all[:MOST_CHAINS]
        if e.entity_type == "PERSON"
        and all(noun in e.nouns or not e.nouns.isdisjoint(role_synonyms().get(noun, ())) for noun in source.nouns)
        and source.modifiers <= e.role_words
        and _is_of_same(scene, source, e)
        and not (source.gender and e.gender not in (None, source.gender))
    ]


def _is_of_same(scene: Scene, source: Source, chain: Chain) -> bool:
    """False where roles tell that somebody belongs elsewhere: a `Norland president` is no `president of Vell`.

    Nor is a `president` whom the text comes to later, without a word of where.
    """
    told = {word for word in chain.role_words - chain.nouns if word not in words("common_words")}
    if not source.belongs_to or not source.is_definite:
        return True
    if not told:
        return scene.name_starts[chain.mentions[0]] < source.span.start_char
    return any(a[:STEM] == b[:STEM] for a in source.belongs_to for b in told)


def _bearer(scene: Scene, source: Source) -> Chain | None:
    """Return the nearest person before, else the only one, whose printed role holds the description's nouns."""
    bearers = _bearers(scene, source)
    if source.head in word_class("kin"):  # everybody has a father: only one whom the text has told of
        bearers = [e for e in bearers if scene.name_starts[e.mentions[0]] < source.span.start_char]
    if FORMER.match(source.span.of(scene.facts.text)):
        bearers = [e for e in bearers if not e.role_words.isdisjoint(FORMERLY)]
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    numbers = {e.number for e in bearers}
    for name_no in scene.names_before(source.span.start_char, MOST_NAMES):
        if scene.facts.chains.of_name[name_no] in numbers and not scene.is_quoted[name_no]:
            return scene.chain_of(name_no)
    return None
