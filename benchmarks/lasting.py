"""What a data folder costs as it grows old: runs of five new files each, or a year of batches in the lake alone.

    python benchmarks/lasting.py runs [--count 200] [--data DIR] [--out lasting.csv]
    python benchmarks/lasting.py year [--batches 8760] [--out year.csv]

`runs` starts `whosaid run` with the rule annotator as a process of its own each time and notes seconds, most memory,
and the size of each part of the folder; it goes on where a folder named by --data stands. `year` commits invented
batches of the shape that a run of five files has (nine commits, twelve files), merges them as a run does, sweeps as if
an hour had passed, and notes manifests, files and seconds. Both draw OUT.svg beside OUT.
"""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines.lake import Lake
from pipelines.upkeep.compact import compact
from tests.lake_samples import Said, Story, annotation_rows, ingest

COMMAND = [sys.executable, "-m", "whosaid", "run", "--data"]
SETTINGS = '[annotate]\nworkers = 1\nannotator = "pipelines.annotate:RuleAnnotator"\n[ingest]\nworkers = 1\n'
PARTS = ("lake", ".dagster", ".build", "reports", "warehouse.duckdb")
FILES_A_RUN = 5
PLACES = ("Velm", "Orle", "Marle Point", "Sark Hollow", "Tarn")


def add_files(raw: Path, run: int) -> None:
    """Write five new files of some lines."""
    raw.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(PLACES[:FILES_A_RUN]):
        (raw / f"run-{run:05d}-{number}.txt").write_text(
            f"{place} votes on pier {run}\nThe council of {place} voted on pier {run} on Tuesday, after a debate.\n"
            f"“Nobody in {place} will swim to pier {run},” said Ada Brennick, who chairs the council of {place}.\n"
            f"Her deputy, Tomas Ruel, said that subsidy {run * FILES_A_RUN + number} would be reviewed in spring.\n",
            encoding="utf-8",
        )


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files below a folder."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files)


def time_runs(data: Path, count: int) -> Iterator[dict[str, float]]:
    """Yield what each run cost."""
    (data / "raw").mkdir(parents=True, exist_ok=True)
    (data / "whosaid.toml").write_text(SETTINGS)
    first = len(list((data / "raw").glob("run-*-0.txt")))
    for run in range(first, first + count):
        add_files(data / "raw", run)
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen([*COMMAND, str(data)], stdout=subprocess.DEVNULL)
        most = 0
        while process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(0.5)
        if process.returncode:
            sys.exit(f"run {run} ended with {process.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        sizes = {f"{part} MB": round(size_of(data / part) / 1e6, 2) for part in PARTS}
        files = len(list((data / "lake").rglob("*.parquet"))) + len(list((data / "lake").rglob("*.json")))
        yield {
            "run": run + 1,
            "seconds": round(time.perf_counter() - started, 1),
            "processor seconds": round(used, 1),
            "memory MB": round(most / 1e6),
            **sizes,
            "lake files": files,
        }


def _memory(pid: int) -> int:
    """Return the bytes that a process has in memory; 0 where it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


def age_lake(lake: Lake, batches: int) -> Iterator[dict[str, float]]:
    """Yield what a lake holds after each hundredth batch of a year."""
    now, compacting = datetime(2026, 1, 1, tzinfo=UTC), 0.0
    for number in range(1, batches + 1):
        batch_id, now = f"{now:%Y%m%dT%H%M%SZ}-0000", now + timedelta(hours=1)
        lake.sweep(now=now)
        add_batch(lake, batch_id, number)
        started = time.perf_counter()
        compact(lake, batch_id=batch_id, now=now)
        compacting += time.perf_counter() - started
        if number % 100 == 0 or number == batches:
            started = time.perf_counter()
            lake.commits()
            yield {
                "run": number,
                "manifests": len(list(lake.manifests.glob("*.json"))),
                "lake files": len(list(lake.folder.glob("*/*.parquet"))),
                "lake MB": round(size_of(lake.folder) / 1e6, 2),
                "seconds to list commits": round(time.perf_counter() - started, 4),
                "seconds of merging a run": round(compacting / number, 4),
            }


def add_batch(lake: Lake, batch_id: str, number: int) -> None:
    """Commit a batch as a run does: articles, annotations, what resolvers write, checks, findings."""
    said = f"Pier {number} stays open all winter,"
    text = f'Pier {number}\n"{said}" said Ada Brennick.'
    stories = [Story(f"{number:07d}{one}", text, [Said(said, "Ada Brennick")]) for one in range(FILES_A_RUN)]
    ingest(lake, batch_id, stories)
    annotate_alone(lake, batch_id, stories)
    key = stories[0].article_id
    entities = {"entities": "1", "aliases": "none", "decisions": "none"}
    fingerprint = {"article_no": number, "article_id": key, "keys": [number], "body_key": number, "is_removed": False}
    alias = {"entity_id": "e", "alias": key, "count": 1, "outlets": []}
    change = {"change": "merged", "utterance_id": key, "reason": "alike"}
    resolved: Sequence[tuple[Mapping[str, str], str, dict[str, object]]] = [
        ({"copies": "1"}, "article_fingerprints", fingerprint),
        (entities, "entity_aliases", alias),
        ({"utterances": "1"}, "utterance_history", change),
    ]
    for part, (versions, table, row) in enumerate(resolved):
        with lake.commit(stage="resolve", batch_id=batch_id, part=part, versions=versions) as writer:
            writer.add(table, [{"batch_id": batch_id, **row}])
    for part in range(4):
        check = {"batch_id": batch_id, "checked_at": datetime.now(UTC), "layer": "lake", "table_name": "quotes"}
        check |= {"suite": "promise", "description": "a rule", "severity": "ERROR", "is_blocking": True}
        with lake.commit(stage="check", batch_id=batch_id, part=part, versions={"checks": "1"}) as writer:
            rows = [{**check, "rule": f"{part}-{one}", "passed": True, "n_rows": 5, "n_failed": 0} for one in range(50)]
            writer.add("check_results", rows)


def annotate_alone(lake: Lake, batch_id: str, stories: Sequence[Story]) -> None:
    """Commit annotations that cover the batch's own articles, without a look at older ones."""
    with lake.commit(stage="annotate", batch_id=batch_id, versions={"reader": "r1"}) as writer:
        writer.covers.append(f"articles/{batch_id}.ingest.00000.0000.parquet")
        for story in stories:
            key = {"article_id": story.article_id, "revision": 1, "batch_id": batch_id, "reader_version": "r1"}
            for table, rows in annotation_rows(story).items():
                writer.add(table, [{**key, **row} for row in rows])


def draw(rows: Sequence[Mapping[str, float]], path: Path) -> None:
    """Draw each measure over the runs, each on its own scale from nothing."""
    names = [name for name in rows[0] if name != "run"]
    drawn = []
    for place, name in enumerate(names):
        most = max(row[name] for row in rows) or 1
        top = 30 + 90 * place
        points = " ".join(
            f"{60 + 560 * row['run'] / rows[-1]['run']:.1f},{top + 60 - 60 * row[name] / most:.1f}" for row in rows
        )
        drawn.append(f'<polyline points="{points}" fill="none" stroke="#2f6f9f"/>')
        drawn.append(
            f'<text x="60" y="{top - 6}" font-size="11">{name}: {rows[0][name]:g} at first, {most:g} at most</text>'
        )
        drawn.append(f'<path d="M60 {top + 60}H620" stroke="#b9c2cc"/>')
    tall = 40 + 90 * len(names)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="{tall}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(drawn)}</svg>\n'
    )


def main() -> None:
    """Measure, print and write as it goes, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("runs", "year"))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--batches", type=int, default=8760)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("lasting.csv"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="whosaid-lasting-") as temporary:
        data = options.data or Path(temporary)
        found: list[dict[str, float]] = []
        steps = (
            time_runs(data, options.count) if options.what == "runs" else age_lake(Lake(data / "lake"), options.batches)
        )
        for row in steps:
            found.append(row)
            print(", ".join(f"{name} {value:g}" for name, value in row.items()), flush=True)
            with options.out.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(row))
                writer.writeheader()
                writer.writerows(found)
            draw(found, options.out.with_suffix(".svg"))


if __name__ == "__main__":
    main()
