"""Grows the trees of the speaker ranker on the labels, and says how well they do on outlets that they have not seen.

    python -m training.ranker --shared ../shared [--folds 5] [--out pipelines/annotate/speakers/ranking/ranker.npz]

Without `--folds` it only grows and writes. The loss is the negative log likelihood of the right candidate among all of
one attribution (softmax over its rows); deterministic: one thread, fixed seed. With folds it prints, for each form of
source, how many answers are right, and the expected calibration error of the chances of those answers.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.annotate.speakers.ranking.choose import WEIGHTS
from pipelines.resources.data_folder import DataFolder
from training.from_corrections import read_corrected
from training.labels import read_labels
from training.reliability import Decisions, bins_of, calibration_error
from training.scorer import load_scorer
from training.speaker_examples import Example, read_examples

ROUNDS = 200
SEED = 20261130
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.06, "num_leaves": 12, "min_data_in_leaf": 12, "feature_fraction": 0.5, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 3.0, "max_bin": 63, "num_threads": 1, "deterministic": True,
    "force_row_wise": True, "seed": SEED, "verbose": -1,
}  # fmt: skip
LEAST_CURVATURE = 0.01  # of the loss: bounds the step on rows that are all but decided

Floats = npt.NDArray[np.float64]


def grow(examples: Sequence[Example]) -> Any:
    """Return the booster grown on the examples whose speaker is among the candidates."""
    kept = [e for e in examples if e.in_reach]
    sizes = np.array([len(e.is_right) for e in kept])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    group = np.repeat(np.arange(len(kept)), sizes)
    target = np.concatenate([e.is_right / e.is_right.sum() for e in kept])
    weight = np.repeat([e.weight for e in kept], sizes)

    def slopes(scores: Floats, _: object) -> tuple[Floats, Floats]:
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        chance = odds / np.add.reduceat(odds, starts)[group]
        return (chance - target) * weight, np.maximum(chance * (1 - chance), LEAST_CURVATURE) * weight

    data = lightgbm.Dataset(np.vstack([e.rows for e in kept]), label=target)
    return lightgbm.train({**SETTINGS, "objective": slopes}, data, num_boost_round=ROUNDS)


def chances_of(booster: Any, example: Example, temperature: float = 1.0) -> Floats:
    """Return the chance of each candidate."""
    scores = booster.predict(example.rows, raw_score=True) / temperature
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum())


def to_arrays(booster: Any) -> dict[str, npt.NDArray[Any]]:
    """Return the trees as the arrays of `ranking.trees`: node 0 is the root, a leaf leads to itself."""
    trees = [_Nodes.of(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    widest = max(len(tree.feature) for tree in trees)
    kinds = {"feature": np.int32, "threshold": np.float32, "left": np.int32, "right": np.int32, "value": np.float32}
    tables = {
        name: np.array([getattr(tree, name) + [0] * (widest - len(tree.feature)) for tree in trees], kind)
        for name, kind in kinds.items()
    }
    return {**tables, "depth": np.array(max(tree.depth for tree in trees))}


@dataclass
class _Nodes:
    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]
    depth: int = 0

    @classmethod
    def of(cls, root: dict[str, Any]) -> "_Nodes":
        nodes = cls([], [], [], [], [])
        nodes.depth = nodes._add(root)
        return nodes

    def _add(self, node: dict[str, Any]) -> int:
        """Append a node and those below it; return how many levels lie below."""
        place = len(self.feature)
        self.feature.append(node.get("split_feature", 0))
        self.threshold.append(node.get("threshold", 0.0))
        self.left.append(place)
        self.right.append(place)
        self.value.append(node.get("leaf_value", 0.0))
        if "split_feature" not in node:
            return 0
        self.left[place] = len(self.feature)
        left = self._add(node["left_child"])
        self.right[place] = len(self.feature)
        return 1 + max(left, self._add(node["right_child"]))


def folds_of(examples: Sequence[Example], count: int) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield what is learned from and what is judged, `count` times; no outlet is on both sides."""
    groups = sorted({e.group for e in examples})
    np.random.default_rng(SEED).shuffle(groups)
    fold = {group: place % count for place, group in enumerate(groups)}
    for number in range(count):
        yield [e for e in examples if fold[e.group] != number], [e for e in examples if fold[e.group] == number]


def judge(examples: Sequence[Example], count: int) -> float:
    """Print what holds on outlets not seen; return the temperature that calibrates their chances best."""
    judged: list[tuple[Example, Floats]] = []
    for learned, unseen in folds_of(examples, count):
        booster = grow(learned)
        judged += [(e, chances_of(booster, e)) for e in unseen if e.is_statement]
    for form in ("pronoun", "nominal", "none", "all"):
        some = [(e, c) for e, c in judged if form in (e.form, "all")]
        print(f"{form:8} {len(some):5} right {np.mean([e.is_right[c.argmax()] for e, c in some]):.3f}")
    for kind in ("person", "body", None):
        some = [(e, c) for e, c in judged if e.speaker_type == kind]
        print(f"{kind or 'nobody':8} {len(some):5} right {np.mean([e.is_right[c.argmax()] for e, c in some]):.3f}")
    reached = [(e, np.log(np.maximum(c, 1e-9))) for e, c in judged if e.in_reach]
    grid = np.arange(0.8, 2.5, 0.05)
    best = min(grid, key=lambda t: sum(-_softened(logs, t)[e.is_right].sum() for e, logs in reached))
    softened = [(e, np.exp(_softened(np.log(np.maximum(c, 1e-9)), best))) for e, c in judged]
    score = np.array([c.max() for _, c in softened])
    decisions = Decisions(score, np.array([e.is_right[c.argmax()] for e, c in softened]))
    print(f"temperature {best:.2f}, expected calibration error {calibration_error(bins_of(decisions)):.3f}")
    return float(best)


def _softened(logs: Floats, temperature: float) -> Floats:
    scores = logs / temperature
    return np.asarray(scores - np.log(np.exp(scores - scores.max()).sum()) - scores.max())


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--corrected", type=Path, metavar="DATA", help="a data folder whose corrections teach too")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    scorer = load_scorer(options.shared / "score/score.py")
    labels = read_labels(options.shared)
    if options.corrected:
        labels += read_corrected(DataFolder(options.corrected))
    examples = list(read_examples(ReaderAnnotator(), labels, scorer))
    temperature = judge(examples, options.folds) if options.folds else options.temperature
    arrays = to_arrays(grow(examples))
    np.savez_compressed(options.out, temperature=np.array(temperature, np.float32), **arrays)


if __name__ == "__main__":
    main()
