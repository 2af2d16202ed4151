"""Times the suites and the rules on a million quotes, and on ten new articles beside them; with peak memory.

    python benchmarks/checks.py [--quotes 1000000] [--from DIR] [--keep DIR]

The lake is that of a data folder DIR (default: the sample articles, run first), copied under new ids until it holds so
many quotes; every copy's text ends in a line of its own, and one quote in a hundred loses its speaker.
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

import duckdb
import orjson

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from pipelines.lake import Lake  # noqa: E402
from pipelines.resources.data_folder import DataFolder  # noqa: E402

BATCHES = 20
SECONDS_ALLOWED = {"million": 90, "ten": 4}
ARTICLE_ID = "left(md5(article_id || '.' || copy), 16)"
MADE = {
    "articles": f"* replace ({ARTICLE_ID} as article_id, '{{batch}}' as batch_id,"
    " text || chr(10) || 'Edition ' || copy || '.' as text, source_path || copy as source_path,"
    " url || copy as url)",
    "ingest_outcomes": f"* replace ({ARTICLE_ID} as article_id, '{{batch}}' as batch_id, path || copy as path)",
    "sentences": f"* replace ({ARTICLE_ID} as article_id, '{{batch}}' as batch_id)",
    "mentions": f"* replace ({ARTICLE_ID} as article_id, '{{batch}}' as batch_id,"
    f" {ARTICLE_ID} || substring(mention_id, 17) as mention_id)",
    "quotes": f"* replace ({ARTICLE_ID} as article_id, '{{batch}}' as batch_id,"
    f" {ARTICLE_ID} || substring(quote_id, 17) as quote_id,"
    f" {ARTICLE_ID} || substring(speaker_mention_id, 17) as speaker_mention_id,"
    " case when hash(quote_id, copy) % 100 > 0 then speaker end as speaker)",
}
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

RULES = ("rule_", "int_findings", "int_quotes_judged", "attribution_findings", "batch_health", "int_batches",
         "int_annotated_articles_counted")
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


def copied(source: Lake, target: Lake, *, batch: str, copies: range) -> None:
    """Commit `copies` copies of all rows of `source` as one batch of `target`."""
    written: dict[str, int] = {}
    with duckdb.connect() as connection:
        for table, columns in MADE.items():
            path = target.folder / table / f"{batch}.0000.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"copy (select {columns.format(batch=batch).replace('* replace', 'rows.* replace')} from"
                f" read_parquet(?, union_by_name = true) as rows, range({copies.start}, {copies.stop}) as made(copy))"
                f" to '{path}' (compression zstd, row_group_size 50000)",
                [[str(file) for file in source.files(table)]],
            )
            counted = connection.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()
            written[table] = counted[0] if counted else 0
    now = datetime.now(UTC)
    for stage, tables in {
        "ingest": ("articles", "ingest_outcomes"),
        "annotate": ("sentences", "mentions", "quotes"),
    }.items():
        commit = f"{batch}.{stage}.00000"
        manifest = {
            "commit_id": commit,
            "batch_id": batch,
            "stage": stage,
            "started_at": now,
            "committed_at": now,
            "files": {table: [f"{table}/{batch}.0000.parquet"] for table in tables},
            "rows": {table: written[table] for table in tables},
            "covers": [f"articles/{batch}.0000.parquet"] if stage == "annotate" else [],
            "versions": {"reader": "copied"},
        }
        (target.folder / "_commits").mkdir(exist_ok=True)
        (target.folder / "_commits" / f"{commit}.json").write_bytes(orjson.dumps(manifest))


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
        rows = {table: Lake(data.lake).count(table) for table in MADE}
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
