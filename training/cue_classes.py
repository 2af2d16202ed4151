"""Learns the class of a cue from the labels, and says how well that holds on outlets that it has not seen.

    python -m training.cue_classes --shared ../shared [--folds 5] [--out pipelines/annotate/attribution/cue_classes.npz]

Multinomial logistic regression with an L2 penalty over the evidence of `cue_evidence`. A label counts for the
attribution whose content overlaps its own by half; what overlaps no label is none. With folds it prints precision and
recall of statements, for the learned class; no outlet is on both sides.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import-untyped]
from scipy.optimize import minimize  # type: ignore[import-untyped]

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.annotate.attribution.cue_classes import CLASSES, LEAST_STATEMENT, WEIGHTS, CueClasses
from pipelines.annotate.attribution.cue_evidence import Reported, read_evidence
from pipelines.annotate.speakers.resolve import resolve_speakers
from pipelines.annotate.steps import read_facts
from pipelines.records import STATEMENTS, Document, QuoteKind
from pipelines.resources.data_folder import DataFolder
from training.from_corrections import read_corrected
from training.labels import LabelledArticle, read_labels
from training.scorer import load_scorer
from training.speaker_examples import match_labels

SEED = 20261130
PENALTY = 1 / 0.3  # 0.1, 0.3 and 1 were tried over folds: within 0.3 points of one another
LEAST_EXAMPLES = 3  # that have a piece of evidence; what fewer have is noise
UNSURE_WEIGHT = 0.5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CueExample:
    """One attribution with a cue, its evidence and its class, a place in CLASSES."""

    group: str  # the outlet
    evidence: frozenset[str]
    kind: QuoteKind
    place: int
    weight: float

    @property
    def is_statement(self) -> bool:
        """True where words are reported."""
        return CLASSES[self.place] in STATEMENTS


def read_cue_examples(
    reader: ReaderAnnotator, articles: Sequence[LabelledArticle], scorer: ModuleType
) -> Iterator[CueExample]:
    """Yield an example for each attribution with a cue that `reader` finds and whose label is known."""
    for article in articles:
        document = Document(article.article_id, article.text)
        facts = read_facts(document, reader.read([document])[0])
        speakers = resolve_speakers(facts)
        labels = match_labels(facts, article.attributions, scorer)
        owner = scorer.word_index(article.text)
        labelled = frozenset().union(*(scorer.words(label["content"], owner) for label in article.attributions))
        for number, one in enumerate(facts.attributions):
            label, content = labels.get(number), [(s.start_char, s.end_char) for s in one.content]
            is_elsewhere = article.is_partial or labelled & scorer.words(content, owner)
            if not one.cue or (label is None and is_elsewhere):
                continue  # a label whose borders are others says nothing
            name = label["class"] if label and label["class"] != "none" else None
            source, kind = facts.sources[number], facts.kinds[number]
            reported = Reported(one.cue, one.content, source, kind, speakers[number].source_type, one.score)
            weight = UNSURE_WEIGHT if label and label["unsure"] else 1.0
            evidence = frozenset(read_evidence(article.text, reported))
            yield CueExample(article.outlet, evidence, kind, CLASSES.index(name), weight)


def learn(examples: Sequence[CueExample]) -> CueClasses:
    """Return the weights that make the labels of `examples` likeliest, less a penalty on their squares."""
    counts = Counter(name for e in examples for name in e.evidence)
    rows = {name: row for row, name in enumerate(sorted(n for n, count in counts.items() if count >= LEAST_EXAMPLES))}
    seen = _matrix(examples, rows)
    right = np.eye(len(CLASSES))[[e.place for e in examples]]
    weight = np.array([e.weight for e in examples])[:, None]
    shape = (len(rows), len(CLASSES))

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, bias = flat[: -len(CLASSES)].reshape(shape), flat[-len(CLASSES) :]
        scores = seen @ weights + bias
        scores -= scores.max(1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        slope = (np.exp(logs) - right) * weight
        total = -(weight * right * logs).sum() + PENALTY / 2 * (weights**2).sum()
        return float(total), np.r_[(seen.T @ slope + PENALTY * weights).ravel(), slope.sum(0)]

    start = np.zeros(shape[0] * shape[1] + shape[1])
    flat = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x.astype(np.float32)
    return CueClasses(rows, flat[: -len(CLASSES)].reshape(shape), flat[-len(CLASSES) :])


def _matrix(examples: Sequence[CueExample], rows: dict[str, int]) -> sparse.csr_matrix:
    places = [(n, rows[name]) for n, e in enumerate(examples) for name in sorted(e.evidence) if name in rows]
    first, second = np.array(places).T
    return sparse.csr_matrix((np.ones(len(places)), (first, second)), shape=(len(examples), len(rows)))


def judge(examples: Sequence[CueExample], count: int) -> None:
    """Print how many of the statements are found on outlets not seen, and how many of those found are statements."""
    groups = sorted({e.group for e in examples})
    np.random.default_rng(SEED).shuffle(groups)
    fold = {group: place % count for place, group in enumerate(groups)}
    judged: list[tuple[CueExample, bool]] = []
    for number in range(count):
        model = learn([e for e in examples if fold[e.group] != number])
        for e in (e for e in examples if fold[e.group] == number):
            chance = sum(c for name, c in zip(CLASSES, model.chances(e.evidence), strict=True) if name in STATEMENTS)
            judged.append((e, bool(chance > LEAST_STATEMENT[e.kind])))
    for kind in ("direct", "mixed", "indirect", "all"):
        some = [(e.is_statement, found) for e, found in judged if kind in (e.kind, "all")]
        right = sum(is_one and found for is_one, found in some)
        precision, recall = right / sum(found for _, found in some), right / sum(is_one for is_one, _ in some)
        print(f"{kind:8} {len(some):5} precision {precision:.3f} recall {recall:.3f}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--corrected", type=Path, metavar="DATA", help="a data folder whose corrections teach too")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    scorer = load_scorer(options.shared / "score/score.py")
    labels = read_labels(options.shared)
    if options.corrected:
        labels += read_corrected(DataFolder(options.corrected))
    examples = list(read_cue_examples(ReaderAnnotator(), labels, scorer))
    if options.folds:
        judge(examples, options.folds)
    model = learn(examples)
    np.savez_compressed(
        options.out, names=np.array(list(model.rows)), weights=model.weights.astype(np.float16), bias=model.bias
    )


if __name__ == "__main__":
    main()
