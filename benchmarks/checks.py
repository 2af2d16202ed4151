"""Times the suites and the rules on a million quotes, and on ten new articles beside them; with peak memory.

    python benchmarks/checks.py [--quotes 1000000] [--from DIR] [--keep DIR]

The lake is that of a data folder DIR (default: the sample articles, run first), copied under new ids until it holds so
many quotes; every copy's text ends in a line of its own, and one quote in a hundred loses its speaker. What compares
articles is copied too, pair by pair, each copy's articles among themselves.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from benchmarks.copied_lake import ANNOTATED, INGESTED, copied  # noqa: E402
from pipelines.lake import Lake  # noqa: E402
from pipelines.resources.data_folder import DataFolder  # noqa: E402

BATCHES = 20
SECONDS_ALLOWED = {"million": 90, "ten": 4}
RUN = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from pipelines.checks.checker import Checker, Request
from pipelines.checks.news import to_check
from pipelines.checks.recorded import checks_of, record
from pipelines.checks.suites import read_suites
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish

RULES = ("rule_", "int_findings", "int_quotes_judged", "int_names_judged", "int_genders_shown", "int_articles_compared",
         "int_prints_compared", "attribution_findings", "batch_health", "int_batches", "int_annotated_articles_counted")
data, seconds, kept, slow = DataFolder(Path(sys.argv[1])), {}, [], {}
news = to_check(data)
with Checker() as checker:
    checker.check(Request([]))  # a run imports ahead, while it ingests
    for layer, part in (("lake", 0), ("warehouse", 3)):
        if layer == "warehouse":
            started = time.perf_counter()
            run = build.build(data)
            seconds["all of dbt"] = time.perf_counter() - started
            assert not run.failures, run.failures
            rules = [node for node in run.results if node.name.startswith(RULES)]
            seconds["rules"] = sum(node.seconds for node in rules)
            slow.update({node.name: round(node.seconds, 2) for node in rules})
        started, checks = time.perf_counter(), []
        for suite in (suite for suite in read_suites() if suite.layer == layer):
            before = time.perf_counter()
            asked = Request([suite], str(data.lake), news.commit_ids, str(data.build_warehouse), news.batch_ids)
            checks += checks_of([suite], checker.check(asked))
            slow[".".join(suite.id)] = round(time.perf_counter() - before, 2)
        seconds[f"suites of the {layer}"] = time.perf_counter() - started
        record(Lake(data.lake), checks, batch_id=news.batch_ids[-1], part=part, checked_at=datetime.now(UTC))
        kept += checks
    started = time.perf_counter()
    build.take_in_checks(data)
    seconds["taking in the results"] = time.perf_counter() - started
publish.publish(data)
used = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print("found " + json.dumps({
    "seconds": seconds, "slowest": dict(sorted(slow.items(), key=lambda item: -item[1])[:12]),
    "MB": dict(zip(("dbt", "suites"), used)), "expectations": len(kept),
    "rows asked about": sum(check.n_rows for check in kept),
    "errors": [check.error for check in kept if check.error],
    "failed": {f"{check.table_name}.{check.rule}": check.n_failed for check in kept if not check.passed},
}))
"""


def sample(folder: Path) -> DataFolder:
    """Run the sample articles into `folder`."""
    data = DataFolder(folder)
    shutil.copytree(REPOSITORY / "data" / "raw" / "sample", data.raw)
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "run", "--data", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    return data


def measure(data: DataFolder, name: str) -> None:
    """Check, build and publish what is new as a run does, in a process of its own, and print what the checks took."""
    command = [sys.executable, "-c", RUN, str(data.root)]
    answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    lines = [line for line in answer.stdout.splitlines() if line.startswith("found ")]
    if answer.returncode or not lines:
        sys.exit(answer.stderr)
    found = json.loads(lines[0].removeprefix("found "))
    for figures in ("slowest", "failed", "errors"):
        print(f"{name}, {figures}: {json.dumps(found[figures])}")
    seconds = {part: round(value, 2) for part, value in found["seconds"].items()}
    counted = sum(
        value for part, value in seconds.items() if part != "all of dbt" and (name == "million" or part != "rules")
    )
    what = f"{found['expectations']} expectations on {found['rows asked about']:,} rows"
    most = ", ".join(f"{part} {value:,.0f} MB" for part, value in found["MB"].items())
    print(f"{name}: {what}; seconds {json.dumps(seconds)}; peak of each process: {most}")
    print(f"{name}: counted {counted:.1f} s of {SECONDS_ALLOWED[name]} s", flush=True)


def main() -> None:
    """Make the lake, then measure a first run and one with ten new articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--from", dest="source", type=Path, help="data folder whose lake is copied")
    parser.add_argument("--keep", type=Path, help="folder for everything, kept")
    options = parser.parse_args()
    root = options.keep or Path(tempfile.mkdtemp(prefix="whosaid-benchmark-"))
    source = Lake((DataFolder(options.source) if options.source else sample(root / "sample")).lake)
    data = DataFolder(root / "data")
    copies = -(-options.quotes // source.count("quotes"))
    if not Lake(data.lake).commits():
        for batch in range(BATCHES):
            first, last = copies * batch // BATCHES, copies * (batch + 1) // BATCHES
            copied(source, Lake(data.lake), batch=f"20260101T{batch:06d}Z-aaaa", copies=range(first, last))
        rows = {table: Lake(data.lake).count(table) for table in (*INGESTED, *ANNOTATED, "utterance_pairs")}
        print(", ".join(f"{count:,} {table}" for table, count in rows.items()), flush=True)
    if not data.warehouse.exists():
        measure(data, "million")
    ten = hashlib.sha256(str(datetime.now(UTC)).encode()).hexdigest()[:4]
    copied(
        source,
        Lake(data.lake),
        batch=f"20270101T000000Z-{ten}",
        copies=range(10**6 + int(ten, 16), 10**6 + int(ten, 16) + 1),
    )
    measure(data, "ten")
    if not options.keep:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
