"""The paths in a data folder: raw files, lake, build file, published warehouse. Reads and writes nothing."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder named by `--data` (default `data`); everything that a run writes lies below it."""

    root: Path

    @property
    def raw(self) -> Path:
        """News files to ingest; never written to."""
        return self.root / "raw"

    @property
    def lake(self) -> Path:
        """Committed Parquet tables (`pipelines.lake`)."""
        return self.root / "lake"

    @property
    def build(self) -> Path:
        """Files private to a run: the warehouse while dbt writes it, and indexes that can be rebuilt."""
        return self.root / ".build"

    @property
    def temporary(self) -> Path:
        """Temporary files of a run."""
        return self.build / "tmp"

    @property
    def build_warehouse(self) -> Path:
        """The DuckDB file that dbt writes; same base name as the published one, or its views would break."""
        return self.build / "warehouse.duckdb"

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file: readers open this one."""
        return self.root / "warehouse.duckdb"

    @property
    def expectations(self) -> Path:
        """The user's own suites of expectations; need not exist."""
        return self.root / "expectations"

    @property
    def data_docs(self) -> Path:
        """Pages about what the checks found: `index.html` and a folder for each run."""
        return self.reports / "data_docs"

    @property
    def identity_index(self) -> Path:
        """Index of the articles and files in the lake: a cache that ingest rebuilds if it is missing."""
        return self.build / "identity.sqlite"

    @property
    def word_index(self) -> Path:
        """Index of the words of quotes: a cache that the desk makes and rebuilds if it is missing."""
        return self.build / "words.sqlite"

    @property
    def annotating(self) -> Path:
        """Lies there while a run annotates, and after one that died of it."""
        return self.build / "annotating"

    @property
    def resolve_cache(self) -> Path:
        """Caches of the resolve stage, rebuilt from the lake if they are missing or out of date."""
        return self.build / "resolve"

    @property
    def decisions(self) -> Path:
        """The user's own decisions on who is the same, honoured always; need not exist."""
        return self.root / "decisions.csv"

    @property
    def corrections(self) -> Path:
        """CSV files of what people say is wrong with quotes; need not exist."""
        return self.root / "corrections"

    @property
    def corrections_lock(self) -> Path:
        """Held by whoever adds a correction; a run need not wait for it."""
        return self.build / "corrections.lock"

    @property
    def reports(self) -> Path:
        """Pages to look at in a browser, written anew by every run that has something to show."""
        return self.root / "reports"

    @property
    def charts(self) -> Path:
        """Splink's charts, pages that need no internet."""
        return self.reports / "entities"

    @property
    def lock(self) -> Path:
        """Lock of the process that writes."""
        return self.root / ".build" / "writer.lock"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage: runs, events, schedules."""
        return self.root / ".dagster"
