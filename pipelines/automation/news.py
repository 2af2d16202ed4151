"""What a run would find to do. Reads names, sizes and times of files; writes nothing."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipelines.annotate.stage import count_articles, pending_parts
from pipelines.automation.settled import Stamps
from pipelines.corrections.stage import is_committed
from pipelines.ingest.discover import discover
from pipelines.ingest.identity import IdentityIndex
from pipelines.ingest.ingest import INGEST_VERSION
from pipelines.lake import Lake
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.waiting import is_resolved
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import Settings
from pipelines.warehouse.build import is_current


@dataclass(frozen=True, slots=True)
class News:
    """Work that waits."""

    files: Stamps
    articles: int  # not annotated by this version yet
    is_resolved: bool  # across articles, with the user's decisions of today
    is_corrected: bool  # the lake holds the corrections of today
    is_current: bool  # the published warehouse holds every commit of the lake

    def __bool__(self) -> bool:
        """Return True where a run would change something."""
        return bool(self.files) or self.articles > 0 or not (self.is_resolved and self.is_corrected and self.is_current)


def find_news(folder: DataFolder, settings: Settings, sources: Sequence[Path] = ()) -> News:
    """Return what a run over `sources` (the raw folder) would find to do; raises `MissingSourceError`."""
    lake = Lake(folder.lake)
    version = settings.annotator_factory()().version
    return News(
        new_files(folder, sources),
        count_articles(lake, pending_parts(lake, version)),
        is_resolved(lake, InputFiles(folder.decisions, settings.aliases)),
        is_committed(lake, folder.corrections),
        is_current(folder),
    )


def new_files(folder: DataFolder, sources: Sequence[Path] = ()) -> Stamps:
    """Return the files that ingest would read: named ones, and those of another size or time than its index knows."""
    entries = list(discover(sources or [folder.raw], root=folder.raw))
    found = [entry.source for entry in entries if not entry.is_named]
    named = {entry.source.path: (entry.source.size, entry.source.mtime_ns) for entry in entries if entry.is_named}
    connection = _read_only(folder.identity_index)
    if connection is None:
        return named | {file.path: (file.size, file.mtime_ns) for file in found}
    with closing(connection):
        index = IdentityIndex(connection)
        new = [file for file in found if not index.has_file(file, INGEST_VERSION)]
    return named | {file.path: (file.size, file.mtime_ns) for file in new}


def _read_only(path: Path) -> sqlite3.Connection | None:
    """Open ingest's index; None where there is none yet, or a broken one that ingest will make anew."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        connection.execute("select path, bytes, mtime_ns, version from files limit 0")
    except sqlite3.DatabaseError:
        return None
    return connection
