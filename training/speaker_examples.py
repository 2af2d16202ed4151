"""Examples for the speaker ranker: each labelled attribution that the reader finds, with its candidates' evidence.

The reader reads the labelled articles as it reads any; a label counts for the attribution whose content overlaps its
own by half. What was said before is as the labels have it, and as the names in print where they have nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.annotate.speakers.ranking.evidence import Witness
from pipelines.annotate.speakers.ranking.features import Floats
from pipelines.annotate.speakers.resolve import in_order_of_answers
from pipelines.annotate.speakers.scene import Facts, Scene, Speaker, source_type_of
from pipelines.annotate.steps import read_facts
from pipelines.records import Document, Span
from training.labels import LabelledArticle

STATEMENTS = ("speech", "writing", "document")
OTHER_WEIGHT, UNSURE_WEIGHT = 0.5, 0.5  # of what is no statement, and of labels that their reader was unsure of
LEAST_OVERLAP = 0.5


@dataclass(frozen=True)
class Example:
    """One attribution: `rows` of evidence, nobody first; `is_right` marks whom the label means, if in reach."""

    group: str  # the outlet: folds never share one
    form: str
    is_statement: bool
    speaker_type: str | None
    rows: Floats
    is_right: npt.NDArray[np.bool_]
    weight: float

    @property
    def in_reach(self) -> bool:
        """True where one of the candidates is meant."""
        return bool(self.is_right.any())


def read_examples(
    reader: ReaderAnnotator, articles: Sequence[LabelledArticle], scorer: ModuleType
) -> Iterator[Example]:
    """Yield the examples of `articles` as `reader` reads them."""
    for article in articles:
        document = Document(article.article_id, article.text)
        facts = read_facts(document, reader.read([document])[0])
        yield from _examples(article, facts, scorer)


def _examples(article: LabelledArticle, facts: Facts, scorer: ModuleType) -> Iterator[Example]:
    labels = match_labels(facts, article.attributions, scorer)
    scene = Scene(facts)
    witness = Witness(scene)
    for number in in_order_of_answers(scene):
        label = labels.get(number)
        source = facts.sources[number]
        if label is None:
            if source.name_no is not None:
                scene.answers[number] = _answer(facts, facts.chains.of_name[source.name_no])
            continue
        meant = _meant(facts, label["speaker"], scorer)
        if "speaker" not in label.get("checked", ["speaker"]):
            continue  # a person vouched for other things of it
        if label["class"] != "none" and source.form != "name":
            yield _example(article.outlet, witness, number, label, meant)
        if meant or label["speaker"] is None:
            scene.answers[number] = _answer(facts, min(meant, default=None))


def _example(outlet: str, witness: Witness, number: int, label: Mapping[str, Any], meant: set[int]) -> Example:
    facts, evidence = witness.scene.facts, witness.of(number)
    right = [p.chain.number in meant if p else label["speaker"] is None for p in evidence.parts]
    kinds = {facts.chains.all[n].entity_type for n in meant}
    is_statement = label["class"] in STATEMENTS
    weight = (1.0 if is_statement else OTHER_WEIGHT) * (UNSURE_WEIGHT if label["unsure"] else 1.0)
    speaker_type = None if label["speaker"] is None else "person" if "PERSON" in kinds else "body"
    form = facts.sources[number].form
    return Example(outlet, form, is_statement, speaker_type, evidence.rows, np.array(right), weight)


def match_labels(facts: Facts, labels: Sequence[Mapping[str, Any]], scorer: ModuleType) -> dict[int, Mapping[str, Any]]:
    """Return for each attribution the label whose content is its own for half of the words or more."""
    owner = scorer.word_index(facts.text)
    found = [scorer.words(_pairs(a.content), owner) for a in facts.attributions]
    wanted = [scorer.words(label["content"], owner) for label in labels]
    pairs = scorer.best_pairs(found, wanted, lambda words: words, LEAST_OVERLAP)
    return {number: labels[place] for number, place in pairs}


def _pairs(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(span.start_char, span.end_char) for span in spans]


def _meant(facts: Facts, speaker: str | None, scorer: ModuleType) -> set[int]:
    """Return the chains whose name agrees with the label's speaker."""
    return {chain.number for chain in facts.chains.all if speaker and scorer.same_name(chain.name, speaker)}


def _answer(facts: Facts, chain_no: int | None) -> Speaker:
    """Return the answer that later attributions see; a path of its own says that nobody is named."""
    if chain_no is None:
        return Speaker("unnamed", None, ("label",))
    return Speaker(source_type_of(facts.chains.all[chain_no]), chain_no)
