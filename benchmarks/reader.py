"""Speed and memory of the reader, text to annotations.

    python -m benchmarks.reader TEXTS.jsonl [--documents N] [--repeat 3]

TEXTS holds one JSON object with `doc_id` and `text` a line. Prints words a second with one process and with two, the
time over that of bare onnxruntime on the same windows, and the peak memory of this process and of the largest worker.
A word is what white space divides. The best of the repeats is reported, with all of them beside it.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.annotate.reader.model_files import OnnxNetwork, load_model
from pipelines.annotate.reader.network import Inputs, Scores
from pipelines.annotate.reader.read import see
from pipelines.annotate.worker_pool import annotate_many
from pipelines.records import Document


def documents_of(path: Path, most: int | None) -> list[Document]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, most)]
    return [Document(row["doc_id"], row["text"]) for row in rows]


def timed(what: Callable[[], object], repeat: int) -> list[float]:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    return times


def batches_of(documents: list[Document]) -> tuple[OnnxNetwork, list[Inputs]]:
    """The very batches that the reader runs, and the network to run them again."""
    model, batches = load_model(), []

    def recording(inputs: Inputs) -> Scores:
        batches.append(inputs)
        return model.network(inputs)

    for document in documents:
        list(see(model.pieces(document.text), recording))
    return model.network, batches


def report(name: str, words: int, times: list[float]) -> None:
    each = " ".join(f"{words / t:,.0f}" for t in times)
    print(f"{name:<34}{words / min(times):>9,.0f} words a second   ({each})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--repeat", type=int, default=3)
    a = parser.parse_args()
    documents = documents_of(a.texts, a.documents)
    words = sum(len(d.text.split()) for d in documents)
    began = time.perf_counter()
    annotator = ReaderAnnotator()
    loaded = time.perf_counter() - began
    print(f"{len(documents)} documents, {words:,} words; {annotator.version} loaded in {loaded:.2f} s")
    network, batches = batches_of(documents)
    bare = timed(lambda: [network(batch) for batch in batches], a.repeat)
    report("bare onnxruntime, one thread", words, bare)
    one = timed(lambda: list(annotate_many(documents, annotator, ReaderAnnotator, workers=1)), a.repeat)
    report("text to annotations, one process", words, one)
    two = timed(lambda: list(annotate_many(documents, annotator, ReaderAnnotator, workers=2)), a.repeat)
    report("two processes, their start included", words, two)
    print(f"time over bare onnxruntime, one process: {min(one) / min(bare):.2f}")
    own, worker = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak memory: {own:,.0f} MiB here, {worker:,.0f} MiB in the largest worker")


if __name__ == "__main__":
    main()
