"""Writes a corpus of ../shared/train as gold in the shared scorer's format.

    python -m training.gold gum TRAIN_FOLDER OUT.jsonl        GUM's dev split: sentences, and names of GUM's own scheme
    python -m training.gold polnear TRAIN_FOLDER OUT.jsonl    every tenth article of PolNeAR's train split: attributions

GUM's dev split is not trained on. PolNeAR's train split is: how much better the reader is there than on the development
gold shows how much of it the reader knows by heart.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from training.documents import ROLES
from training.gum import gum_names
from training.polnear import HOLD_OUT, training_articles


def gum(folder: Path) -> Iterator[dict[str, Any]]:
    """GUM's dev split; names as the reader is trained on them."""
    with gzip.open(folder / "gum/docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["split"] == "dev":
                sentences = [[s["start"], s["end"]] for s in row["sentences"]]
                names = [list(name) for name in gum_names(row)]
                yield {"doc_id": row["doc_id"], "text": row["text"], "mentions": names, "sentences": sentences}


def polnear(folder: Path) -> Iterator[dict[str, Any]]:
    """Articles of PolNeAR's train split by the annotator that the corpus takes first."""
    quotes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pq.read_table(folder / "polnear/attributions.parquet").to_pylist():
        if row["is_primary"] and row["content_spans"]:
            spans = {role: row[f"{role}_spans"] or [] for role in ROLES}
            quotes[row["article_id"]].append({**spans, "speaker": None, "kind": None})
    for article in training_articles(folder / "polnear")[::HOLD_OUT]:
        doc_id = article["article_id"]
        yield {"doc_id": doc_id, "text": article["text"], "quotes": quotes[doc_id]}


CORPORA = {"gum": gum, "polnear": polnear}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", choices=CORPORA)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    rows = CORPORA[options.corpus](options.folder)
    options.out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
