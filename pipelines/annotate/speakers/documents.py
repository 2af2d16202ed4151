"""Documents that speak: "her letter" is its author's, "a report in the Courier by Orr" nobody's but the paper's."""

import re
from dataclasses import replace

from pipelines.annotate.lexicon import word_class
from pipelines.annotate.naming.source_phrases import Source, pronoun_gender
from pipelines.annotate.speakers.pronouns import resolve_pronoun
from pipelines.annotate.speakers.scene import Scene, Speaker, name_path
from pipelines.records import Span

DOCUMENTS_BEFORE = 4  # attributions back that may have quoted from the same document
BY = re.compile(r"\b(?:by|from)\s+(?:[\w’'.-]+\s+){0,4}$")
OUTLET = re.compile(r"\b(?:in|for|at|of|on) (?:the )?[^\W\d_a-z]")


def author_of(scene: Scene, number: int, source: Source, label: str) -> Speaker | None:
    """Return whose words a document is, or nothing where the text does not say.

    `her statement`, `Orr's letter`, `a letter by Orr`, and `the letter` from which Orr was quoted just before.
    """
    text, names = scene.facts.text, scene.facts.names
    first = source.span.of(text).split()[0].lower()
    if first in ("his", "her"):
        owner = resolve_pronoun(scene, number, replace(source, head=first, gender=pronoun_gender(first)))
        return replace(owner, path=(label, *owner.path[1:])) if owner.chain_no is not None else None
    is_own = not _is_press(scene, source)
    for place in scene.names_in(source.span):
        name, chain = names[place], scene.chain_of(place)
        is_first = name.span.start_char == source.span.start_char
        is_possessive = is_first and text[name.span.end_char : name.span.end_char + 2] in ("'s", "’s")
        is_by = (
            is_own
            and not _is_joined(text, name.span, source.span)
            and BY.search(text, source.span.start_char, name.span.start_char) is not None
        )
        if name.entity_type == "PERSON" and (is_possessive or is_by):
            return Speaker("person", chain.number, (label, *name_path(name.span.of(text), chain)), 0.8)
    return _quoted_from(scene, number, source, label) if first in ("the", "this", "that") else None


def _is_joined(text: str, name: Span, source: Span) -> bool:
    """True for one of two names: `a poll by Orr and Falk` is of a firm, or nobody's alone."""
    before, after = text[source.start_char : name.start_char], text[name.end_char : source.end_char]
    return before.endswith((" and ", " & ")) or after.startswith((" and ", " & "))


def _is_press(scene: Scene, source: Source) -> bool:
    """True for an outlet's piece, `a report in The Courier by Orr`, and a law: their writers are not their sources."""
    printed = source.span.of(scene.facts.text)
    named = [scene.facts.names[n].span.of(scene.facts.text) for n in scene.names_in(source.span)]
    is_outlets = len(named) > 1 or OUTLET.search(printed) is not None
    return source.head in word_class("laws") or (source.head in word_class("press_pieces") and is_outlets)


def _quoted_from(scene: Scene, number: int, source: Source, label: str) -> Speaker | None:
    """Return the person whose words a sentence shortly before took from such a document: `Orr wrote in a letter`."""
    taken = re.compile(rf"\b(?:in|from|on|via)\s+(?:[\w’'-]+\s+){{1,5}}?{re.escape(source.head)}\b", re.I)
    place = scene.place[number]
    for other in reversed(scene.order[max(0, place - DOCUMENTS_BEFORE) : place]):
        answer = scene.answers.get(other)
        sentence = scene.facts.layout.sentence_of(Span(scene.position(other), scene.position(other)))
        if answer is None or answer.chain_no is None or answer.source_type != "person" or sentence is None:
            continue
        if taken.search(scene.facts.text, sentence.span.start_char, sentence.span.end_char):
            return answer.carried_over(0.8, (label, *answer.path))
    return None
