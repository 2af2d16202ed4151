"""Which corrections and decisions wait for the next run: those of the files that the published warehouse lacks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

import duckdb

from pipelines.corrections.read import CorrectionError, read_corrections
from pipelines.desk.question import rows
from pipelines.resolve.entities.user_files.decisions import Decision, read_decisions
from pipelines.resources.data_folder import DataFolder

APPLIED = "select correction_id from corrections"
# A decision has been looked at by a run that began after it was written: the file holds no time that could be trusted
# for lines that people write themselves, so its own last change stands for all of them.
LAST_RUN = "select max(started_at) as started_at from batches"


@dataclass(frozen=True, slots=True)
class Pending:
    """Corrections by quote, and decisions that no run has seen; `problem` says why the files cannot be read."""

    corrections: Sequence[Mapping[str, Any]] = ()
    decisions: Sequence[Decision] = ()
    problem: str | None = None
    by_quote: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many lines wait."""
        return len(self.corrections) + len(self.decisions)

    def of(self, quote_id: str) -> list[Mapping[str, Any]]:
        """Return what waits for a quote, the latest last."""
        return self.by_quote.get(quote_id, [])


def find_pending(connection: duckdb.DuckDBPyConnection, folder: DataFolder) -> Pending:
    """Return what waits; a file that means nothing waits as a problem."""
    try:
        said = read_corrections(folder.corrections)
        decisions = read_decisions(folder.decisions) if folder.decisions.is_file() else []
    except (CorrectionError, ValueError) as error:
        return Pending(problem=str(error))
    applied = {row["correction_id"] for row in rows(connection, APPLIED)}
    waiting = sorted(
        (row for row in said if row["correction_id"] not in applied),
        key=lambda row: (row["corrected_at"], row["line_no"]),
    )
    by_quote: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in waiting:
        by_quote[row["quote_id"] or row["article_id"]].append(row)
    seen = rows(connection, LAST_RUN)[0]["started_at"]
    is_seen = not decisions or (
        seen is not None and folder.decisions.stat().st_mtime < seen.replace(tzinfo=UTC).timestamp()
    )
    return Pending(waiting, [] if is_seen else decisions, None, by_quote)
