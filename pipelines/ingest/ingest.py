"""The ingest stage: files in, one commit of `articles` and `ingest_outcomes` out; one outcome row per input, whatever
happens.

This process finds, opens and splits files, decides identities and writes; a pool of processes reads the records. Memory
is bounded by records in flight and one part of each table, not by the size of a file.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.forgotten import Forgotten
from pipelines.ingest.discover import UNREAD, Found, discover
from pipelines.ingest.identity import place_of
from pipelines.ingest.identity_file import open_index
from pipelines.ingest.identity_index import STAGE, Decision, IdentityIndex
from pipelines.ingest.pool import SECONDS_PER_RECORD, Chunk, Pool, Result
from pipelines.ingest.reading import Piece, read
from pipelines.ingest.reading_settings import ReadingSettings
from pipelines.ingest.record import Article, SourceFile
from pipelines.lake import Lake
from pipelines.lake_writer import Writer
from pipelines.records import Rejected
from pipelines.resources.data_folder import DataFolder

_CHUNK_RECORDS = 64
_CHUNK_BYTES = 256 * 1024
_LONGEST_DETAIL = 300  # characters


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """How to ingest: `workers` 0 means one for each processor; `reading` what a user says of records."""

    workers: int = 0
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    seconds_per_record: float = SECONDS_PER_RECORD


@dataclass(slots=True)
class IngestReport:
    """What came of a batch: `outcomes` and `reasons` count rows of `ingest_outcomes`; `skipped` are files known
    already.
    """

    files: int = 0
    skipped: int = 0
    records: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)


def ingest(
    sources: Sequence[Path],
    folder: DataFolder,
    *,
    batch_id: str,
    seen_at: datetime | None = None,
    settings: IngestSettings | None = None,
    on_outcome: Callable[[], None] | None = None,
) -> IngestReport:
    """Ingest files and folders into one lake commit, and report what came of each.

        folder = DataFolder(Path("data"))
        report = ingest([folder.raw], folder, batch_id="20260131T071500Z-3f9a")
        print(report.outcomes, report.reasons)

    `seen_at` (default: now) is written into every row; `on_outcome` is called after each. The caller holds the
    writer's lock. A scanned file that this version has read as it is has its rows already and is skipped; a named one
    is read again. Nothing new, no commit. Raises `MissingSourceError` for a source that does not exist and `OSError`
    where lake or index cannot be written; then nothing of the batch is visible.
    """
    started = time.perf_counter()
    settings = settings or IngestSettings()
    lake = Lake(folder.lake)
    batch = _Batch(batch_id, seen_at or datetime.now(UTC))
    report = IngestReport()
    found = discover(sources, root=folder.raw)
    part = sum(commit.batch_id == batch_id and commit.stage == STAGE for commit in lake.commits())
    version = settings.reading.version
    with open_index(folder.identity_index, lake) as known:
        run = _Run(known, lake.forgotten(), batch, settings, version, report, on_outcome)
        with lake.commit(stage=STAGE, batch_id=batch_id, part=part, versions={STAGE: version}) as writer:
            run.write(found, writer)
        if writer.rows:
            known.commit(writer.commit_id, run.sources, version)
    report.seconds = time.perf_counter() - started
    return report


@dataclass(frozen=True, slots=True)
class _Batch:
    batch_id: str
    seen_at: datetime


@dataclass(slots=True)
class _Run:
    known: IdentityIndex
    forgotten: Forgotten
    batch: _Batch
    settings: IngestSettings
    version: str
    report: IngestReport
    on_outcome: Callable[[], None] | None
    sources: list[SourceFile] = field(default_factory=list)

    def write(self, found: Iterator[Found], writer: Writer) -> None:
        workers = self.settings.workers or os.cpu_count() or 1
        with Pool[Piece](workers, self.settings.reading, seconds_per_record=self.settings.seconds_per_record) as pool:
            for piece, result in pool.results(_chunks(self._pieces(found))):
                self._write_one(piece, result, writer)

    def _pieces(self, found: Iterator[Found]) -> Iterator[Piece]:
        for file in found:
            if not file.is_named and self.known.has_file(file.source, self.version):
                self.report.skipped += 1
                continue
            self.report.files += 1
            stamp = file.source
            for piece in read(file, self.settings.reading.mapping):
                if piece.source.mtime_ns == UNREAD:
                    stamp = piece.source
                yield piece
            self.sources.append(replace(stamp, sidecar=None))

    def _write_one(self, piece: Piece, result: Result, writer: Writer) -> None:
        outcome: dict[str, Any] = {"outcome": "rejected", **_outcome_columns(piece, self.batch)}
        if not isinstance(result, Rejected) and self._is_forgotten(piece, result):
            result = Rejected("forgotten", "an article that was taken out with whosaid forget")
        if isinstance(result, Rejected):
            outcome |= {"reason_code": result.reason_code, "detail": _printable(result.detail)}
            self.report.reasons[result.reason_code] += 1
        else:
            place = place_of(piece.source.path, piece.record_no, piece.source_format or "")
            decision = self.known.decide(result, place)
            outcome |= {"outcome": decision.outcome, "article_id": decision.article_id}
            outcome |= {"revision": decision.revision, "duplicate_of": decision.duplicate_of}
            if decision.outcome in ("accepted", "revised"):
                writer.add("articles", [_article_row(piece, result, decision, self.batch)])
        writer.add("ingest_outcomes", [outcome])
        self._count(piece, outcome["outcome"])

    def _is_forgotten(self, piece: Piece, article: Article) -> bool:
        text = article.fields["text_sha256"]
        return self.forgotten.holds(path=piece.source.path, article_ids=article.claimed_ids, text_sha256=text)

    def _count(self, piece: Piece, outcome: str) -> None:
        self.report.records += 1
        self.report.outcomes[outcome] += 1
        self.report.formats[piece.source_format or "unknown"] += 1
        if self.on_outcome is not None:
            self.on_outcome()


def _chunks(pieces: Iterator[Piece]) -> Iterator[Chunk[Piece]]:
    chunk: Chunk[Piece] = Chunk()
    for piece in pieces:
        chunk.add(piece, piece.content)
        if len(chunk) >= _CHUNK_RECORDS or chunk.size >= _CHUNK_BYTES:
            yield chunk
            chunk = Chunk()
    if len(chunk):
        yield chunk


def _outcome_columns(piece: Piece, batch: _Batch) -> dict[str, Any]:
    return {
        "batch_id": batch.batch_id,
        "path": piece.source.path,
        "record_no": piece.record_no,
        "source_format": piece.source_format,
        "source_sha256": piece.sha256,
        "source_bytes": piece.source.size,
        "source_mtime_ns": piece.source.mtime_ns,
        "seen_at": batch.seen_at,
    }


def _article_row(piece: Piece, article: Article, decision: Decision, batch: _Batch) -> dict[str, Any]:
    return {
        **article.fields,
        "article_id": decision.article_id,
        "revision": decision.revision,
        "batch_id": batch.batch_id,
        "source_path": piece.source.path,
        "record_no": piece.record_no,
        "source_format": piece.source_format,
        "source_sha256": piece.sha256,
        "source_bytes": piece.source.size,
        "ingested_at": batch.seen_at,
    }


def _printable(detail: str) -> str:
    """Return `detail` on one line, cut, and free of what cannot be stored."""
    line = " ".join(detail.encode("utf-8", "backslashreplace").decode().split())
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1] + "…"
