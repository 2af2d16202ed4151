"""From where a build starts, and when there is nothing to build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, manifest
from pipelines.warehouse.dbt import run_dbt
from pipelines.warehouse.errors import DiskFull, WarehouseLocked, WarehouseUnwritable
from pipelines.warehouse.manifest import ensure_manifest, install_manifest
from pipelines.warehouse.project import PROJECT
from tests.lake_samples import BRIDGE, annotate, ingest
from tests.published import open_for_writing


def test_nothing_new_is_current_and_a_commit_is_not(published: DataFolder) -> None:
    assert build.is_current(published)
    ingest(Lake(published.lake), "b2", [BRIDGE])
    assert not build.is_current(published)
    assert build.start_build(published)


def test_a_warehouse_of_another_project_is_built_anew(published: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "fingerprint", lambda: "another")
    assert not build.is_current(published)
    assert not build.start_build(published)


def test_a_warehouse_that_somebody_wrote_to_is_built_anew(published: DataFolder) -> None:
    with duckdb.connect(str(published.warehouse)) as connection:
        connection.execute("delete from quotes")
    assert not build.is_current(published)
    assert not build.start_build(published)


def test_a_broken_warehouse_is_built_anew(published: DataFolder) -> None:
    published.warehouse.write_bytes(b"no database" * 1000)
    assert not build.is_current(published)
    assert not build.start_build(published)


def test_a_warehouse_that_the_disk_damaged_behind_its_time_is_built_anew(published: DataFolder) -> None:
    stat = published.warehouse.stat()
    published.warehouse.write_bytes(os.urandom(stat.st_size))
    os.utime(published.warehouse, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert build.is_current(published), "size and time are as published, so a run that has nothing to do is content"
    assert not build.start_build(published)


def test_why_a_warehouse_is_built_anew_is_told(published: DataFolder) -> None:
    assert build.why_not_a_base(published) is None
    published.warehouse.write_bytes(b"no warehouse")
    said = build.why_not_a_base(published)
    assert said is not None and "is built anew from the lake" in said
    published.warehouse.unlink()
    assert build.why_not_a_base(published) is None


def test_a_warehouse_of_a_lake_that_is_gone_is_built_anew(published: DataFolder) -> None:
    shutil.rmtree(published.lake)
    ingest(Lake(published.lake), "b7", [BRIDGE])
    assert not build.start_build(published)


def test_a_build_that_was_left_half_way_is_forgotten(published: DataFolder) -> None:
    published.build_warehouse.write_bytes(b"half a build")
    published.build_warehouse.with_name("warehouse.duckdb.wal").write_bytes(b"half a log")
    ingest(Lake(published.lake), "b2", [BRIDGE])
    annotate(Lake(published.lake), "b2", [BRIDGE])
    run = build.build(published)
    assert run.failures == []
    assert build.row_counts(published)["articles"] == 3


def test_after_a_run_another_process_can_open_the_build_file(published: DataFolder) -> None:
    build.start_build(published)
    run_dbt("run", published, select=["outlets"])
    opened = subprocess.run(
        [sys.executable, "-c", "import duckdb, sys; duckdb.connect(sys.argv[1])", str(published.build_warehouse)],
        check=False,
    )
    assert opened.returncode == 0


def test_a_build_file_that_another_program_has_open_is_named(published: DataFolder) -> None:
    build.start_build(published)
    path = published.build_warehouse
    with open_for_writing(path), pytest.raises(WarehouseLocked, match=f"{path} is open for writing in another program"):
        build.start_build(published)


def test_a_shell_that_only_reads_the_published_file_is_not_in_the_way(published: DataFolder) -> None:
    with open_for_writing(published.warehouse):
        assert build.is_current(published)
        assert build.start_build(published)


def test_a_shell_that_writes_to_the_published_file_is_named(published: DataFolder) -> None:
    with (
        open_for_writing(published.warehouse, "create table notes (line varchar)"),
        pytest.raises(WarehouseLocked, match=f"Another program is writing to {published.warehouse}: close it"),
    ):
        build.start_build(published)


def test_a_full_disk_is_named_and_leaves_nothing(published: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    before = published.warehouse.read_bytes()
    with pytest.raises(DiskFull, match="free some space, then run again"):
        build.start_build(published)
    assert list(published.build.glob("warehouse*")) == []
    assert published.warehouse.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(WarehouseUnwritable, match="choose another folder with --data"):
        build.start_build(DataFolder(tmp_path / "data"))


def test_an_installed_project_is_read_where_it_was_parsed(data: DataFolder) -> None:
    assert ensure_manifest(data) == install_manifest()
    assert not data.build.exists()


def test_a_project_that_the_install_did_not_parse_is_parsed_into_the_data_folder_once(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "PROJECT", data.root / "read-only install")
    first = ensure_manifest(data)
    assert first.is_relative_to(data.build)
    assert not manifest.PROJECT.exists()
    parsed_at = first.stat().st_mtime_ns
    assert ensure_manifest(data) == first
    assert first.stat().st_mtime_ns == parsed_at


def test_dbt_leaves_no_cookie_and_no_logs_in_the_project(built: DataFolder) -> None:
    assert built.warehouse.is_file()
    assert {path.name for path in PROJECT.iterdir()} <= {
        "dbt_project.yml",
        "profiles.yml",
        "models",
        "macros",
        "tests",
        "target",
    }
