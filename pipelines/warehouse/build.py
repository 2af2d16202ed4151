"""Builds the warehouse from where the published one stands: a copy of it plus the commits that it does not hold yet.

The build file is private to a run and thrown away by the next, so a failed build leaves nothing behind. The published
file is a base only while it is byte for byte the file that publish put there (size and time), was built by this very
project (fingerprint), and holds no commit that the lake does not have; else everything is built anew from the lake.
"""

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.errors import BuildFailed, named_os_errors
from pipelines.warehouse.generic_tests import run_generic_tests
from pipelines.warehouse.locks import discard_logs, logs_of, refuse_if_open_for_writing
from pipelines.warehouse.project import fingerprint
from pipelines.warehouse.results import DbtRun

STATE = "select (select fingerprint from state.build), (select list(commit_id) from state.lake_commits)"
CHECK_MODELS = ("stg_lake__commits", "stg_lake__check_results", "check_results", "lake_commits")
ROW_COUNTS = "select table_name from duckdb_tables() where schema_name = 'main' order by table_name"


def is_current(data: DataFolder) -> bool:
    """Return True where the published warehouse holds the lake, nothing lies beside it, and this project built it."""
    mark = _mark(data)
    if mark is None or logs_of(data.warehouse):
        return False
    return mark.fingerprint == fingerprint() and mark.commits == Lake(data.lake).commit_ids()


def held_commits(data: DataFolder) -> frozenset[str]:
    """Return the commits that the published warehouse holds; none where it is not the file that publish left.

    Whoever has that file open, this needs no lock on it.
    """
    mark = _mark(data)
    return mark.commits if mark else frozenset()


def why_not_a_base(data: DataFolder) -> str | None:
    """Return in one line why a warehouse that lies there is no base of the next build; None where it is, or none lies
    there.
    """
    if _mark(data) is not None or not data.warehouse.is_file():
        return None
    return f"{data.warehouse} is not the file that the last run published: it is built anew from the lake"


def build(data: DataFolder, *, full_refresh: bool = False) -> DbtRun:
    """Build and test the warehouse in the build file, incrementally where the published one is a base for it.

    Raises `WarehouseLocked` where another program writes to a warehouse file (a reader may stay), `DiskFull`,
    `WarehouseUnwritable`, `BuildFailed`; a model or test that fails is among the results.
    """
    from pipelines.warehouse.dbt import run_dbt  # a second of imports that a run with nothing new does without

    started = time.perf_counter()
    start_build(data, full_refresh=full_refresh)
    results = run_dbt("build", data).results
    return DbtRun([*results, *run_generic_tests(data, results)], time.perf_counter() - started)


def take_in_checks(data: DataFolder) -> None:
    """Let dbt add what the checks of this build found to the build file, as rows of check_results.

    Raises `BuildFailed` where a model fails, and what `build` raises.
    """
    from pipelines.warehouse.dbt import run_dbt

    run = run_dbt("run", data, select=CHECK_MODELS)
    if run.failures:
        said = "; ".join(f"{node.name}: {node.message}" for node in run.failures)
        raise BuildFailed(f"The results of the checks could not be added to the build: {said}")


def holds_the_lake(data: DataFolder) -> bool:
    """Return True where the build file holds every commit of the lake."""
    return mark_of(data.build_warehouse).commits == Lake(data.lake).commit_ids()


def start_build(data: DataFolder, *, full_refresh: bool = False) -> bool:
    """Put the base in place: a copy of the published warehouse (returns True) or nothing (False)."""
    with named_os_errors(data.build_warehouse):
        data.build.mkdir(parents=True, exist_ok=True)
        refuse_if_open_for_writing(data.build_warehouse)
        for left_over in data.build.glob("warehouse.duckdb*"):
            shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()  # a folder: what did not fit memory
        discard_logs(data.warehouse)
        mark = None if full_refresh else _mark(data)
        if mark is None or mark.fingerprint != fingerprint() or not _is_base(mark.commits, Lake(data.lake)):
            return False
        copying = data.build / "warehouse.duckdb.copying"
        try:
            shutil.copyfile(data.warehouse, copying)
            if not _is_whole(copying, mark):
                return False
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


@dataclass(frozen=True, slots=True)
class Mark:
    """What publish noted of the file that it published; a file that differs from it was written to since."""

    bytes: int
    mtime_ns: int
    fingerprint: str
    commits: frozenset[str]

    def to_json(self) -> str:
        """Return the mark as it is kept beside the build file."""
        return json.dumps({**asdict(self), "commits": sorted(self.commits)})


def mark_of(path: Path) -> Mark:
    """Read off the DuckDB file `path` what tells it from others; nobody may have it open for writing."""
    with duckdb.connect(str(path), read_only=True) as connection:
        found, commits = connection.execute(STATE).fetchall()[0]
    stat = path.stat()
    return Mark(stat.st_size, stat.st_mtime_ns, found or "", frozenset(commits or []))


def mark_path(data: DataFolder) -> Path:
    """Return where publish leaves the mark of the file that it published."""
    return data.build / "published.json"


def _mark(data: DataFolder) -> Mark | None:
    """Return the mark of the published file, None where it is not that file any more. Needs no lock on it."""
    try:
        raw = json.loads(mark_path(data).read_bytes())
        mark = Mark(raw["bytes"], raw["mtime_ns"], raw["fingerprint"], frozenset(raw["commits"]))
        stat = data.warehouse.stat()
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return mark if (mark.bytes, mark.mtime_ns) == (stat.st_size, stat.st_mtime_ns) else None


def _is_whole(copy: Path, mark: Mark) -> bool:
    """Return True where DuckDB can read the copy, and finds in it what the mark says; a disk may have lost some."""
    try:
        found = mark_of(copy)
    except duckdb.Error:
        return False
    return (found.fingerprint, found.commits) == (mark.fingerprint, mark.commits)


def _is_base(held: frozenset[str], lake: Lake) -> bool:
    """Return True where the lake has all commits of a warehouse and, of merged ones, the warehouse all or none."""
    is_split = any(
        not held.isdisjoint(commit.members) and not held.issuperset(commit.members) for commit in lake.commits()
    )
    return held <= lake.commit_ids() and not is_split
