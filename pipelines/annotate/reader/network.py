"""What the encoder takes and gives, whichever library runs it; and the model's small tables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipelines.annotate.reader.calibration import Calibration
from pipelines.annotate.reader.link_scorer import Floats, LinkScorer
from pipelines.annotate.reader.windows import Window
from pipelines.annotate.reader.words import CLS, SEP, Words, shape_rows

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Inputs:
    """A batch of windows: pieces, shape, mask are (windows, pieces); first, where words begin, (windows, words)."""

    pieces: Longs
    shape: Longs
    mask: Longs
    first: Longs


@dataclass(frozen=True)
class Scores:
    """Per word of every window: tags (…, 9: content, cue, source in O B I), names (…, 9), links (…, k)."""

    tags: Floats
    names: Floats
    link_cue: Floats
    link_word: Floats


class Network(Protocol):
    """Runs the encoder over one batch."""

    def __call__(self, inputs: Inputs) -> Scores:
        """Return the scores of every word; rows beyond a window's own words hold nothing of meaning."""
        ...


@dataclass(frozen=True)
class Tables:
    """The weights that are used outside the encoder, and what its scores mean."""

    transitions: Floats  # (3 heads, from, to)
    starts: Floats  # (3 heads, label)
    links: LinkScorer
    calibration: Calibration

    @classmethod
    def from_file(cls, path: Path) -> "Tables":
        """Read the .npz that the export wrote; holds arrays only."""
        with np.load(path, allow_pickle=False) as kept:
            parts = ("distance", "paragraph", "sentence", "cues", "weight", "bias")
            links = LinkScorer(*(kept[f"link_{part}"] for part in parts))
            return cls(kept["transitions"], kept["starts"], links, Calibration(*kept["calibration"].tolist()))


def batch_inputs(words: Words, windows: list[Window]) -> Inputs:
    """Return the encoder's input for some windows of one text."""
    edges = words.first_piece
    sizes = [int(edges[w.last] - edges[w.first]) for w in windows]
    shape = (len(windows), max(sizes) + 2)
    most_words = max(w.last - w.first for w in windows)
    inputs = Inputs(
        pieces=np.zeros(shape, np.int64),
        shape=np.zeros(shape, np.int64),
        mask=np.zeros(shape, np.int64),
        first=np.zeros((len(windows), most_words), np.int64),
    )
    per_piece = np.repeat(shape_rows(words.case, words.gap, words.quote), np.diff(edges))
    for row, (window, size) in enumerate(zip(windows, sizes, strict=True)):
        begin = edges[window.first]
        inputs.pieces[row, 0], inputs.pieces[row, size + 1] = CLS, SEP
        inputs.pieces[row, 1 : size + 1] = words.pieces[begin : begin + size]
        inputs.shape[row, 1 : size + 1] = per_piece[begin : begin + size]
        inputs.mask[row, : size + 2] = 1
        inputs.first[row, : window.last - window.first] = edges[window.first : window.last] - begin + 1
    return inputs
