"""The rule finder: sentences, names and attributions of a document, without a model."""

from pipelines.annotate.page.quotations import find_quotations
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Reading
from pipelines.annotate.rule_finder.attributions import find_attributions
from pipelines.annotate.rule_finder.capitalised_names import find_names
from pipelines.annotate.rule_finder.stretches import cut_stretches
from pipelines.records import Document


def find(document: Document) -> Reading:
    """Return what the rules find in `document`; linear in its length, never raises for its content."""
    text = document.text
    sentences = split_sentences(text)
    stretches = cut_stretches(text, sentences, find_quotations(text))
    return Reading(sentences, find_names(text, sentences), find_attributions(text, stretches))
