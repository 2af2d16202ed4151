"""Times the warehouse on an invented lake: full build, ten new articles, nothing new (`--help` names the options)."""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from pipelines.lake import Lake  # noqa: E402
from pipelines.resources.data_folder import DataFolder  # noqa: E402
from tests.lake_samples import Said, Story, annotate, ingest  # noqa: E402

SYLLABLES = (
    "bar",
    "del",
    "fen",
    "gor",
    "hal",
    "ist",
    "jor",
    "kel",
    "lum",
    "mor",
    "nar",
    "ost",
    "pel",
    "quin",
    "rus",
    "sol",
)
WORDS = ("harbour", "council", "market", "bridge", "water", "report", "budget", "school", "ferry", "storm", "grain")
PARTS = 500  # articles an annotate commit
RUN = """
import sys, time
from pathlib import Path
started = time.perf_counter()
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish
data = DataFolder(Path(sys.argv[1]))
if build.is_current(data):
    print(f"nothing new: {time.perf_counter() - started:.2f} s")
    sys.exit()
imported = time.perf_counter()
build.start_build(data)
copied = time.perf_counter()
from pipelines.warehouse.dbt import run_dbt
run = run_dbt("build", data)
assert not run.failures, run.failures
published = publish.publish(data)
total = time.perf_counter() - started
import resource
used = resource.getrusage(resource.RUSAGE_SELF)
slowest = sorted(run.results, key=lambda node: -node.seconds)[:6]
print(f"start {copied - imported:.2f} s, dbt {run.seconds:.2f} s ({len(run.results)} nodes), "
      f"publish {published.seconds:.2f} s, "
      f"all with imports {total:.2f} s; {published.bytes / 1e6:.0f} MB, "
      f"peak {used.ru_maxrss / 1024:.0f} MB, CPU {used.ru_utime + used.ru_stime:.2f} s; "
      + ", ".join(f"{node.name} {node.seconds:.2f}" for node in slowest))
"""


def story(number: int, chance: random.Random, names: list[str]) -> Story:
    """An article of 25 lines: 7 quotes by 3 to 5 speakers among lines that say nothing."""
    speakers = chance.sample(names, 5)
    lines, quotes = [f"Report {number} on the {chance.choice(WORDS)}"], []
    for line in range(24):
        words = " ".join(chance.choices(WORDS, k=chance.randint(12, 24)))
        if line % 3 == 0 and len(quotes) < 7:
            said, speaker = f"Line {line} of {number}: {words},", chance.choice(speakers)
            lines.append(f'"{said}" said {speaker}.')
            quotes.append(Said(said, speaker))
        else:
            lines.append(f"{line} {words}.")
    domain = f"{SYLLABLES[number % 16]}{number % 7}.example"
    return Story(
        article_id=f"{number:016x}",
        text="\n".join(lines),
        quotes=quotes,
        outlet=domain.split(".")[0].title(),
        outlet_domain=domain,
        published_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
    )


def make_lake(lake: Lake, articles: int, commits: int) -> None:
    """Fill `lake` with `articles` in one batch, and `commits` batches that found one bad file each."""
    chance = random.Random(7)
    names = [
        f"{chance.choice(SYLLABLES)}{chance.choice(SYLLABLES)} {chance.choice(SYLLABLES)}{number}".title()
        for number in range(articles // 2 + 10)
    ]
    batch = "20260101T000000Z-aaaa"
    stories = [story(number, chance, names) for number in range(articles)]
    ingest(lake, batch, stories)
    for part, first in enumerate(range(0, articles, PARTS)):
        annotate(lake, batch, stories[first : first + PARTS], part=part)
    for number in range(commits):
        rejected = {"path": f"bad{number}.bin", "outcome": "rejected", "reason_code": "binary"}
        ingest(lake, f"20260102T{number:06d}Z-bbbb", [], [rejected])


def run(data: DataFolder, label: str) -> float:
    """Build and publish in a process of its own, as a run does, and return its seconds."""
    started = time.perf_counter()
    command = [sys.executable, "-c", RUN, str(data.root)]
    answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if answer.returncode:
        sys.exit(answer.stderr)
    seconds = time.perf_counter() - started
    print(f"{label}: {seconds:.2f} s with Python's start; {answer.stdout.splitlines()[0]}", flush=True)
    return seconds


def main() -> None:
    """Run the benchmark and print its medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--commits", type=int, default=0, help="further commits in the lake, one bad file each")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the lake, kept and used again")
    options = parser.parse_args()
    root = options.keep or Path(tempfile.mkdtemp(prefix="whosaid-benchmark-"))
    data = DataFolder(root / "data")
    lake = Lake(data.lake)
    if not lake.commits():
        make_lake(lake, options.articles, options.commits)
        run(data, "full build")
    chance = random.Random()
    incremental = []
    for repeat in range(options.repeats):
        first = 10_000_000 + chance.randrange(10**9)
        stories = [story(first + number, chance, [f"Ada Bell{n}" for n in range(20)]) for number in range(10)]
        batch = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{repeat:04d}"
        ingest(lake, batch, stories)
        annotate(lake, batch, stories)
        incremental.append(run(data, "ten new articles"))
    nothing = [run(data, "nothing new") for _ in range(options.repeats)]
    print(f"median ten new {statistics.median(incremental):.2f} s, nothing new {statistics.median(nothing):.2f} s")
    if not options.keep:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
