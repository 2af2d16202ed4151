"""How far a training run has come, and the files from which it goes on. Knows nothing of torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Progress:
    """Whole epochs done, batches done of the epoch under way, and steps done in all."""

    epoch: int = 0
    batch: int = 0
    step: int = 0

    def is_over(self, *, epochs: int, most_steps: int | None) -> bool:
        """Return whether the run has had its epochs, or as many steps as it may take or more."""
        return self.epoch >= epochs or (most_steps is not None and self.step >= most_steps)

    def count_batch(self, batches: int) -> None:
        """Count one more batch of an epoch that has `batches`; the last one ends the epoch."""
        self.step += 1
        self.batch += 1
        if self.batch == batches:
            self.epoch, self.batch = self.epoch + 1, 0


def write_in_order(folder: Path, contents: Mapping[str, Any], write: Callable[[Any, Path], None]) -> None:
    """Write each of `contents` whole under its name, in their order: a crash never leaves one without those before it.

    So the file that a run goes on from comes last: all that it counts on is there by then.
    """
    for name, content in contents.items():
        partial = folder / f"{name}.partial"
        write(content, partial)
        partial.replace(folder / name)
