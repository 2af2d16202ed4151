"""Builds the warehouse from where the published one stands: a copy of it plus the commits that it does not hold yet.

The build file is private to a run and thrown away by the next, so a failed build leaves nothing behind. The published
file is a base only while it is byte for byte the file that publish put there (size and time), was built by this very
project (fingerprint), and holds no commit that the lake does not have; else everything is built anew from the lake.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.errors import WarehouseLocked, named_os_errors
from pipelines.warehouse.locks import refuse_if_open_for_writing
from pipelines.warehouse.project import fingerprint

if TYPE_CHECKING:
    from pipelines.warehouse.dbt import DbtRun

STATE = "select (select fingerprint from state.build), (select list(commit_id) from state.lake_commits)"
ROW_COUNTS = "select table_name from duckdb_tables() where schema_name = 'main' order by table_name"


@dataclass(frozen=True, slots=True)
class Held:
    """What a warehouse file says that it was built from and by."""

    fingerprint: str
    commits: frozenset[str]


def is_current(data: DataFolder) -> bool:
    """Return True where the published warehouse holds every commit of the lake and this project built it."""
    held = _held(data)
    return held is not None and held.fingerprint == fingerprint() and held.commits == _commits(data.lake)


def build(data: DataFolder, *, full_refresh: bool = False) -> "DbtRun":
    """Build and test the warehouse in the build file, incrementally where the published one is a base for it.

    Raises `WarehouseLocked` where another program writes to a warehouse file, `DiskFull`, `WarehouseUnwritable`,
    `BuildFailed`; a model or test that fails is among the results.
    """
    from pipelines.warehouse.dbt import run_dbt  # a second of imports that a run with nothing new does without

    start_build(data, full_refresh=full_refresh)
    return run_dbt("build", data)


def start_build(data: DataFolder, *, full_refresh: bool = False) -> bool:
    """Put the base in place: a copy of the published warehouse (returns True) or nothing (False)."""
    with named_os_errors(data.build_warehouse):
        data.build.mkdir(parents=True, exist_ok=True)
        refuse_if_open_for_writing(data.build_warehouse)
        for left_over in data.build.glob("warehouse.duckdb*"):
            left_over.unlink()
        held = None if full_refresh else _held(data)
        if held is None or held.fingerprint != fingerprint() or not held.commits <= _commits(data.lake):
            return False
        copying = data.build / "warehouse.duckdb.copying"
        try:
            shutil.copyfile(data.warehouse, copying)
            copying.rename(data.build_warehouse)
        finally:
            copying.unlink(missing_ok=True)
    return True


def row_counts(data: DataFolder) -> dict[str, int]:
    """Return the rows of every mart in the build file, by its name."""
    with duckdb.connect(str(data.build_warehouse), read_only=True) as connection:
        names = [name for (name,) in connection.execute(ROW_COUNTS).fetchall()]
        counts = " union all ".join(f"select '{name}', count(*) from main.{name}" for name in names)  # noqa: S608
        return dict(connection.execute(counts).fetchall())


def published_mark(path: Path) -> dict[str, int]:
    """Return what tells a published file from one that somebody wrote to since."""
    stat = path.stat()
    return {"bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def mark_path(data: DataFolder) -> Path:
    """Return where publish leaves the mark of the file that it published."""
    return data.build / "published.json"


def _held(data: DataFolder) -> Held | None:
    try:
        if json.loads(mark_path(data).read_bytes()) != published_mark(data.warehouse):
            return None
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    refuse_if_open_for_writing(data.warehouse)
    try:
        with duckdb.connect(str(data.warehouse), read_only=True) as connection:
            row = connection.execute(STATE).fetchone()
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise WarehouseLocked(
                f"{data.warehouse} is open for writing: close that program, then run again."
            ) from error
        return None
    except (duckdb.CatalogException, duckdb.SerializationException, duckdb.InternalException):
        return None
    return Held(row[0] or "", frozenset(row[1] or [])) if row else None


def _commits(lake: Path) -> frozenset[str]:
    return frozenset(path.stem for path in (lake / "_commits").glob("*.json"))
