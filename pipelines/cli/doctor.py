"""`whosaid doctor`: what a run stands on, and what would block one. Reads only."""

import os
import platform
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from pipelines.checks.suites import read_suites
from pipelines.checks.tables import known_tables
from pipelines.cli.failures import CommandError, ExitCode, explain
from pipelines.cli.terminal import console, plain
from pipelines.corrections.read import read_corrections
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.resources.settings import read_settings
from pipelines.resources.writer_lock import LockedError, is_written_to, read_holder
from pipelines.warehouse.locks import refuse_if_open_for_writing
from pipelines.warehouse.project import PROJECT, fingerprint

LIBRARIES = ("duckdb", "dagster", "dbt-core", "dbt-duckdb", "great-expectations", "pyarrow", "onnxruntime", "splink")

Check = Callable[[DataFolder], str]


def examine(data: Path | None) -> None:
    """Print one line for each check; raise `CommandError` with the code of the first that blocks a run."""
    folder = data_folder(data)
    blocks: list[CommandError] = []
    for name, found in _examined(folder):
        if isinstance(found, CommandError):
            blocks.append(found)
        console().print(f"{name:<12} {'BLOCKS A RUN: ' if isinstance(found, CommandError) else ''}{plain(found)}")
    if blocks:
        what = "1 thing blocks" if len(blocks) == 1 else f"{len(blocks)} things block"
        raise CommandError(blocks[0].code, f"{what} a run; the first: {blocks[0]}")
    console().print("Nothing blocks a run.")


def _examined(folder: DataFolder) -> Iterator[tuple[str, str | CommandError]]:
    for name, check in CHECKS.items():
        try:
            yield name, check(folder)
        except Exception as error:
            known = explain(error)
            if known is None:
                raise
            yield name, known


def _program(folder: DataFolder) -> str:
    where = Path(__file__).resolve().parents[1]
    return f"whosaid {version('whosaid')} in {where}, Python {platform.python_version()}, {platform.platform()}"


def _libraries(folder: DataFolder) -> str:
    return ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def _data_folder(folder: DataFolder) -> str:
    place = _existing(folder.root)
    if not os.access(place, os.W_OK | os.X_OK):
        raise CommandError(ExitCode.DISK, f"{place} cannot be written: make it writable, or choose another with --data")
    return str(folder.root) if place == folder.root else f"{folder.root}, not made yet"


def _raw_files(folder: DataFolder) -> str:
    if not folder.raw.is_dir():
        line = f"there is no folder {folder.raw}: create it and put news files in, or name files: whosaid run PATH"
        raise CommandError(ExitCode.NOTHING_TO_READ, line)
    return str(folder.raw)


def _disk(folder: DataFolder) -> str:
    """A build starts from a copy of the published file: so much must be free at least."""
    free = shutil.disk_usage(_existing(folder.root)).free
    needed = folder.warehouse.stat().st_size if folder.warehouse.is_file() else 0
    line = f"{free / 1e9:,.1f} GB free, at least {needed / 1e9:,.1f} GB needed"
    if free <= needed:
        raise CommandError(ExitCode.DISK, f"{line}: free some space")
    return line


def _settings(folder: DataFolder) -> str:
    read_settings(folder)
    path = folder.root / "whosaid.toml"
    return str(path) if path.is_file() else f"all defaults; there is no {path}"


def _annotator(folder: DataFolder) -> str:
    settings = read_settings(folder)
    return f"{settings.annotator}, version {settings.annotator_factory()().version}"


def _writer(folder: DataFolder) -> str:
    if is_written_to(folder):
        raise LockedError(read_holder(folder))
    return "nobody writes"


def _lake(folder: DataFolder) -> str:
    commits = Lake(folder.lake).commits()
    return f"{len(commits):,} commits, the last of batch {commits[-1].batch_id}" if commits else "nothing yet"


def _warehouse(folder: DataFolder) -> str:
    if not folder.warehouse.is_file():
        return "none yet"
    refuse_if_open_for_writing(folder.warehouse)
    return f"{folder.warehouse}, {folder.warehouse.stat().st_size / 1e6:,.1f} MB"


def _own_files(folder: DataFolder) -> str:
    read_corrections(folder.corrections)
    suites = read_suites(folder.expectations, tables=known_tables(folder))
    return f"corrections and {len(suites)} suites of expectations can be read"


def _dbt_project(folder: DataFolder) -> str:
    is_parsed = (PROJECT / "target" / fingerprint()).is_dir()
    return f"{PROJECT}, {'parsed when it was installed' if is_parsed else 'parsed into the data folder by a run'}"


CHECKS: Mapping[str, Check] = {
    "Program": _program,
    "Libraries": _libraries,
    "dbt project": _dbt_project,
    "Data folder": _data_folder,
    "Disk": _disk,
    "Raw files": _raw_files,
    "Settings": _settings,
    "Annotator": _annotator,
    "Own files": _own_files,
    "Writer": _writer,
    "Lake": _lake,
    "Warehouse": _warehouse,
}


def _existing(path: Path) -> Path:
    """Return the path, or what of it is there."""
    return next(place for place in (path, *path.parents) if place.exists())
