"""Finds out whether a run would have anything to do. Reads names, sizes and times of files; writes nothing."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.annotate.stage import count_articles, pending_parts
from pipelines.automation.settled import Stamps
from pipelines.corrections.stage import is_committed
from pipelines.ingest.discover import discover
from pipelines.ingest.identity_index import IdentityIndex
from pipelines.ingest.reading_settings import reading_settings
from pipelines.lake import Lake
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.waiting import is_resolved
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import Settings
from pipelines.warehouse.build import is_current


@dataclass(frozen=True, slots=True)
class News:
    """The work that a run would do."""

    files: Stamps
    articles: int  # not annotated by this version yet
    is_resolved: bool  # across articles, with the user's decisions of today
    is_corrected: bool  # the lake holds the corrections of today
    is_current: bool  # the published warehouse holds every commit of the lake
    is_empty: bool  # the lake holds no commit yet

    @property
    def in_lake(self) -> list[str]:
        """What waits besides files, in words: an earlier run was stopped before it, or the user decided something."""
        waiting = {
            "articles to annotate": self.articles > 0,
            "articles to resolve": not self.is_resolved,
            "corrections to apply": not self.is_corrected,
            "a warehouse to build": not (self.is_current or self.is_empty),
        }
        return [what for what, waits in waiting.items() if waits]

    def __bool__(self) -> bool:
        """Return True where a run would change something."""
        return bool(self.files or self.in_lake) or not self.is_current


def find_news(folder: DataFolder, settings: Settings, sources: Sequence[Path] = ()) -> News:
    """Return what a run over `sources` (the raw folder) would find to do; raises `MissingSourceError`."""
    lake = Lake(folder.lake)
    version = _version_of(settings.annotator_factory())
    return News(
        new_files(folder, settings, sources),
        count_articles(lake, pending_parts(lake, version, incomplete=settings.annotate_incomplete)),
        is_resolved(lake, InputFiles(folder.decisions, settings.aliases)),
        is_committed(lake, folder.corrections),
        is_current(folder),
        is_empty=not lake.commits(),
    )


@cache
def _version_of(make_annotator: Callable[[], Any]) -> str:
    """Return the annotator's version; a server asks every half minute, and to make one may load a model."""
    version: str = make_annotator().version
    return version


def new_files(folder: DataFolder, settings: Settings, sources: Sequence[Path] = ()) -> Stamps:
    """Return the files that ingest would read: named ones, and those of another size or time than its index knows."""
    entries = list(discover(sources or [folder.raw], root=folder.raw))
    found = [entry.source for entry in entries if not entry.is_named]
    named = {entry.source.path: (entry.source.size, entry.source.mtime_ns) for entry in entries if entry.is_named}
    connection = _read_only(folder.identity_index)
    if connection is None:
        return named | {file.path: (file.size, file.mtime_ns) for file in found}
    with closing(connection):
        index = IdentityIndex(connection)
        version = reading_settings(settings).version
        new = [file for file in found if not index.has_file(file, version)]
    return named | {file.path: (file.size, file.mtime_ns) for file in new}


def _read_only(path: Path) -> sqlite3.Connection | None:
    """Open ingest's index; None where there is none yet, or a broken one that ingest will make anew."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        connection.execute("select path, bytes, mtime_ns, version from files limit 0")
    except sqlite3.DatabaseError:
        return None
    return connection
