"""How fast ingest is and how much memory it takes, on real data beside the repository and on a large synthetic file.

    python benchmarks/ingest.py --reuters --html --large 2

Each line is the median of `--repeats` runs, each on a data folder of its own. Memory is the peak of what this process
and its children hold, shared pages counted once (Linux's proportional set size), looked at ten times a second.
"""

import argparse
import json
import statistics
import tarfile
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.parquet as pq

from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.resources.data_folder import DataFolder

SHARED = Path(__file__).resolve().parents[2] / "shared" / "real"
SAMPLE_SECONDS = 0.1


@dataclass(frozen=True)
class Measured:
    name: str
    records: int
    accepted: int
    seconds: float
    peak_mb: float
    target: str

    def line(self) -> str:
        rate = self.records / self.seconds
        return (
            f"{self.name:<28} {self.records:>9,} {self.accepted:>9,} {self.seconds:>8.1f} {rate:>9,.0f}"
            f" {self.peak_mb:>8,.0f}  {self.target}"
        )


class PeakMemory:
    """The most that this process and its children held together while the block ran, in megabytes."""

    def __enter__(self) -> "PeakMemory":
        self.peak_mb = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._ended.wait(SAMPLE_SECONDS):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self.peak_mb = max(self.peak_mb, total / 1e6)


def measure(name: str, source: Path, *, workers: int, repeats: int, target: str) -> Measured:
    seconds, peaks = [], []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as scratch, PeakMemory() as memory:
            settings = IngestSettings(workers=workers)
            report = ingest([source], DataFolder(Path(scratch)), batch_id="20260131T000000Z-0000", settings=settings)
        seconds.append(report.seconds)
        peaks.append(memory.peak_mb)
    accepted = report.outcomes["accepted"]
    return Measured(name, report.records, accepted, statistics.median(seconds), max(peaks), target)


def reuters_as_lines(folder: Path) -> Path:
    path = folder / "reuters.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for batch in pq.ParquetFile(SHARED / "reuters" / "reuters21578.parquet").iter_batches():
            lines.writelines(json.dumps(row) + "\n" for row in batch.to_pylist())
    return path


def pages(folder: Path) -> Path:
    with tarfile.open(SHARED / "files" / "scrapinghub_article_extraction.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return next(path.parent for path in sorted(folder.rglob("*.html.gz")))


def synthetic_lines(folder: Path, gigabytes: float) -> Path:
    """Write invented articles of about 20 kB, no two alike, until the file has the size."""
    path = folder / "synthetic.jsonl"
    sentence = (
        "The council of ward {n} met on day {d} of the session, and its clerk said that motion {m} had been carried. "
    )
    with path.open("w", encoding="utf-8") as lines:
        number = 0
        while lines.tell() < gigabytes * 1e9 if number % 1000 == 0 else True:
            paragraphs = (sentence.format(n=number, d=day, m=number * 7 + day) * 8 for day in range(22))
            text = "\n".join(paragraphs)
            lines.write(json.dumps({"id": str(number), "title": f"Ward {number} votes", "text": text}) + "\n")
            number += 1
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reuters", action="store_true", help="21,578 items from Parquet and from JSON Lines")
    parser.add_argument("--html", action="store_true", help="181 pages of the scrapinghub benchmark, gzipped")
    parser.add_argument("--large", type=float, metavar="GB", help="a JSON Lines file of this size")
    parser.add_argument("--workers", type=int, default=0, help="0: one for each processor")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    run = {"workers": options.workers, "repeats": options.repeats}
    print(f"{'input':<28} {'records':>9} {'accepted':>9} {'seconds':>8} {'a second':>9} {'peak MB':>8}  target")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if options.reuters:
            parquet = SHARED / "reuters" / "reuters21578.parquet"
            target = ">= 1,500 a second"
            print(measure("Reuters, Parquet", parquet, target=target, **run).line(), flush=True)
            print(measure("Reuters, JSON Lines", reuters_as_lines(folder), target=target, **run).line(), flush=True)
        if options.html:
            print(measure("HTML pages", pages(folder), target=">= 40 a second", **run).line(), flush=True)
        if options.large:
            source = synthetic_lines(folder, options.large)
            name = f"JSON Lines, {source.stat().st_size / 1e9:.1f} GB"
            print(measure(name, source, workers=options.workers, repeats=1, target="< 600 MB").line(), flush=True)


if __name__ == "__main__":
    main()
