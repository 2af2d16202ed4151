"""Text to annotations: sentences, mentions, and who said what."""

from pipelines.annotate.annotator import RuleAnnotator
from pipelines.records import Annotator


def default_annotator() -> Annotator:
    """Return the annotator that the pipeline uses unless configured otherwise."""
    return RuleAnnotator()
