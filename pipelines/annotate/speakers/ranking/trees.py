"""Boosted trees as arrays, summed with numpy alone. They are grown by `training.ranker`."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Trees:
    """All trees side by side, one row each: node 0 is the root, a leaf leads to itself."""

    feature: Ints  # (trees, nodes)
    threshold: Floats  # at most this goes left
    left: Ints
    right: Ints
    value: Floats
    depth: int
    temperature: float  # scores are divided by it before they become probabilities

    @classmethod
    def from_file(cls, path: Path) -> "Trees":
        """Load what `training.ranker` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(
                feature=arrays["feature"],
                threshold=arrays["threshold"],
                left=arrays["left"],
                right=arrays["right"],
                value=arrays["value"],
                depth=int(arrays["depth"]),
                temperature=float(arrays["temperature"]),
            )

    def __call__(self, rows: Floats) -> Floats:
        """Return one score for each row of features."""
        trees, nodes = self.feature.shape
        offset = np.arange(trees, dtype=np.int32) * nodes
        at = np.broadcast_to(offset, (len(rows), trees))
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        line = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[line, feature[at]] <= threshold[at]
            at = np.where(goes_left, left[at], right[at]) + offset
        scores: Floats = self.value.ravel()[at].sum(1)
        return scores

    def probabilities(self, rows: Floats) -> Floats:
        """Return how likely each of the rows is the one that is meant."""
        scores = self(rows) / self.temperature
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum(), np.float32)
