"""Which class a cue has in its sentence: chances learned from read labels (`training.cue_classes`), summed with numpy.

A class scores the sum of its weights over all pieces of evidence (multinomial logistic regression).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.records import STATEMENTS, CueClass, QuoteKind

WEIGHTS = Path(__file__).parent / "cue_classes.npz"
CLASSES: tuple[CueClass | None, ...] = ("speech", "writing", "document", "thought", "act", None)
LEAST_STATEMENT: Mapping[QuoteKind, float] = {"indirect": 0.5, "mixed": 0.3, "direct": 0.0}
"""The chance from which words count as somebody's: one half in own words, less beside marks; a whole quotation is."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class CueClasses:
    """A row of weights for each piece of evidence, a column for each of CLASSES."""

    rows: Mapping[str, int]
    weights: Floats
    bias: Floats

    @classmethod
    def from_file(cls, path: Path) -> "CueClasses":
        """Load what `training.cue_classes` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            rows = {name: row for row, name in enumerate(arrays["names"].tolist())}
            return cls(rows, arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32))

    def chances(self, evidence: Iterable[str]) -> Floats:
        """Return the chance of each of CLASSES."""
        rows = [self.rows[name] for name in dict.fromkeys(evidence) if name in self.rows]
        scores = self.weights[rows].sum(0) + self.bias
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum(), np.float32)


@cache
def load_classes() -> CueClasses:
    """Load the weights once for a process."""
    return CueClasses.from_file(WEIGHTS)


@cache
def classes_digest() -> str:
    """Name the weights: annotations of others are not the same."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:6]


def choose_class(evidence: Iterable[str], kind: QuoteKind) -> CueClass | None:
    """Return the likeliest class of a statement, where it is one, else the likeliest of the others."""
    chances = dict(zip(CLASSES, load_classes().chances(evidence).tolist(), strict=True))
    stated = sum(chance for name, chance in chances.items() if name in STATEMENTS)
    is_statement = stated > LEAST_STATEMENT[kind]
    return max((name for name in CLASSES if (name in STATEMENTS) == is_statement), key=chances.__getitem__)
