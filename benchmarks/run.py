"""Times `whosaid run` on a warehouse of 20,000 articles: with ten new files, and with none; annotation apart.

    python benchmarks/run.py [--articles 20000] [--repeats 3] [--data DIR]

The articles are the wire items of ../shared/real/reuters, written as JSON Lines into DIR/raw (default: a folder that is
thrown away); the ten new files are invented. Annotation's seconds are those between start and end of its commits.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.lake import Lake

SHARED = Path(__file__).resolve().parents[2] / "shared" / "real" / "reuters" / "reuters21578.parquet"
COMMAND = [sys.executable, "-c", "from pipelines.cli import main; main()", "run", "--data"]
SECONDS_ALLOWED = {"ten new files": 20, "none": 12}


def write_articles(raw: Path, count: int) -> None:
    raw.mkdir(parents=True)
    written = 0
    with (raw / "wire.jsonl").open("w", encoding="utf-8") as out:
        for row in _rows():
            if written == count:
                return
            out.write(json.dumps(row, default=str) + "\n")
            written += 1


def _rows() -> Iterator[dict[str, Any]]:
    """Yield items that have a body, then the same again as another edition, for there are not 20,000."""
    for edition in ("", " (second edition)"):
        for batch in pq.ParquetFile(SHARED).iter_batches():
            for row in batch.to_pylist():
                if row["text"] and row["text"].strip():
                    yield {**row, "id": row["id"] + edition, "title": (row["title"] or "") + edition}


def write_new_files(raw: Path, repeat: int) -> None:
    for number in range(10):
        place = f"Marle Point {repeat}-{number}"
        (raw / f"new-{repeat}-{number}.txt").write_text(
            f"{place} keeps its ferry\n"
            f"The council of {place} voted on Tuesday to keep the ferry for another year.\n"
            f"“Nobody here is going to swim to work,” said Ada Brennick, who chairs the council of {place}.\n"
            f"Her deputy, Tomas Ruel, said that the subsidy would be reviewed in the spring.\n",
            encoding="utf-8",
        )


def run(data: Path) -> tuple[float, float]:
    """Return seconds of a whole run and, of these, of annotation."""
    before = {commit.commit_id for commit in Lake(data / "lake").commits()}
    started = time.perf_counter()
    subprocess.run([*COMMAND, str(data)], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    new = [c for c in Lake(data / "lake").commits() if c.commit_id not in before and c.stage == "annotate"]
    return seconds, sum((commit.committed_at - commit.started_at).total_seconds() for commit in new)


def measure(data: Path, articles: int, repeats: int) -> None:
    if not (data / "warehouse.duckdb").is_file():
        write_articles(data / "raw", articles)
        seconds, annotating = run(data)
        print(f"first run, {articles:,} articles: {seconds:.1f} s, of which annotation {annotating:.1f} s")
    found: dict[str, list[float]] = {"ten new files": [], "none": []}
    for repeat in range(repeats):
        write_new_files(data / "raw", time.time_ns() + repeat)
        seconds, annotating = run(data)
        found["ten new files"].append(seconds - annotating)
        print(f"ten new files: {seconds:.1f} s, of which annotation {annotating:.1f} s", flush=True)
        found["none"].append(run(data)[0])
    for name, times in found.items():
        median = statistics.median(times)
        spread = f"{min(times):.1f} to {max(times):.1f}"
        print(f"{name}: median {median:.1f} s ({spread}, {len(times)} runs; allowed {SECONDS_ALLOWED[name]} s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    if not SHARED.is_file():
        sys.exit("needs ../shared/real/reuters, which is not here")
    data = options.data or Path(tempfile.mkdtemp(prefix="whosaid-benchmark-"))
    try:
        measure(data, options.articles, options.repeats)
    finally:
        if options.data is None:
            shutil.rmtree(data)


if __name__ == "__main__":
    main()
