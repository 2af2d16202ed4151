"""Trains the reader.

    python -m training.train --train TRAIN_FOLDER --base BASE_FOLDER --out OUT_FOLDER [--start CHECKPOINT]

Checkpoints after every epoch and goes on from the last one. With --start, the weights are those of a checkpoint
(`training.restore` makes one of an exported model) instead of the base encoder's.
"""

import argparse
import copy
import math
import random
import time
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from pipelines.annotate.reader.features import CLS, SEP, WordPieces, shape_rows
from pipelines.annotate.reader.links import between
from pipelines.annotate.reader.windows import cut_windows
from training.model import Reader, crf_loss
from training.prepare import Document, all_documents

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


def losses(model: Reader, batch: dict[str, Any], weights: dict[str, float]) -> dict[str, torch.Tensor]:
    """Every weighted loss of a batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, names, sentences, cue, word = model(batch["pieces"], batch["shape"], batch["mask"], batch["first"])
    out: dict[str, torch.Tensor] = {}
    rows = batch["tagged"]
    if rows.any():
        emit = tags[rows].view(int(rows.sum()), -1, 3, 3)
        out["tags"] = weights["tags"] * crf_loss(
            emit, batch["tags"][rows], batch["words"][rows], model.transitions, model.starts
        )
    out["names"] = weights["names"] * name_loss(names.float(), batch, weights["silver_names"])
    known = batch["sentences"] >= 0
    if known.any():
        out["sentences"] = (
            weights["sentences"]
            * F.binary_cross_entropy_with_logits(
                sentences.squeeze(-1).float()[known], batch["sentences"][known].float(), reduction="sum"
            )
            / known.sum()
            * 5
        )
    if batch["links"] is not None:
        out["links"] = link_loss(model, cue.float(), word.float(), batch, weights)
    return out


def name_loss(names: torch.Tensor, batch: dict[str, Any], silver: float) -> torch.Tensor:
    """Cross-entropy; silver counts less, and "outside" is "outside or MISC" where a corpus has no MISC."""
    target, gold = batch["names"], batch["name_weight"]
    scores = torch.log_softmax(names, -1)
    open_world = torch.logsumexp(scores[..., [0, 7, 8]], -1)
    picked = scores.gather(-1, target.clamp(min=0)[..., None]).squeeze(-1)
    picked = torch.where(batch["misc_unknown"][:, None] & (target == 0), open_world, picked)
    weight = (target >= 0) * torch.where(gold > 0, gold, torch.full_like(gold, silver))[:, None]
    return -(picked * weight).sum() / (target >= 0).sum().clamp(min=1) * 3


def link_loss(
    model: Reader, cue: torch.Tensor, word: torch.Tensor, batch: dict[str, Any], weights: dict[str, float]
) -> torch.Tensor:
    """Every cue against every word, and the cues of a window against one another for each content word."""
    links, mask = batch["links"], batch["words"]
    row, spans = links["row"], links["cue"]
    place = torch.arange(word.shape[1])
    inside = ((place >= spans[:, :1]) & (place < spans[:, 1:])).float()
    pooled = torch.einsum("cw,cwk->ck", inside / inside.sum(1, keepdim=True), cue[row])
    scores = model.link(pooled, word[row], *links["gap"])
    keep = mask[row].float()
    each = F.binary_cross_entropy_with_logits(scores, links["target"], reduction="none").sum(-1) * keep
    loss = weights["links"] * each.sum() / keep.sum() * 4
    competing = torch.zeros(())
    for r in row.unique():
        own = row == r
        if own.sum() > 1:
            content, target = scores[own, :, 0], links["target"][own, :, 0]
            taken = target.sum(0) == 1
            if taken.any():
                competing = competing + F.cross_entropy(
                    content[:, taken].T, target[:, taken].argmax(0), reduction="sum"
                )
    return loss + weights["competition"] * competing / mask.sum()


def share_weights(model: Reader) -> Reader:
    """A second model on the same weights, with gradients of its own."""
    twin = copy.deepcopy(model)
    for own, other in zip(twin.parameters(), model.parameters(), strict=True):
        own.data = other.data
    return twin


def add_gradients(
    model: Reader, twin: Reader, halves: list[dict[str, Any]], pool: ThreadPoolExecutor, weights: dict[str, float]
) -> dict[str, float]:
    """Leave the mean gradient of the halves in `model`; returns the losses."""

    def work(pair: tuple[Reader, dict[str, Any]]) -> dict[str, float]:
        parts = losses(*pair, weights)
        (torch.stack(list(parts.values())).sum() / len(halves)).backward()
        return {k: v.item() for k, v in parts.items()}

    done = list(pool.map(work, zip((model, twin), halves, strict=False)))
    for own, other in zip(model.parameters(), twin.parameters(), strict=True):
        if other.grad is not None:
            own.grad = other.grad if own.grad is None else own.grad.add_(other.grad)
            other.grad = None
    return {k: sum(d[k] for d in done if k in d) / sum(k in d for d in done) for k in {k for d in done for k in d}}


def parameter_groups(model: Reader, rates: dict[str, float]) -> list[dict[str, Any]]:
    """Parameters by learning rate: lower layers and embeddings learn more slowly."""
    groups: dict[float, list[torch.nn.Parameter]] = {}
    for name, value in model.named_parameters():
        if name.startswith(("pieces.", "positions.")):
            rate = rates["embeddings"]
        elif name.startswith("layers."):
            rate = rates["encoder_top"] * rates["layer_decay"] ** (5 - int(name.split(".")[1]))
        elif name.startswith(("norm.", "shape.")):
            rate = rates["encoder_top"]
        else:
            rate = rates["heads"]
        groups.setdefault(rate, []).append(value)
    return [{"params": v, "lr": k, "peak": k, "weight_decay": rates["weight_decay"]} for k, v in groups.items()]


def rate_at(progress: float, step: int, rates: dict[str, float]) -> float:
    """Warm-up over steps, a plateau, then half a cosine down to 0 over the last part of the run."""
    left = min(1.0, (1 - progress) / rates["decay"])
    return min(1.0, (step + 1) / rates["warm_up_steps"]) * 0.5 * (1 - math.cos(math.pi * left))


def grouped(documents: Iterable[Document], least: int = 4) -> list[list[Document]]:
    """Versions of one text stand together; texts of fewer than `least` words are left out."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if len(document.words) >= least:
            groups.setdefault(document.text_id, []).append(document)
    return list(groups.values())


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--steps", type=int, help="stop early, to try things out")
    arguments = parser.parse_args()
    config = tomllib.loads((Path(__file__).parent / "config.toml").read_text())
    run(arguments, config)


def run(arguments: argparse.Namespace, config: dict[str, Any]) -> None:
    """Train, or go on training."""
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)  # two threads work on half a batch each: no waiting within a step
    arguments.out.mkdir(parents=True, exist_ok=True)
    pieces = WordPieces.from_file(arguments.base / "tokenizer.json")
    documents = grouped(all_documents(arguments.train, pieces, config["seed"]))
    model = Reader(**config["model"])
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start, weights_only=True))
    else:
        model.load_base(str(arguments.base / "model.safetensors"))
    optimizer = torch.optim.AdamW(parameter_groups(model, config["learning_rate"]), betas=(0.9, 0.98), fused=True)
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    epoch = step = 0
    twin, pool = share_weights(model), ThreadPoolExecutor(2)
    last = arguments.out / "last.pt"
    if last.exists():
        kept = torch.load(last, weights_only=True)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        average, epoch, step = kept["average"], kept["epoch"], kept["step"]
    start = time.monotonic()
    sums: dict[str, float] = {}
    while epoch < config["epochs"]:
        rng = random.Random(config["seed"] + epoch)  # noqa: S311
        batches = list(windows_of_epoch(documents, config, rng))
        for number, batch in enumerate(batches):
            progress = (epoch + number / len(batches)) / config["epochs"]
            if step == arguments.steps:
                break
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate_at(progress, step, config["learning_rate"])
            halves = [collate(half, rng) for half in (batch[::2], batch[1::2]) if half]
            parts = add_gradients(model, twin, halves, pool, config["loss"])
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            keep = min(config["learning_rate"]["ema"], (1 + step) / (10 + step))
            own = model.state_dict()
            torch._foreach_lerp_(list(average.values()), list(own.values()), 1 - keep)
            for k, v in parts.items():
                sums[k] = 0.98 * sums.get(k, v) + 0.02 * v
            if step % 20 == 0:
                shown = " ".join(f"{k} {v:.4f}" for k, v in sums.items())
                print(
                    f"{time.monotonic() - start:7.0f}s epoch {epoch} {number}/{len(batches)} at {progress:.3f} {shown}",
                    flush=True,
                )
        epoch += 1
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
        torch.save({**state, "epoch": epoch, "step": step}, arguments.out / "new.pt")
        (arguments.out / "new.pt").replace(last)
        torch.save(average, arguments.out / f"average_{epoch}.pt")
        if step == arguments.steps:
            break
    torch.save(average, arguments.out / "final.pt")


if __name__ == "__main__":
    main()
