"""Body text of 181 pages against their ground truth: token precision, recall and F1, ours beside trafilatura's own.

    python benchmarks/extraction.py [../shared/real/files/scrapinghub_article_extraction.tar.xz]

Tokens are runs of word characters. Precision and recall are counted on each page's bag of tokens, and of runs of four
as the collection's own evaluation does, and averaged over pages; F1 is their harmonic mean. Exit code 1 below `TARGET`.
"""

import gzip
import json
import re
import statistics
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import trafilatura

from pipelines.ingest.formats import html
from pipelines.ingest.metadata import complete
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.records import Accepted, Rejected

TARGET = 0.94
PAGES = Path(__file__).resolve().parents[2] / "shared/real/files/scrapinghub_article_extraction.tar.xz"
_TOKEN = re.compile(r"\w+")


def whosaid_text(page: bytes) -> str:
    record = RawRecord(SourceFile("page.html", len(page), 0), "html", page)
    extracted = html.extract(record)
    article = extracted if isinstance(extracted, Rejected) else complete(extracted, record)
    return article.fields["text"][article.fields["body_start_char"] :] if isinstance(article, Accepted) else ""


def trafilatura_text(page: bytes) -> str:
    return trafilatura.extract(page, include_comments=False) or ""


def grams(text: str, size: int) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return (
        Counter(tuple(tokens[start : start + size]) for start in range(max(1, len(tokens) - size + 1)))
        if tokens
        else Counter()
    )


def score(expected: Mapping[str, str], found: Mapping[str, str], size: int) -> tuple[float, float, float]:
    precisions, recalls = [], []
    for name, text in expected.items():
        wanted, got = grams(text, size), grams(found[name], size)
        common = (wanted & got).total()
        precisions.append(common / max(1, got.total()))
        recalls.append(common / max(1, wanted.total()))
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def measure(
    name: str, reader: Callable[[bytes], str], pages: Mapping[str, bytes], expected: Mapping[str, str]
) -> float:
    started = time.perf_counter()
    found = {key: reader(page) for key, page in pages.items()}
    seconds = time.perf_counter() - started
    for size in (1, 4):
        precision, recall, f1 = score(expected, found, size)
        print(f"{name:12} {size}-grams  precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
    print(f"{name:12} {len(pages) / seconds:.1f} pages/s in one process")
    return score(expected, found, 1)[2]


def main() -> int:
    archive = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    if not archive.exists():
        print(f"{archive} is not here: give the archive as the first argument")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        truth = json.loads((Path(folder) / "ground-truth.json").read_text(encoding="utf-8"))
        expected = {key: article["articleBody"] for key, article in truth.items()}
        pages = {key: gzip.decompress((Path(folder) / "html" / f"{key}.html.gz").read_bytes()) for key in truth}
    measure("trafilatura", trafilatura_text, pages, expected)
    return 0 if measure("whosaid", whosaid_text, pages, expected) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
