"""The rule finder: sentences, names and attributions of a document, without a model."""

from pipelines.annotate.attributions import find_attributions
from pipelines.annotate.names import find_names
from pipelines.annotate.quotations import find_quotations
from pipelines.annotate.reading import Reading
from pipelines.annotate.segments import cut_segments
from pipelines.annotate.sentences import split_sentences
from pipelines.records import Document


def find(document: Document) -> Reading:
    """Return what the rules find in `document`; linear in its length, never raises for its content."""
    text = document.text
    sentences = split_sentences(text)
    segments = cut_segments(text, sentences, find_quotations(text))
    return Reading(sentences, find_names(text, sentences), find_attributions(text, segments))
