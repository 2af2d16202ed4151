"""Speed of annotation, and its figures on gold files, for one annotator.

    python -m benchmarks.annotate GOLD.jsonl [...] --scorer SCORE.py [--annotator rules|reader] [--speech-only]

GOLD holds one JSON object with `doc_id` and `text` a line (plain or .gz); SCORE.py is the shared scorer, run as a
program of its own. A word is what white space divides; times are of the processor: what else runs matters less.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipelines.annotate import RuleAnnotator
from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.records import Annotation, Annotator, Document, Span

LABELS = {"PERSON": "PER"}
ANNOTATORS: dict[str, type[RuleAnnotator] | type[ReaderAnnotator]] = {"rules": RuleAnnotator, "reader": ReaderAnnotator}


def read_documents(path: Path) -> list[Document]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [Document(row["doc_id"], row["text"]) for row in rows]


def pairs(spans: list[Span] | tuple[Span, ...]) -> list[list[int]]:
    return [[span.start_char, span.end_char] for span in spans]


def row_of(annotation: Annotation) -> dict[str, Any]:
    """The scorer's format."""
    names = [m for m in annotation.mentions if m.form == "name"]
    return {
        "doc_id": annotation.doc_id,
        "quotes": [
            {
                "content": pairs(tuple(q.content)),
                "cue": pairs(tuple(q.cue)),
                "source": pairs(tuple(q.source)),
                "speaker": q.speaker,
                "kind": q.kind,
                "speech": q.is_speech,
            }
            for q in annotation.quotes
        ],
        "mentions": [
            [m.span.start_char, m.span.end_char, LABELS.get(m.entity_type or "", m.entity_type)] for m in names
        ],
        "sentences": pairs(tuple(s.span for s in annotation.sentences)),
    }


def measure(path: Path, annotator: Annotator, scorer: Path, *, speech_only: bool) -> None:
    documents = read_documents(path)
    began = time.process_time()
    annotations = annotator.annotate(documents)
    seconds = time.process_time() - began
    words = sum(len(document.text.split()) for document in documents)
    characters = sum(len(document.text) for document in documents)
    print(f"== {path.name}: {words / seconds:,.0f} words a second, {characters / seconds / 1000:,.0f} kB a second")
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        gold.write_bytes(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        predicted.write_text("".join(json.dumps(row_of(a)) + "\n" for a in annotations), encoding="utf-8")
        options = ["--speech-only"] if speech_only else []
        subprocess.run([sys.executable, str(scorer), str(gold), str(predicted), *options], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--annotator", choices=sorted(ANNOTATORS), default="rules")
    parser.add_argument("--speech-only", action="store_true")
    options = parser.parse_args()
    annotator = ANNOTATORS[options.annotator]()
    annotator.annotate([Document("warm-up", "Orr said it rains.")])
    for path in options.gold:
        measure(path, annotator, options.scorer, speech_only=options.speech_only)


if __name__ == "__main__":
    main()
