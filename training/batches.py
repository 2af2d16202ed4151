"""From labelled documents to padded batches of windows of like length."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from pipelines.annotate.reader.link_scorer import between
from pipelines.annotate.reader.windows import cut_windows
from pipelines.annotate.reader.words import CASES, CLS, SEP, Ints, shape_rows
from training.documents import ROLES, Document

# Share of a corpus's documents seen in one epoch.
SHARES = {
    "btc_a": 0,
    "btc_b": 0.1,
    "btc_f": 0.5,
    "btc_g": 0.1,
    "btc_h": 0.15,
    "wnut": 0.1,
    "crossner": 0.7,
    "uner": 0.7,
}


LEAST_WORDS = 4  # a text of fewer teaches nothing

SHORTER_CUTS = 0.25  # share of the windows that may be cut shorter, so that a window's end means nothing
SORTED_BATCHES = 24  # batches whose windows are sorted by length together: less padding, and still mixed well
PIECES_PER_WINDOW = 216  # a batch holds so many, padding included, times `batch_windows`
LENGTH_STEP = 8  # pieces; a batch is padded to a multiple of it

LOWER, UPPER = CASES.index("lower"), CASES.index("upper")
LETTERS = [CASES.index(case) for case in ("lower", "title", "upper", "single_upper", "mixed")]
ALL_UPPER = 0.04  # chance that a window is all in capitals, as headlines are
ALL_LOWER = 0.01  # chance that it is all in small letters

MASK = 103  # the piece [MASK] of BERT's vocabulary
MASKED_WINDOWS = 0.5  # share of the windows of which some pieces are masked
MASKED_PIECES = 0.06  # share of the pieces of such a window


def grouped(documents: Iterable[Document], least: int = LEAST_WORDS) -> list[list[Document]]:
    """Return the versions of each text together; texts of fewer than `least` words are left out."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if len(document.words) >= least:
            groups.setdefault(document.text_id, []).append(document)
    return list(groups.values())


@dataclass
class Window:
    """A stretch of a document's words that the encoder sees at once."""

    document: Document
    first: int
    last: int

    @property
    def size(self) -> int:
        """Pieces, with the two marks around them."""
        edges = self.document.words.first_piece
        return int(edges[self.last] - edges[self.first]) + 2


def windows_of_epoch(
    documents: list[list[Document]], config: dict[str, Any], rng: random.Random
) -> Iterator[list[Window]]:
    """Yield batches of windows of like length. One version of each text a time; cuts differ from epoch to epoch."""
    windows = []
    for versions in documents:
        document = rng.choice(versions)
        if rng.random() > SHARES.get(document.corpus, 1.0):
            continue
        most, least = config["window_pieces"], config["shortest_window"]

        def limit(most: int = most, least: int = least) -> int:
            return rng.randint(least, most) if rng.random() < SHORTER_CUTS else most

        windows += [Window(document, w.first, w.last) for w in cut_windows(document.words, limit, overlap=0)]
    rng.shuffle(windows)
    size = config["batch_windows"]
    batches = []
    for at in range(0, len(windows), size * SORTED_BATCHES):
        pool = sorted(windows[at : at + size * SORTED_BATCHES], key=lambda w: w.size)
        batches += _batched(pool, most_pieces=size * PIECES_PER_WINDOW)
    rng.shuffle(batches)
    yield from batches


def _batched(windows: list[Window], *, most_pieces: int) -> Iterator[list[Window]]:
    """Cut windows, sorted by size, into batches of at most so many pieces once all are padded to the longest."""
    batch: list[Window] = []
    for window in windows:
        if batch and (len(batch) + 1) * window.size > most_pieces:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def collate(batch: list[Window], rng: random.Random) -> dict[str, Any]:
    """Return one batch as padded tensors, with letter case and pieces lost now and then.

    Rows are windows. `pieces`, `shape` and `mask` have one column for each piece, the rest one for each word, counted
    from the window's first; `first` is the piece that a word begins with.
    """
    length, count = max(w.size for w in batch), max(w.last - w.first for w in batch)
    out = _empty_batch(len(batch), -(-length // LENGTH_STEP) * LENGTH_STEP, count)
    links = []
    for row, window in enumerate(batch):
        _fill_input(out, row, window, rng)
        _fill_labels(out, row, window)
        if window.document.tags is not None:
            links += [(row, *link) for link in window_links(window, count)]
    tensors: dict[str, Any] = {k: torch.from_numpy(v) for k, v in out.items()}
    tensors["links"] = join_links(links)
    return tensors


def _empty_batch(rows: int, pieces: int, words: int) -> dict[str, Any]:
    """Return the arrays of a batch with nothing in them; -1 where a label is not known."""
    return {
        "pieces": np.zeros((rows, pieces), np.int64),
        "shape": np.zeros((rows, pieces), np.int64),
        "mask": np.zeros((rows, pieces), np.int64),
        "first": np.zeros((rows, words), np.int64),
        "words": np.zeros((rows, words), bool),
        "tags": np.zeros((rows, words, len(ROLES)), np.int64),
        "tagged": np.zeros(rows, bool),
        "names": np.full((rows, words), -1, np.int64),
        "sentences": np.full((rows, words), -1, np.int64),
        "name_weight": np.ones(rows, np.float32),
        "misc_unknown": np.zeros(rows, bool),
    }


def _fill_input(out: dict[str, Any], row: int, window: Window, rng: random.Random) -> None:
    """Put what the encoder sees of a window into one row."""
    words, first, last = window.document.words, window.first, window.last
    edges = words.first_piece[first : last + 1]
    size = int(edges[-1] - edges[0])
    out["pieces"][row, : size + 2] = [CLS, *words.pieces[edges[0] : edges[-1]], SEP]
    out["mask"][row, : size + 2] = 1
    per_word = shape_rows(_cased(words.case[first:last], rng), words.gap[first:last], words.quote[first:last])
    out["shape"][row, 1 : size + 1] = np.repeat(per_word, np.diff(edges))
    if rng.random() < MASKED_WINDOWS:
        is_masked = np.random.default_rng(rng.getrandbits(32)).random(size) < MASKED_PIECES
        out["pieces"][row, np.flatnonzero(is_masked) + 1] = MASK
    out["first"][row, : last - first] = edges[:-1] - edges[0] + 1
    out["words"][row, : last - first] = True


def _cased(case: Ints, rng: random.Random) -> Ints:
    """Return the words' letter case, now and then all of it upper or all of it lower."""
    chance = rng.random()
    if chance >= ALL_UPPER + ALL_LOWER:
        return case
    return np.where(np.isin(case, LETTERS), UPPER if chance < ALL_UPPER else LOWER, case).astype(case.dtype)


def _fill_labels(out: dict[str, Any], row: int, window: Window) -> None:
    """Put what is known of a window's words into one row; a weight of 0 marks names that no person marked."""
    document, first, last = window.document, window.first, window.last
    count = last - first
    if document.tags is not None:
        out["tags"][row, :count] = document.tags[:, first:last].T
        out["tagged"][row] = True
    if document.names is not None:
        out["names"][row, :count] = document.names[first:last]
        out["name_weight"][row] = 0.0 if document.corpus.startswith("polnear") else 1.0
        out["misc_unknown"][row] = document.misc_unknown
    if document.sentences is not None:
        out["sentences"][row, :count] = document.sentences[first:last]


def window_links(window: Window, count: int) -> list[tuple[Any, ...]]:
    """Return for each attribution whose cue stands in the window: cue words, what lies between, every word's target.

    Words are counted from the window's first; `count` is the number of words that the batch is padded to.
    """
    first, last, words = window.first, window.last, window.document.words
    here = [x for x in window.document.links if x["cue"] and first <= x["cue"][0][0] < x["cue"][0][1] <= last]
    if not here:
        return []
    cues = np.array([x["cue"][0] for x in here], np.int32)
    gap = between(cues, words.paragraph, words.sentence, first, last)
    target = np.zeros((len(here), count, 2), np.float32)
    for number, link in enumerate(here):
        for column, role in enumerate(("content", "source")):
            for start, end in link[role]:
                target[number, max(start - first, 0) : max(end - first, 0), column] = 1
    padded = np.zeros((4, len(here), count), np.int64)
    padded[:, :, : last - first] = [gap.distance, gap.paragraph, gap.sentence, gap.cues]
    return [(cues[number] - first, padded[:, number], target[number]) for number in range(len(here))]


def join_links(links: list[tuple[Any, ...]]) -> dict[str, torch.Tensor] | None:
    """Return the links of a batch as tensors; None where there are none."""
    if not links:
        return None
    rows, cues, gaps, targets = zip(*links, strict=True)
    return {
        "row": torch.tensor(rows),
        "cue": torch.from_numpy(np.array(cues, np.int64)),
        "gap": torch.from_numpy(np.stack(gaps, 1)),
        "target": torch.from_numpy(np.stack(targets)),
    }
