"""What an annotation promises, whoever made it, and the first promise that one breaks. Nothing is mended.

The blocking suites of the lake's `sentences`, `mentions` and `quotes` hold rows to the same. An annotation that breaks
them is refused here, where one document can be told and left out: in the lake it would stop every later run.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import get_args

from pipelines.records import (
    Annotation,
    CueClass,
    Document,
    EntityType,
    Mention,
    MentionForm,
    Quote,
    QuoteKind,
    Sentence,
    SentenceRole,
    SourceType,
    Span,
    SpeakerRole,
)

ROLES = frozenset(get_args(SentenceRole))
FORMS = frozenset(get_args(MentionForm))
ENTITY_TYPES = frozenset(get_args(EntityType))
KINDS = frozenset(get_args(QuoteKind))
CUE_CLASSES = frozenset(get_args(CueClass))
SPEAKER_ROLES = frozenset(get_args(SpeakerRole))
SOURCE_TYPES = frozenset(get_args(SourceType))


def broken_promise(document: Document, annotation: Annotation) -> str | None:
    """Return in a few words what is wrong with the annotation of a document; None where it keeps its promises."""
    return next(_broken(document, annotation), None)


def _broken(document: Document, annotation: Annotation) -> Iterator[str]:
    if annotation.doc_id != document.doc_id:
        yield f"the annotation is of document {annotation.doc_id!r}"
    if not annotation.sentences and (annotation.mentions or annotation.quotes):
        yield "there are mentions or quotes, and no sentences"
    for number, sentence in enumerate(annotation.sentences):
        yield from _named(f"sentence {number}", _of_sentence(sentence, document.text))
    yield from _named("sentences", _overlapping([sentence.span for sentence in annotation.sentences]))
    for number, mention in enumerate(annotation.mentions):
        yield from _named(f"mention {number}", _of_mention(mention, document.text))
    for number, quote in enumerate(annotation.quotes):
        yield from _named(f"quote {number}", _of_quote(quote, annotation, document.text))


def _named(what: str, broken: Iterator[str]) -> Iterator[str]:
    return (f"{what}: {one}" for one in broken)


def _of_sentence(sentence: Sentence, text: str) -> Iterator[str]:
    yield from _outside([sentence.span], text)
    yield from _not_in(ROLES, role=str(sentence.role))


def _of_mention(mention: Mention, text: str) -> Iterator[str]:
    yield from _outside([mention.span], text)
    yield from _not_in(FORMS, form=str(mention.form))
    yield from _not_in(ENTITY_TYPES, entity_type=mention.entity_type)
    yield from _no_chance(score=mention.score)


def _of_quote(quote: Quote, annotation: Annotation, text: str) -> Iterator[str]:
    if not quote.content:
        yield "it has no content"
    yield from _outside([*quote.content, *quote.cue, *quote.source], text)
    if quote.content and quote.content[-1].end_char <= quote.content[0].start_char:
        yield "its content ends before it begins"
    yield from _named("content", _overlapping(sorted(quote.content, key=lambda span: span.start_char)))
    yield from _not_in(KINDS, kind=str(quote.kind))
    yield from _not_in(CUE_CLASSES, cue_class=quote.cue_class)
    yield from _not_in(SOURCE_TYPES, source_type=quote.source_type)
    yield from _no_place(annotation.mentions, speaker_mention_no=quote.speaker_mention_no)
    yield from _no_place(annotation.quotes, parent_quote_no=quote.parent_quote_no)
    yield from _of_speakers(quote)
    yield from _no_chance(
        score=quote.score,
        speaker_score=quote.speaker_score,
        speaker_runner_up_score=quote.speaker_runner_up_score,
    )


def _of_speakers(quote: Quote) -> Iterator[str]:
    for one in quote.speakers:
        yield from _not_in(SPEAKER_ROLES, role_of_a_speaker=one.role)
        yield from _no_chance(probability=one.probability)
    named = [one.name for one in quote.speakers if one.role == "speaker"]
    if quote.speakers and named != [name for name in (quote.speaker,) if name]:
        yield "its list of speakers is of another speaker"


def _outside(spans: Sequence[Span], text: str) -> Iterator[str]:
    for span in spans:
        if not 0 <= span.start_char < span.end_char <= len(text):
            yield f"there is no text at {span.start_char}-{span.end_char}, of {len(text)} characters"


def _overlapping(spans: Sequence[Span]) -> Iterator[str]:
    """Yield the pairs of neighbours of which the second begins before the first has ended."""
    for before, after in pairwise(spans):
        if after.start_char < before.end_char:
            yield f"{before.start_char}-{before.end_char} and {after.start_char}-{after.end_char} overlap"


def _not_in(allowed: frozenset[str], **fields: str | None) -> Iterator[str]:
    for name, value in fields.items():
        if value is not None and value not in allowed:
            yield f"{name} is {value!r}, not one of {', '.join(sorted(allowed))}"


def _no_place(rows: Sequence[object], **fields: int | None) -> Iterator[str]:
    for name, value in fields.items():
        if value is not None and not 0 <= value < len(rows):
            yield f"{name} is {value}, and there are {len(rows)}"


def _no_chance(**fields: float | None) -> Iterator[str]:
    for name, value in fields.items():
        if value is not None and not 0 <= value <= 1:
            yield f"{name} is {value}, not between 0 and 1"
