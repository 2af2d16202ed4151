"""The report at the end of `whosaid run`: what came in, what was rejected and why, and who was quoted most."""

from collections import Counter
from collections.abc import Sequence

import duckdb
import pyarrow.parquet as pq

from pipelines.checks.rejections import rejected_rows
from pipelines.cli.corrections_applied import print_corrections
from pipelines.cli.terminal import console, table
from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import open_warehouse

REJECTED_SHOWN = 10
SPEAKERS = """
    select name as speaker, n_statements as statements, n_outlets as outlets from speakers
    order by n_statements desc, name limit 10
"""
UNREAD = """
    select source_path as file, title from articles where language = 'en' and not is_annotated
    order by ingested_at desc, source_path
"""


def print_summary(folder: DataFolder, new: Sequence[Commit]) -> None:
    """Print what the commits `new` added and what the published warehouse holds now."""
    out = console()
    _print_incoming(Lake(folder.lake), new)
    with open_warehouse(folder) as warehouse:
        print_corrections(Lake(folder.lake), new, warehouse)
        found = warehouse.execute(SPEAKERS)
        names = [column[0] for column in found.description or []]
        out.print(table("\nQuoted most", [dict(zip(names, row, strict=True)) for row in found.fetchall()], names))
        _print_unread(warehouse)
        out.print(f"\nWarehouse: {folder.warehouse} ({_contents(warehouse)})")
    out.print('Ask it: whosaid sql "select speaker, content from quotes limit 10"')


def _print_incoming(lake: Lake, new: Sequence[Commit]) -> None:
    out = console()
    if not new:
        out.print("Nothing new: every file is known and annotated, and the warehouse is current.")
        return
    outcomes = _outcomes(lake, new)
    if outcomes:
        rows = [{"outcome": outcome, "inputs": count} for outcome, count in outcomes.most_common()]
        out.print(table("What came in", rows))
    quotes = sum(commit.rows.get("quotes", 0) for commit in new)
    out.print(f"\n{sum(commit.rows.get('articles', 0) for commit in new):,} articles added, {quotes:,} quotes found")
    rejected = rejected_rows(lake, new)
    if rejected:
        reasons = Counter(row["reason_code"] for row in rejected).most_common()
        out.print(table("\nRejected, by reason", [{"reason": code, "inputs": count} for code, count in reasons]))
        out.print(table(f"\nRejected inputs ({_shown(len(rejected))})", rejected[:REJECTED_SHOWN]))


def _print_unread(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Print the English articles that the annotator failed on, or whose annotation broke a promise."""
    unread = [{"file": file, "title": title} for file, title in warehouse.execute(UNREAD).fetchall()]
    if unread:
        console().print(table(f"\nNot annotated ({_shown(len(unread))})", unread[:REJECTED_SHOWN]))
        console().print("Why: whosaid annotate FILE")


def _shown(count: int) -> str:
    return f"the first {REJECTED_SHOWN} of {count:,}" if count > REJECTED_SHOWN else f"{count}"


def _outcomes(lake: Lake, commits: Sequence[Commit]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in (name for commit in commits for name in commit.files.get("ingest_outcomes", [])):
        counts.update(pq.read_table(lake.folder / name, columns=["outcome"]).to_pydict()["outcome"])
    return counts


def _contents(warehouse: duckdb.DuckDBPyConnection) -> str:
    counts = {
        name: warehouse.execute(f"select count(*) from {name}").fetchall()[0][0]  # noqa: S608 - names of our own
        for name in ("articles", "quotes", "speakers", "outlets")
    }
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
