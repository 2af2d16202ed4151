"""Writes a checkpoint as the files that the reader loads.

    python -m training.export CHECKPOINT.pt TOKENIZER OUT_FOLDER [--float]

The graph is built here node by node out of onnxruntime's fused operators. Matrices become int8 with a scale per output
column (activations are quantised as they come), the piece table int8 with a scale per row; the heads and three matrices
stay in float32.
Writes model.onnx, tables.npz, tokenizer.json and digests.json (SHA-256 of the others).
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from pipelines.annotate.reader.calibration import Calibration
from training.config import configuration
from training.model import Reader
from training.score import load, tables_of

FUSED = "com.microsoft"
KEPT_FLOAT = [f"l{i}.down" for i in range(3)]  # in int8 these cost half a point of exact spans
HEADS = ("tags", "names", "link_cue", "link_word")


class Graph:
    """Collects nodes and weights."""

    def __init__(self) -> None:
        """Start empty."""
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        """Keep a weight; returns its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object) -> str:
        """Append a node; returns the name of its output."""
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name


def build(model: Reader) -> onnx.ModelProto:
    """The network in float32 but for the piece table."""
    state = {k: v.detach().float().numpy() for k, v in model.state_dict().items()}
    g = Graph()
    x = _embed(g, state)
    for i in range(6):
        x = _layer(g, state, i, x)
    index = g.add("Unsqueeze", ["first", g.weight("last_axis", np.array([2], np.int64))], "first_3d")
    x = g.add("GatherND", [x, index], "words", batch_dims=1)
    for head in HEADS:
        scores = g.add("MatMul", [x, g.weight(f"{head}.w", state[f"{head}.weight"].T)], f"{head}.product")
        g.add("Add", [scores, g.weight(f"{head}.b", state[f"{head}.bias"])], head)
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["windows", "pieces"]) for n in ("pieces", "shape", "mask")
    ]
    inputs.append(helper.make_tensor_value_info("first", TensorProto.INT64, ["windows", "words"]))
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["windows", "words", None]) for n in HEADS]
    graph = helper.make_graph(g.nodes, "reader", inputs, outputs, g.weights)
    sets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(graph, opset_imports=sets, ir_version=9)


def _embed(g: Graph, state: dict[str, np.ndarray]) -> str:
    table = state["pieces.weight"]
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
    whole = g.weight("pieces.q", np.round(table / scale).astype(np.int8))
    row = g.add("Gather", [whole, "pieces"], "piece_row")
    row = g.add("Cast", [row], "piece_float", to=TensorProto.FLOAT)
    row = g.add(
        "Mul",
        [row, g.add("Gather", [g.weight("pieces.scale", scale.astype(np.float32)), "pieces"], "piece_scale")],
        "piece",
    )
    shape = g.add("Gather", [g.weight("shape.w", state["shape.weight"]), "shape"], "shape_row")
    length = g.add("Shape", ["pieces"], "length", start=1, end=2)
    zero, one = g.weight("zero", np.array([0], np.int64)), g.weight("one", np.array([1], np.int64))
    place = g.add("Slice", [g.weight("positions.w", state["positions.weight"]), zero, length, zero, one], "place")
    x = g.add("Add", [g.add("Add", [row, shape], "embedded"), place], "placed")
    g.add("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    norm = [g.weight("norm.w", state["norm.weight"]), g.weight("norm.b", state["norm.bias"])]
    return g.add("LayerNormalization", [x, *norm], "normed", axis=-1, epsilon=1e-12)


def _layer(g: Graph, state: dict[str, np.ndarray], i: int, x: str) -> str:
    def w(name: str) -> str:
        value = state[f"layers.{i}.{name}"]
        return g.weight(f"l{i}.{name}", value.T if value.ndim == 2 else value)

    seen = g.add("Attention", [x, w("qkv.weight"), w("qkv.bias"), "mask32"], f"l{i}.seen", FUSED, num_heads=12)
    seen = g.add("MatMul", [seen, w("out.weight")], f"l{i}.out")
    x = _add_and_norm(g, f"l{i}.mid", [seen, x], w("out.bias"), [w("norm1.weight"), w("norm1.bias")])
    up = g.add("MatMul", [x, w("up.weight")], f"l{i}.up")
    up = g.add("BiasGelu", [up, w("up.bias")], f"l{i}.gelu", FUSED)
    down = g.add("MatMul", [up, w("down.weight")], f"l{i}.down")
    return _add_and_norm(g, f"l{i}.end", [down, x], w("down.bias"), [w("norm2.weight"), w("norm2.bias")])


def _add_and_norm(g: Graph, name: str, terms: list[str], bias: str, norm: list[str]) -> str:
    """Layer norm of a sum. The fused operator, SkipLayerNormalization, takes five times as long on a CPU."""
    added = g.add("Add", [terms[0], bias], f"{name}.biased")
    added = g.add("Add", [added, terms[1]], f"{name}.sum")
    return g.add("LayerNormalization", [added, *norm], name, axis=-1, epsilon=1e-12)


def export(checkpoint: Path, tokenizer: Path, out: Path, *, calibration: Calibration, quantised: bool = True) -> None:
    """Write the four files of the model."""
    model = load(checkpoint)
    out.mkdir(parents=True, exist_ok=True)
    target = out / "model.onnx"
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        onnx.save(build(model), whole)
        if quantised:
            left = [f"{head}.product" for head in HEADS] + KEPT_FLOAT
            kinds = ["MatMul", "Attention"]
            quantize_dynamic(
                whole,
                target,
                op_types_to_quantize=kinds,
                per_channel=True,
                weight_type=QuantType.QInt8,
                nodes_to_exclude=left,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
        else:
            target.write_bytes(whole.read_bytes())
    tables = tables_of(model, calibration)
    kept = {f"link_{k}": v for k, v in vars(tables.links).items()}
    kept |= {"transitions": tables.transitions, "starts": tables.starts}
    np.savez(out / "tables.npz", calibration=[calibration.slope, calibration.intercept], **kept)
    settings = json.loads(tokenizer.read_text(encoding="utf-8")) | {
        "truncation": None,
        "padding": None,
        "post_processor": None,
    }
    (out / "tokenizer.json").write_text(
        json.dumps(settings, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    names = ("model.onnx", "tables.npz", "tokenizer.json")
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    (out / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("checkpoint", "tokenizer", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--float", action="store_true", help="keep float32, to measure what int8 costs")
    a = parser.parse_args()
    calibration = Calibration(**configuration()["calibration"])
    export(a.checkpoint, a.tokenizer, a.out, calibration=calibration, quantised=not a.float)


if __name__ == "__main__":
    main()
