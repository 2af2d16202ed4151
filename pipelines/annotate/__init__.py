"""Text to annotations: sentences, mentions, and who said what."""

from pipelines.annotate.annotator import RuleAnnotator
from pipelines.annotate.reader.annotator import ReaderAnnotator
from pipelines.records import Annotator

__all__ = ["ReaderAnnotator", "RuleAnnotator", "default_annotator"]


def default_annotator() -> Annotator:
    """Return the annotator that the pipeline uses unless configured otherwise: the trained reader."""
    return ReaderAnnotator()
