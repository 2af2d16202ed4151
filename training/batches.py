"""From labelled documents to padded batches of windows of like length."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from pipelines.annotate.reader.link_scorer import between
from pipelines.annotate.reader.windows import cut_windows
from pipelines.annotate.reader.words import CLS, SEP, shape_rows
from training.documents import Document

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


def grouped(documents: Iterable[Document], least: int = 4) -> list[list[Document]]:
    """Versions of one text stand together; texts of fewer than `least` words are left out."""
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
    """Batches of windows of like length. One version of each text a time; cuts differ from epoch to epoch."""
    windows = []
    for versions in documents:
        document = rng.choice(versions)
        if rng.random() > SHARES.get(document.corpus, 1.0):
            continue
        most, least = config["window_pieces"], config["shortest_window"]

        def limit(most: int = most, least: int = least) -> int:
            return rng.randint(least, most) if rng.random() < 0.25 else most

        windows += [Window(document, w.first, w.last) for w in cut_windows(document.words, limit, overlap=0)]
    rng.shuffle(windows)
    size = config["batch_windows"]
    batches = []
    for at in range(0, len(windows), size * 24):
        pool = sorted(windows[at : at + size * 24], key=lambda w: w.size)
        budget, batch = size * 216, []
        for window in pool:
            if batch and (len(batch) + 1) * window.size > budget:
                batches.append(batch)
                batch = []
            batch.append(window)
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def collate(batch: list[Window], rng: random.Random) -> dict[str, Any]:
    """One batch as padded tensors, with letter case and pieces lost now and then."""
    length, count = max(w.size for w in batch), max(w.last - w.first for w in batch)
    length = (length + 7) // 8 * 8
    shape = (len(batch), length)
    out = {k: np.zeros(shape, np.int64) for k in ("pieces", "shape", "mask")}
    out["first"] = np.zeros((len(batch), count), np.int64)
    out["words"] = np.zeros((len(batch), count), bool)
    out["tags"] = np.zeros((len(batch), count, 3), np.int64)
    out["tagged"] = np.zeros(len(batch), bool)
    out["names"] = np.full((len(batch), count), -1, np.int64)
    out["sentences"] = np.full((len(batch), count), -1, np.int64)
    out["name_weight"] = np.ones(len(batch), np.float32)
    out["misc_unknown"] = np.zeros(len(batch), bool)
    links = []
    for row, window in enumerate(batch):
        document, first, last = window.document, window.first, window.last
        words, n = document.words, last - first
        edges = words.first_piece
        size = int(edges[last] - edges[first])
        out["pieces"][row, : size + 2] = [CLS, *words.pieces[edges[first] : edges[last]], SEP]
        out["mask"][row, : size + 2] = 1
        case = words.case[first:last].copy()
        chance = rng.random()
        if chance < 0.05:
            case[(case >= 1) & (case <= 5)] = 3 if chance < 0.04 else 1
        per_word = shape_rows(case, words.gap[first:last], words.quote[first:last])
        out["shape"][row, 1 : size + 1] = np.repeat(per_word, np.diff(edges[first : last + 1]))
        if rng.random() < 0.5:
            lost = np.flatnonzero(np.random.default_rng(rng.getrandbits(32)).random(size) < 0.06) + 1
            out["pieces"][row, lost] = 103
        out["first"][row, :n] = edges[first:last] - edges[first] + 1
        out["words"][row, :n] = True
        if document.tags is not None:
            out["tags"][row, :n] = document.tags[:, first:last].T
            out["tagged"][row] = True
            links += [(row, *link) for link in window_links(window, count)]
        if document.names is not None:
            out["names"][row, :n] = document.names[first:last]
            out["name_weight"][row] = 0.0 if document.corpus.startswith("polnear") else 1.0
            out["misc_unknown"][row] = document.misc_unknown
        if document.sentences is not None:
            out["sentences"][row, :n] = document.sentences[first:last]
    tensors: dict[str, Any] = {k: torch.from_numpy(v) for k, v in out.items()}
    tensors["links"] = join_links(links)
    return tensors


def window_links(window: Window, count: int) -> list[tuple[Any, ...]]:
    """Per attribution whose cue stands in the window: cue words, what lies between, and the target of every word."""
    first, last, words = window.first, window.last, window.document.words
    here = [x for x in window.document.links if x["cue"] and first <= x["cue"][0][0] < x["cue"][0][1] <= last]
    if not here:
        return []
    cues = np.array([x["cue"][0] for x in here], np.int32)
    gap = between(cues, words.paragraph, words.sentence, first, last)
    target = np.zeros((len(here), count, 2), np.float32)
    for i, link in enumerate(here):
        for k, role in enumerate(("content", "source")):
            for a, b in link[role]:
                target[i, max(a - first, 0) : max(b - first, 0), k] = 1
    wide = np.zeros((4, len(here), count), np.int64)
    wide[:, :, : last - first] = [gap.distance, gap.paragraph, gap.sentence, gap.cues]
    return [(cues[i] - first, wide[:, i], target[i]) for i in range(len(here))]


def join_links(links: list[tuple[Any, ...]]) -> dict[str, torch.Tensor] | None:
    """The links of a batch as tensors; None where there are none."""
    if not links:
        return None
    rows, cues, gaps, targets = zip(*links, strict=True)
    return {
        "row": torch.tensor(rows),
        "cue": torch.from_numpy(np.array(cues, np.int64)),
        "gap": torch.from_numpy(np.stack(gaps, 1)),
        "target": torch.from_numpy(np.stack(targets)),
    }
