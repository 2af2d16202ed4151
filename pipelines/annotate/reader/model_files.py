"""Loads the model's files, after checking their digests, and runs the encoder with onnxruntime."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import onnxruntime  # type: ignore[import-untyped]

from pipelines.annotate.reader.errors import ModelFileError
from pipelines.annotate.reader.network import Inputs, Scores, Tables
from pipelines.annotate.reader.words import WordPieces

MODEL_FOLDER = Path(__file__).parent / "model"
HEADS = ["tags", "names", "link_cue", "link_word"]
SLOWER_FUSED = ["SkipLayerNormFusion"]  # puts an operator in that takes five times as long as those it replaces


class OnnxNetwork:
    """The encoder behind the `Network` protocol. One thread by default: articles are shared out over processes."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        """Open the model file; `threads` work on one batch."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER_FUSED
        )

    def __call__(self, inputs: Inputs) -> Scores:
        """Return the scores of every word of the batch."""
        return Scores(*self._session.run(HEADS, vars(inputs)))


@dataclass(frozen=True)
class Model:
    """All that reading needs, loaded. `digest` names its files."""

    pieces: WordPieces
    network: OnnxNetwork
    tables: Tables
    digest: str


def load_model(folder: Path = MODEL_FOLDER, *, threads: int = 1) -> Model:
    """Load the model in `folder`; raises ModelFileError where a file is missing or altered."""
    digests = _checked(folder)
    return Model(
        pieces=WordPieces.from_file(folder / "tokenizer.json"),
        network=OnnxNetwork(folder / "model.onnx", threads=threads),
        tables=Tables.from_file(folder / "tables.npz"),
        digest=hashlib.sha256("".join(digests.values()).encode()).hexdigest()[:12],
    )


def _checked(folder: Path) -> dict[str, str]:
    listing = folder / "digests.json"
    if not listing.is_file():
        raise ModelFileError(_lost(listing, "is missing"))
    digests: dict[str, str] = json.loads(listing.read_text(encoding="utf-8"))
    for name, digest in digests.items():
        path = folder / name
        if not path.is_file():
            raise ModelFileError(_lost(path, "is missing"))
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelFileError(_lost(path, "is not the file that was exported"))
    return digests


def _lost(path: Path, what: str) -> str:
    return f"{path} {what}: get it back with `git checkout -- {path}` or by installing whosaid again"
