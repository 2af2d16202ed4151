"""GUM's train split: names and sentences."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.annotate.reader.words import WordPieces
from training.documents import Document, bio_spans, name_labels, sentence_labels

TITLES = frozenset((Path(__file__).parent / "titles.txt").read_text(encoding="utf-8").split())


def gum(folder: Path, pieces: WordPieces) -> Iterator[Document]:
    """GUM's train split with gold names and sentences."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["split"] != "train":
                continue
            words = pieces(row["text"])
            document = Document("gum", row["doc_id"], words)
            document.names = name_labels(words, gum_names(row))
            document.sentences = sentence_labels(words, [s["start"] for s in row["sentences"]])
            yield document


def gum_names(row: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """GUM's derived names with titles cut off persons and adjectives of nationality called MISC."""
    tokens = row["tokens"]
    for first, last, kind in bio_spans(row["ner"]):
        if kind == "PER":
            while first < last - 1 and tokens[first][0].casefold().rstrip(".") in TITLES:
                first += 1
        if last - first == 1 and (tokens[first][5] in ("JJ", "NNPS") or tokens[first][4] == "ADJ"):
            kind = "MISC"
        yield tokens[first][1], tokens[last - 1][2], kind
