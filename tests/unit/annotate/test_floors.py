"""The quality gate: the reader's figures on a part of each gold file, held to the floors in floors.json.

Raising a floor is normal; lowering one is a decision whose reason belongs in the commit. Floors hold for every n-th
document of the gold file that has the digest.
"""

import gzip
import hashlib
import json
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.worker_pool import annotate_many
from pipelines.cli.annotate import to_line
from pipelines.records import Annotation, Document
from training.scorer import load_scorer

GATES: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
SENTENCES = "train/gum/docs.jsonl.gz"


@pytest.fixture(scope="module")
def scorer(shared_folder: Path) -> ModuleType:
    return load_scorer(shared_folder / "score/score.py")


def gold_of(path: Path, gate: dict[str, Any]) -> list[dict[str, Any]]:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != gate["sha256"]:
        pytest.skip(f"the floors were measured on another {path.name}: measure them anew")
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_by_model(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    documents = [Document(row["doc_id"], row["text"]) for row in rows]
    read = annotate_many(documents, ReaderAnnotator(), ReaderAnnotator, workers=2)
    annotations = [annotation for _, annotation in read if isinstance(annotation, Annotation)]
    return {annotation.doc_id: to_line(annotation) for annotation in annotations}


def below(result: dict[str, Any], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    """What is found under its floor: measure, figure and floor. A measure is a path of keys into the result."""
    found = {measure: reduce(lambda part, key: part[key], measure.split("/"), result) for measure in floors}
    return {m: (found[m], floor) for m, floor in floors.items() if found[m] < floor}


@pytest.mark.parametrize("name", [name for name in GATES if name != SENTENCES])
def test_the_reader_stays_above_its_floors(name: str, shared_folder: Path, scorer: ModuleType) -> None:
    gate = GATES[name]
    rows = gold_of(shared_folder / name, gate)[:: gate["every"]]
    gold = {row["doc_id"]: row for row in rows}
    result = scorer.score(gold, read_by_model(rows), gate["speech_only"])
    assert result["documents_missing"] == 0
    assert below(result, gate["floors"]) == {}


def test_sentence_starts_stay_above_their_floor(shared_folder: Path, scorer: ModuleType) -> None:
    gate = GATES[SENTENCES]
    rows = [row for row in gold_of(shared_folder / SENTENCES, gate) if row["split"] == "dev"]
    gold, found = {}, {}
    for row in rows:
        spans = [[s["start"], s["end"]] for s in row["sentences"]]
        gold[row["doc_id"]] = {"doc_id": row["doc_id"], "text": row["text"], "sentences": spans}
        split = [[s.start_char, s.end_char] for s in split_sentences(row["text"])]
        found[row["doc_id"]] = {"doc_id": row["doc_id"], "sentences": split}
    assert below(scorer.score(gold, found), gate["floors"]) == {}
