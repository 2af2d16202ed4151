"""Both finders: what is added to their spans is tested with each."""

from collections.abc import Callable

import pytest

from pipelines.annotate import ReaderAnnotator, RuleAnnotator
from pipelines.records import Annotation, Document, Quote


@pytest.fixture(scope="session", params=[ReaderAnnotator, RuleAnnotator], ids=["reader", "rules"])
def annotate(request: pytest.FixtureRequest) -> Callable[..., Annotation]:
    annotator = request.param()

    def annotate_text(text: str, body_start_char: int = 0) -> Annotation:
        annotation: Annotation = annotator.annotate([Document("d", text, body_start_char)])[0]
        return annotation

    return annotate_text


@pytest.fixture(scope="session")
def last_quote(annotate: Callable[..., Annotation]) -> Callable[[str], Quote]:
    return lambda text: annotate(text).quotes[-1]
