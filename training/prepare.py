"""Reads the training corpora into documents with labels per word.

    python -m training.prepare TRAIN_FOLDER TOKENIZER      counts what there is

Only PolNeAR's train split, GUM's train split and the name corpora are read here; development gold never is.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipelines.annotate.reader.words import WordPieces
from training.documents import Document
from training.gum import gum
from training.name_swap import NameSwap
from training.polnear import polnear
from training.tagged import tagged


def all_documents(folder: Path, pieces: WordPieces, seed: int = 0, *, hold_out: bool = False) -> Iterator[Document]:
    """Everything that the reader is trained on; `seed` fixes which names are swapped.

    With `hold_out` PolNeAR alone, without every HOLD_OUT-th article: to learn what scores mean on news not trained on.
    """
    wikigold, uner = folder / "wikigold/wikigold.jsonl", sorted((folder / "uner_ewt").glob("*.jsonl"))
    crossner = [folder / f"crossner_politics/{name}.jsonl" for name in ("train", "dev", "test")]
    swap = NameSwap([wikigold, *uner, *crossner, folder / "btc/f.jsonl"], seed)
    yield from polnear(folder / "polnear", pieces, hold_out=hold_out)
    if hold_out:
        return
    yield from gum(folder / "gum", pieces)
    yield from tagged(wikigold, pieces, corpus="wikigold", swap=swap)
    for path in crossner:
        yield from tagged(path, pieces, corpus="crossner", drop="MISC", swap=swap)
    for name in ("train", "dev", "test"):
        yield from tagged(folder / f"wnut17/{name}.jsonl", pieces, corpus="wnut", drop="MISC")
    for path in uner:
        yield from tagged(path, pieces, corpus="uner", misc_unknown=True, swap=swap)
    for path in sorted((folder / "btc").glob("*.jsonl")):
        yield from tagged(path, pieces, corpus=f"btc_{path.stem}", misc_unknown=True, swap=swap)


if __name__ == "__main__":
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for doc in all_documents(Path(sys.argv[1]), WordPieces.from_file(Path(sys.argv[2]))):
        tally = counts[doc.corpus]
        tally[0] += 1
        tally[1] += len(doc.words.pieces)
        tally[2] += int((doc.names % 2 == 1).sum()) if doc.names is not None else 0
    for corpus, (documents, size, names) in counts.items():
        print(f"{corpus:<16}{documents:>6} documents {size:>8} pieces {names:>7} names")
