"""Writes a split of GUM as gold in the shared scorer's format: names as the reader is trained on them, and sentences.

    python -m training.gum_gold TRAIN_FOLDER/gum OUT.jsonl [--split dev]
    python -m benchmarks.annotate OUT.jsonl --annotator reader --scorer ../shared/score/score.py

The dev split is not trained on, so it measures sentence starts, and names of another scheme than the newswire's.
"""

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

from training.prepare import gum_names


def gold_row(document: dict[str, Any]) -> dict[str, Any]:
    """One document as the scorer takes it."""
    return {
        "doc_id": document["doc_id"],
        "text": document["text"],
        "mentions": [list(name) for name in gum_names(document)],
        "sentences": [[s["start"], s["end"]] for s in document["sentences"]],
    }


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", default="dev")
    options = parser.parse_args()
    with gzip.open(options.folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [gold_row(row) for row in map(json.loads, lines) if row["split"] == options.split]
    options.out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
