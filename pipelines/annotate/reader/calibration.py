"""From what the tagger believes to the share of such attributions that is right.

A line through log odds (Platt 1999, "Probabilistic Outputs for Support Vector Machines"), learned on articles held out
of training (`training/calibrate.py`). It keeps the order of scores: what is found stays, what a score means changes.
"""

import math
from dataclasses import dataclass

SUREST = 1 - 1e-4


@dataclass(frozen=True)
class Calibration:
    """Log odds go to `slope` times themselves plus `intercept`."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, belief: float) -> float:
        """Return the probability that a belief in (0, 1) stands for; a higher belief has a higher one."""
        belief = min(max(belief, 1 - SUREST), SUREST)
        odds = self.slope * math.log(belief / (1 - belief)) + self.intercept
        return 1 / (1 + math.exp(-odds))
