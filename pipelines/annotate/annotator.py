"""The annotator made of rules alone."""

from collections.abc import Sequence

from pipelines.annotate import rules
from pipelines.annotate.finish import finish
from pipelines.records import Annotation, Document

RULES_VERSION = "rules-1"


class RuleAnnotator:
    """Annotates with word tables and rules: no model, no file but the word tables."""

    @property
    def version(self) -> str:
        """Names the rules."""
        return RULES_VERSION

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """Return one annotation per document, in order."""
        return [finish(document, rules.find(document)) for document in documents]
