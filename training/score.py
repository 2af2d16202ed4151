"""Reads gold texts with a checkpoint and writes what the shared scorer takes.

python -m training.score CHECKPOINT.pt TOKENIZER GOLD.jsonl OUT.jsonl
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pipelines.annotate.reader.calibration import Calibration
from pipelines.annotate.reader.link_scorer import LinkScorer
from pipelines.annotate.reader.linking import Thresholds
from pipelines.annotate.reader.network import Inputs, Scores, Tables
from pipelines.annotate.reader.read import RawReading, read
from pipelines.annotate.reader.words import WordPieces
from training.model import Reader

AS_IT_IS = Calibration()
TYPES = ("PER", "ORG", "LOC", "MISC")


class TorchNetwork:
    """The model before export, behind the run time's interface."""

    def __init__(self, model: Reader) -> None:
        """Take a model; drop-out is switched off."""
        self.model = model.eval()

    def __call__(self, inputs: Inputs) -> Scores:
        """Scores of every word of the batch."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.model(*(torch.from_numpy(x) for x in (inputs.pieces, inputs.shape, inputs.mask, inputs.first)))
        tags, names, _, link_cue, link_word = (x.float().numpy() for x in out)
        return Scores(tags, names, link_cue, link_word)


def tables_of(model: Reader, calibration: Calibration = AS_IT_IS) -> Tables:
    """The weights that are used outside the encoder; scores are the tagger's own unless a calibration is given."""
    state = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    tables = [state[f"link_{n}.weight"] for n in ("distance", "paragraph", "sentence", "cues_between", "out")]
    return Tables(state["transitions"], state["starts"], LinkScorer(*tables, state["link_out.bias"]), calibration)


def load(path: Path) -> Reader:
    """A model with the weights of a checkpoint."""
    model = Reader()
    model.load_state_dict(torch.load(path, weights_only=True))
    return model


def scorer_row(doc_id: str, raw: RawReading) -> dict[str, Any]:
    """One document as the scorer wants it."""
    start, end = raw.words.start, raw.words.end

    def chars(span: tuple[int, int]) -> list[int]:
        return [int(start[span[0]]), int(end[span[1] - 1])]

    quotes = [
        {
            "content": [chars(s) for s in found.content],
            "cue": [chars(found.cue)] if found.cue else [],
            "source": [chars(found.source)] if found.source else [],
            "speaker": None,
            "score": found.score,
        }
        for found in raw.attributions
    ]
    mentions = [[*chars((n.first, n.last)), TYPES[n.kind]] for n in raw.names]
    return {"doc_id": doc_id, "quotes": quotes, "mentions": mentions}


def main() -> None:
    """Read the command line."""
    checkpoint, tokenizer, gold, out = map(Path, sys.argv[1:5])
    torch.set_num_threads(2)
    model, pieces = load(checkpoint), WordPieces.from_file(tokenizer)
    network, tables = TorchNetwork(model), tables_of(model)
    opener = gzip.open if gold.suffix == ".gz" else open
    with opener(gold, "rt", encoding="utf-8") as lines, out.open("w", encoding="utf-8") as written:
        for row in map(json.loads, lines):
            raw = read([row["text"]], pieces, network, tables, Thresholds())[0]
            written.write(json.dumps(scorer_row(row["doc_id"], raw)) + "\n")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
