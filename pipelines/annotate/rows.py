"""Annotation to rows of the lake: ids, sentence numbers, and the text at each span. No judging, no reading."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.records import Annotation, Document, NamedSpeaker, Span


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of an annotated article says of where it came from."""

    article_id: str
    revision: int
    batch_id: str
    reader_version: str

    def columns(self) -> dict[str, Any]:
        """Return the four columns."""
        return {
            "article_id": self.article_id,
            "revision": self.revision,
            "batch_id": self.batch_id,
            "reader_version": self.reader_version,
        }

    def mention_id(self, mention_no: int) -> str:
        """Return the id of the article's mention of that number."""
        return f"{self.article_id}.{self.revision}.m{mention_no}"

    def quote_id(self, quote_no: int) -> str:
        """Return the id of the article's quote of that number."""
        return f"{self.article_id}.{self.revision}.q{quote_no}"


def sentence_rows(annotation: Annotation, stamp: Stamp) -> Iterator[dict[str, Any]]:
    """Yield rows of `records.SENTENCES`."""
    for sentence_no, sentence in enumerate(annotation.sentences):
        yield {
            **stamp.columns(),
            "sentence_no": sentence_no,
            "paragraph_no": sentence.paragraph_no,
            **_ends(sentence.span),
            "role": sentence.role,
            "is_repeat": sentence.is_repeat,
            "is_boilerplate": sentence.is_boilerplate,
        }


def mention_rows(document: Document, annotation: Annotation, stamp: Stamp) -> Iterator[dict[str, Any]]:
    """Yield rows of `records.MENTIONS`."""
    starts = _starts(annotation)
    for mention_no, mention in enumerate(annotation.mentions):
        yield {
            "mention_id": stamp.mention_id(mention_no),
            **stamp.columns(),
            "mention_no": mention_no,
            "sentence_no": _sentence_no(starts, mention.span),
            **_ends(mention.span),
            "text": mention.span.of(document.text),
            "form": mention.form,
            "entity_type": mention.entity_type,
            "role": mention.role,
            "local_entity_no": mention.local_entity_no,
            "local_entity_name": mention.local_entity_name,
            "score": mention.score,
        }


def quote_rows(document: Document, annotation: Annotation, stamp: Stamp) -> Iterator[dict[str, Any]]:
    """Yield rows of `records.QUOTES` for statements; text of several spans is joined by one space."""
    return _attribution_rows(document, annotation, stamp, statements=True)


def stance_rows(document: Document, annotation: Annotation, stamp: Stamp) -> Iterator[dict[str, Any]]:
    """Yield such rows for what is no statement; both are numbered by their place in the annotation."""
    return _attribution_rows(document, annotation, stamp, statements=False)


def _attribution_rows(
    document: Document, annotation: Annotation, stamp: Stamp, *, statements: bool
) -> Iterator[dict[str, Any]]:
    starts = _starts(annotation)
    for quote_no, quote in enumerate(annotation.quotes):
        if quote.is_statement != statements:
            continue
        speaker_no = quote.speaker_mention_no
        yield {
            "quote_id": stamp.quote_id(quote_no),
            **stamp.columns(),
            "quote_no": quote_no,
            "sentence_no": _sentence_no(starts, quote.content[0]),
            "kind": quote.kind,
            "content": text_at(document.text, quote.content),
            "content_spans": [_ends(span) for span in quote.content],
            "cue": text_at(document.text, quote.cue) or None,
            "cue_spans": [_ends(span) for span in quote.cue],
            "cue_lemma": quote.cue_lemma,
            "cue_class": quote.cue_class,
            "source": text_at(document.text, quote.source) or None,
            "source_spans": [_ends(span) for span in quote.source],
            "source_type": quote.source_type,
            "speaker": quote.speaker,
            "speaker_mention_id": None if speaker_no is None else stamp.mention_id(speaker_no),
            "speaker_local_entity_no": quote.speaker_local_entity_no,
            "resolution_path": list(quote.resolution_path),
            "channel": quote.channel,
            "parent_quote_no": quote.parent_quote_no,
            "is_repeat": quote.is_repeat,
            "score": quote.score,
            "speaker_score": quote.speaker_score,
            "speaker_runner_up": quote.speaker_runner_up,
            "speaker_runner_up_score": quote.speaker_runner_up_score,
            "speakers": [_speaker(one) for one in quote.speakers] or None,
            "on_behalf_of": quote.on_behalf_of,
            "is_withheld": quote.is_withheld,
        }


def _speaker(one: NamedSpeaker) -> dict[str, Any]:
    return {
        "speaker": one.name,
        "local_entity_no": one.local_entity_no,
        "probability": one.probability,
        "role": one.role,
    }


def text_at(text: str, spans: Sequence[Span]) -> str:
    """Return the characters of `text` under `spans`, joined by one space."""
    return " ".join(span.of(text) for span in spans)


def _ends(span: Span) -> dict[str, int]:
    return {"start_char": span.start_char, "end_char": span.end_char}


def _starts(annotation: Annotation) -> list[int]:
    return [sentence.span.start_char for sentence in annotation.sentences]


def _sentence_no(starts: Sequence[int], span: Span) -> int | None:
    """Return the number of the sentence that holds the first character of `span`; None before the first sentence."""
    number = bisect_right(starts, span.start_char) - 1
    return number if number >= 0 else None
