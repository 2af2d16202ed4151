"""What speaks for a cue's class: words of cue, source and content's start, and how the three stand to one another.

Each piece of evidence is a short name (`lemma=accuse`, `content 0=that`); what it counts is learned (`cue_classes`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pipelines.annotate.attribution.withheld import is_withheld, without_name
from pipelines.annotate.lexicon import cue_words, word_class, words
from pipelines.annotate.naming.source_phrases import Source
from pipelines.records import QuoteKind, SourceType, Span

TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
BEFORE = re.compile(r"[.!?;:\"“”\n]")  # words behind such a sign say nothing of what follows it
NEAR = 40  # characters beside a cue that are looked at
FIRST = 120  # characters of a content
LENGTHS = (2, 4, 8, 16)  # words of a content: longer ones are reports more often
SCORES = (0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class Reported:
    """One attribution with a cue, as its class is judged."""

    cue: Sequence[Span]
    content: Sequence[Span]
    source: Source
    kind: QuoteKind
    source_type: SourceType | None
    score: float


def read_evidence(text: str, one: Reported) -> Iterator[str]:
    """Yield what speaks for or against each class."""
    cue = _tokens(one.cue, text)
    content = [token.lower() for token in TOKEN.findall(one.content[0].of(text)[:FIRST])]
    lemmas = [cue_words()[token].lemma for token in cue if token in cue_words()]
    lemma = next(iter(lemmas), cue[-1] if cue else "")
    opening = _opening(content)
    yield from _of_cue(text, one, cue, lemma)
    yield from _of_source(text, one)
    yield from (f"content {place}={token}" for place, token in enumerate(content[:3]))
    yield from (f"opening={opening}", f"kind={one.kind}", f"length={_step(_length(text, one.content), LENGTHS)}")
    yield from (f"lemma={lemma}", f"score={_step(one.score, SCORES)}")
    stands = _stands(one)
    yield f"stands={stands}"
    for beside in (f"opening={opening}", f"kind={one.kind}", f"source={one.source.form}", f"stands={stands}"):
        yield f"lemma={lemma} {beside}"
    if content:
        yield f"lemma={lemma} content 0={content[0]}"
    yield f"kind={one.kind} opening={opening} source={one.source.form}"


def _of_cue(text: str, one: Reported, cue: Sequence[str], lemma: str) -> Iterator[str]:
    first, last = one.cue[0].start_char, one.cue[-1].end_char
    before = TOKEN.findall(BEFORE.split(text[max(0, first - NEAR) : first])[-1].lower())[-2:]
    unnamed = without_name(before, text, one.cue[0], one.source)
    before = [word for word in before if word in unnamed or word not in word_class("hypotheticals")]
    behind = TOKEN.findall(BEFORE.split(text[last : last + NEAR])[0].lower())[:1]
    yield from (f"cue={token}" for token in cue)
    yield from (f"before={token}" for token in before)
    yield from (f"behind={token}" for token in behind)
    yield f"words={min(len(cue), 4)}"
    yield f"cue={' '.join(cue[:3])}"
    word = next((cue_words()[token] for token in cue if token in cue_words()), None)
    listed = f"{word.cue_class}/{word.class_without_marks}" if word else "no cue"
    yield f"listed={listed}"
    yield f"listed={listed} kind={one.kind}"
    if cue:
        yield f"ends in={cue[-1][-3:]}"
    near = [*before, *cue]
    for name in ("hypotheticals", "passive_be"):
        if not word_class(name).isdisjoint(near):
            yield name
    if "to" in near[:-1]:
        yield "infinitive"
    if is_withheld(text, one.cue, one.content[0], one.source):
        yield "withheld"


def _of_source(text: str, one: Reported) -> Iterator[str]:
    source = one.source
    yield f"source={source.form}"
    yield f"source type={one.source_type}"
    if source.form in ("nominal", "pronoun"):
        yield f"head={source.head}"
    if source.head in words("document_nouns"):
        yield f"head is a document, {source.form}"
    if source.form != "none":
        yield f"many={source.is_many}"


def _opening(content: Sequence[str]) -> str:
    """Return what a content begins with: a clause, an infinitive, a thing."""
    if not content:
        return "nothing"
    if content[0] in ("to", "that"):
        return content[0]
    if content[0].endswith("ing"):
        return "participle"
    if content[0] in word_class("clause_openers") | word_class("subject_pronouns"):
        return "clause"
    return "verb" if not word_class("finite_verbs").isdisjoint(content) else "thing"


def _stands(one: Reported) -> str:
    """Return where the cue stands: before the content, inside or behind it, and before or behind its source."""
    cue, first, last = one.cue[0].start_char, one.content[0].start_char, one.content[-1].end_char
    place = "before" if cue < first else "inside" if cue < last else "behind"
    if one.source.form == "none":
        return place
    return f"{place}, {'inverted' if one.source.span.start_char > cue else 'subject first'}"


def _length(text: str, spans: Sequence[Span]) -> int:
    return sum(len(span.of(text).split()) for span in spans)


def _step(value: float, steps: Sequence[float]) -> int:
    return sum(value >= step for step in steps)


def _tokens(spans: Sequence[Span], text: str) -> list[str]:
    return list(chain.from_iterable(TOKEN.findall(span.of(text).lower()) for span in spans))
