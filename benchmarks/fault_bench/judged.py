"""Puts variants into a lake, lets the project build its warehouse from it, and reads what it found. Judges nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.fault_bench.variants import READER, Row, Variant
from pipelines.lake import Lake
from pipelines.resolve.copies.stage import resolve_pending_copies
from pipelines.resolve.entities.stage import resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.utterances.stage import resolve_pending_utterances
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import start_build
from pipelines.warehouse.dbt import run_dbt

FINDINGS = """
select rule, severity, article_id, quote_id, other_article_id, other_quote_id, evidence
from main.attribution_findings
where resolved_at is null and article_id is not null
"""
HEALTH = "select batch_id, measure from main.batch_health where is_out_of_range and outlet_id is null"
SEEN = datetime(2027, 3, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the warehouse on an article, or between two."""

    rule: str
    severity: str
    article_id: str
    quote_id: str | None
    other_article_id: str | None
    other_quote_id: str | None
    evidence: str

    def sides(self) -> list[tuple[str, int | None]]:
        """Return the articles that it points at, each with the number of the quote."""
        both = [(self.article_id, self.quote_id), (self.other_article_id, self.other_quote_id)]
        return [(article, _number(quote)) for article, quote in both if article]


@dataclass(frozen=True, slots=True)
class Batch:
    """Variants under their ids, committed as one batch; `rejected` inputs besides."""

    batch_id: str
    variants: Sequence[tuple[str, Variant]]
    rejected: int = 0


def write(lake: Lake, batch: Batch) -> None:
    """Commit a batch as ingest and annotate would."""
    rows = [row for article_id, variant in batch.variants for row in variant.rows(article_id, batch.batch_id)]
    with lake.commit(stage="ingest", batch_id=batch.batch_id, versions={"ingest": "1"}) as ingested:
        ingested.add("articles", (row for table, row in rows if table == "articles"))
        ingested.add("ingest_outcomes", _outcomes(batch))
    with lake.commit(stage="annotate", batch_id=batch.batch_id, versions={"reader": READER}) as writer:
        writer.covers += ingested.files["articles"]
        stamp = {"reader_version": READER}
        for table in ("sentences", "mentions", "quotes"):
            writer.add(table, ({**row, **stamp} for name, row in rows if name == table))


def _outcomes(batch: Batch) -> Iterable[Row]:
    for article_id, variant in batch.variants:
        path = variant.article["source_path"]
        yield _outcome(batch, f"{article_id}/{path}") | {
            "outcome": "accepted",
            "article_id": article_id,
            "revision": 1,
        }
    for number in range(batch.rejected):
        yield _outcome(batch, f"{batch.batch_id}/{number}.bin") | {"outcome": "rejected", "reason_code": "binary"}


def _outcome(batch: Batch, path: str) -> Row:
    return {"batch_id": batch.batch_id, "path": path, "seen_at": SEEN}


def resolve(data: DataFolder, batch_id: str) -> None:
    """Run the stages that look across articles: copies, entities, utterances."""
    lake, cache = Lake(data.lake), data.resolve_cache
    resolve_pending_copies(lake, cache, batch_id=batch_id)
    resolve_pending_entities(lake, cache, InputFiles(), batch_id=batch_id)
    resolve_pending_utterances(lake, cache, batch_id=batch_id)


def build(data: DataFolder, *select: str) -> Path:
    """Build every model, or those selected, and return the warehouse; raises where a model fails.

    Tests do not run: what was put in would fail them.
    """
    start_build(data, full_refresh=True)
    run = run_dbt("run", data, select=select)
    if run.failures:
        said = "; ".join(f"{node.name}: {node.message}" for node in run.failures[:3])
        raise RuntimeError(f"the warehouse of the faults does not build: {said}")
    return data.build_warehouse


def findings(warehouse: Path) -> list[Found]:
    """Return the findings on articles."""
    return [Found(*row) for row in _asked(warehouse, FINDINGS)]


def out_of_range(warehouse: Path) -> set[tuple[str, str]]:
    """Return batch and measure where a whole batch is out of the ordinary."""
    return {(batch, measure) for batch, measure in _asked(warehouse, HEALTH)}


def _asked(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _number(quote_id: str | None) -> int | None:
    return int(quote_id.rpartition(".q")[2]) if quote_id else None
