"""Learns what an attribution's score means, on articles that the checkpoint was not trained on.

    python -m training.train --train TRAIN_FOLDER --out HELD --hold-out
    python -m training.gold polnear TRAIN_FOLDER GOLD.jsonl
    python -m training.calibrate HELD/final.pt TOKENIZER GOLD.jsonl --scorer ../shared/score/score.py

GOLD holds the articles that the first command left out. An attribution is right where its content overlaps a gold one
by half (`training.reliability`). Prints the line through log odds, which goes into config.toml under [calibration], and
the expected calibration error before and after it.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from pipelines.annotate.reader.calibration import Calibration
from pipelines.annotate.reader.linking import Thresholds
from pipelines.annotate.reader.read import read
from pipelines.annotate.reader.words import WordPieces
from training.reliability import Decisions, attributions, bins_of, calibration_error
from training.score import TorchNetwork, load, scorer_row, tables_of
from training.scorer import load_scorer

STEPS = 100


def fit(decisions: Decisions) -> Calibration:
    """The line through log odds under which the decisions are likeliest (logistic regression)."""
    odds = torch.logit(torch.tensor(decisions.score), eps=1e-4)
    is_right = torch.tensor(decisions.is_right, dtype=odds.dtype)
    line = torch.tensor([1.0, 0.0], dtype=odds.dtype, requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], is_right)
        value.backward()
        return value

    optimizer.step(loss)
    return Calibration(*line.tolist())


def decide(checkpoint: Path, tokenizer: Path, gold: Path, scorer: Path) -> Decisions:
    """Every attribution that the checkpoint reads in the texts of `gold`."""
    model, pieces, ruler = load(checkpoint), WordPieces.from_file(tokenizer), load_scorer(scorer)
    network, tables = TorchNetwork(model), tables_of(model)
    pairs = []
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        raw = read([row["text"]], pieces, network, tables, Thresholds())[0]
        pairs += attributions(ruler, row, scorer_row(row["doc_id"], raw))
    return Decisions(np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs], bool))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("checkpoint", "tokenizer", "gold"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    options = parser.parse_args()
    before = decide(options.checkpoint, options.tokenizer, options.gold, options.scorer)
    found = fit(before)
    after = Decisions(np.array([found(score) for score in before.score]), before.is_right)
    errors = [calibration_error(bins_of(decisions)) for decisions in (before, after)]
    print(f"{len(before.score):,} attributions; error {errors[0]:.3f} before, {errors[1]:.3f} after")
    print(f"slope = {found.slope:.3f}\nintercept = {found.intercept:.3f}")


if __name__ == "__main__":
    main()
