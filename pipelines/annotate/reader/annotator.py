"""The annotator that reads with the trained model; cue classes, speakers and channels are added by `finish`."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.annotate.finish import finish
from pipelines.annotate.reader.attributions import Thresholds
from pipelines.annotate.reader.read import read
from pipelines.annotate.reader.readings import reading_of
from pipelines.annotate.reader.session import MODEL_FOLDER, load_model
from pipelines.records import Annotation, Document

CODE_VERSION = "6"


class ReaderAnnotator:
    """Reads with the model in `folder`. Raises `ModelFileError` when made where a file is missing or altered."""

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        """Load the model."""
        self._model = load_model(folder, threads=threads)

    @property
    def version(self) -> str:
        """Names the code and the weights."""
        return f"reader-{CODE_VERSION}-{self._model.digest}"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """Return one annotation per document, in order; a document's annotation does not depend on its neighbours."""
        model = self._model
        raw = read([d.text for d in documents], model.pieces, model.network, model.tables, Thresholds())
        return [finish(d, reading_of(d.text, r)) for d, r in zip(documents, raw, strict=True)]
