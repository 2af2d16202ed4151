"""Turn a reading (spans) into an annotation: layout, mentions, speakers, cues, channels, nesting, repeats."""

from pipelines.annotate.reading import Reading
from pipelines.records import Annotation, Document, Mention, Quote, Sentence


def finish(document: Document, reading: Reading) -> Annotation:
    """Return the annotation of `document`; the quotes keep the order and the spans of `reading.attributions`."""
    sentences = [Sentence(span, paragraph_no=0, role="body") for span in reading.sentences]
    mentions = [Mention(name.span, "name", name.entity_type, score=name.score) for name in reading.names]
    quotes = [Quote("indirect", a.content, a.cue, a.source, score=a.score) for a in reading.attributions]
    return Annotation(document.doc_id, sentences, mentions, quotes)
