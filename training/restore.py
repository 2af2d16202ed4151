"""Turns an exported model back into one that can be trained, so that training can go on from the weights that ship.

What int8 rounded off stays lost. The sentence head is not exported: it starts afresh.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.export import HEADS
from training.model import Reader

LINK_TABLES = {
    "link_distance": "link_distance.weight",
    "link_paragraph": "link_paragraph.weight",
    "link_sentence": "link_sentence.weight",
    "link_cues": "link_cues_between.weight",
    "link_weight": "link_out.weight",
    "link_bias": "link_out.bias",
}
TABLES = {"shape.w": "shape.weight", "positions.w": "positions.weight", "norm.w": "norm.weight", "norm.b": "norm.bias"}


def restore(folder: Path) -> Reader:
    """The model whose export lies in `folder`."""
    weights = {w.name: numpy_helper.to_array(w) for w in onnx.load(folder / "model.onnx").graph.initializer}

    def matrix(name: str) -> np.ndarray:
        """(out, in), whether it was exported as float or as int8 with a scale per output column."""
        if name in weights:
            return weights[name].T
        zero = weights[f"{name}_zero_point"].astype(np.float32)
        return ((weights[f"{name}_quantized"].astype(np.float32) - zero) * weights[f"{name}_scale"]).T

    model = Reader()
    state = {k: v.numpy() for k, v in model.state_dict().items()}
    state["pieces.weight"] = weights["pieces.q"].astype(np.float32) * weights["pieces.scale"]
    state |= {own: weights[name] for name, own in TABLES.items()}
    for i in range(len(model.layers)):
        state |= {f"layers.{i}.{m}.weight": matrix(f"l{i}.{m}.weight") for m in ("qkv", "out", "up", "down")}
        state |= {f"layers.{i}.{m}.bias": weights[f"l{i}.{m}.bias"] for m in ("qkv", "out", "up", "down")}
        for norm in ("norm1", "norm2"):
            state |= {f"layers.{i}.{norm}.{part}": weights[f"l{i}.{norm}.{part}"] for part in ("weight", "bias")}
    for head in HEADS:
        state |= {f"{head}.weight": weights[f"{head}.w"].T, f"{head}.bias": weights[f"{head}.b"]}
    with np.load(folder / "tables.npz") as tables:
        state |= {"transitions": tables["transitions"], "starts": tables["starts"]}
        state |= {own: tables[name] for name, own in LINK_TABLES.items()}
    model.load_state_dict({k: torch.tensor(v) for k, v in state.items()})
    return model
