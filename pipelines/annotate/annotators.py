"""The two annotators: one reads with the trained model, one with rules alone. Both take the same steps afterwards."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.annotate.attribution.cue_classes import classes_digest
from pipelines.annotate.reader.linking import Thresholds
from pipelines.annotate.reader.model_files import MODEL_FOLDER, load_model
from pipelines.annotate.reader.read import read
from pipelines.annotate.reader.to_reading import reading_of
from pipelines.annotate.reading import Reading
from pipelines.annotate.rule_finder.finder import find
from pipelines.annotate.speakers.ranking.choose import weights_digest
from pipelines.annotate.steps import finish
from pipelines.records import Annotation, Document

READER_VERSION = "18"
RULES_VERSION = "rules-9"


class ReaderAnnotator:
    """Reads with the model in `folder`. Raises `ModelFileError` when made where a file is missing or altered."""

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        """Load the model."""
        self._model = load_model(folder, threads=threads)

    @property
    def version(self) -> str:
        """Names the code and the weights, those of the speaker ranker and of the cue classes too."""
        return f"reader-{READER_VERSION}-{self._model.digest}-{weights_digest()}-{classes_digest()}"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """Return one annotation per document, in order; a document's annotation does not depend on its neighbours."""
        return [finish(d, reading) for d, reading in zip(documents, self.read(documents), strict=True)]

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Return what the model finds in each document, in order; nothing is resolved."""
        model = self._model
        raw = read([d.text for d in documents], model.pieces, model.network, model.tables, Thresholds())
        return [reading_of(d.text, r) for d, r in zip(documents, raw, strict=True)]


class RuleAnnotator:
    """Annotates with word tables and rules: no model, no file but the word tables."""

    @property
    def version(self) -> str:
        """Names the rules and the weights of the speaker ranker and of the cue classes."""
        return f"{RULES_VERSION}-{weights_digest()}-{classes_digest()}"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """Return one annotation per document, in order."""
        return [finish(document, find(document)) for document in documents]
