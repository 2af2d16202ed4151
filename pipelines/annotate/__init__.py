"""Text to annotations: sentences, mentions, and who said what."""

from pipelines.annotate.annotators import ReaderAnnotator, RuleAnnotator
from pipelines.records import Annotator

__all__ = ["ReaderAnnotator", "RuleAnnotator", "default_annotator"]


def default_annotator() -> Annotator:
    """Return the annotator that the pipeline uses unless configured otherwise: the trained reader."""
    return ReaderAnnotator()
