"""One way to ingest files in a test: a data folder in `tmp_path`, and the rows that a batch wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest.ingest import IngestReport, ingest
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder

SEEN_AT = datetime(2026, 1, 31, 7, 15, tzinfo=UTC)


@dataclass
class Desk:
    """A data folder and its batches, numbered."""

    folder: DataFolder
    batches: int = 0

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.folder.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *sources: Path, **settings: Any) -> IngestReport:
        self.batches += 1
        self.folder.raw.mkdir(parents=True, exist_ok=True)
        batch_id = f"20260131T0715{self.batches:02d}Z-test"
        return ingest(sources or [self.folder.raw], self.folder, batch_id=batch_id, seen_at=SEEN_AT, **settings)

    def rows(self, table: str = "ingest_outcomes") -> list[dict[str, Any]]:
        return list(Lake(self.folder.lake).read(table).to_pylist())

    def outcomes(self) -> dict[tuple[str, int | None], str]:
        """(path, record_no) -> outcome or reason code, of the last batch."""
        last = f"20260131T0715{self.batches:02d}Z-test"
        rows = [row for row in self.rows() if row["batch_id"] == last]
        found = {(row["path"], row["record_no"]): row["reason_code"] or row["outcome"] for row in rows}
        assert len(found) == len(rows), "one row for each input"
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(DataFolder(tmp_path / "data"))


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Desk]:
    return lambda: Desk(DataFolder(tmp_path_factory.mktemp("desk") / "data"))
