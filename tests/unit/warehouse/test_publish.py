"""What readers see while and after a build is published."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish
from pipelines.warehouse.errors import BuildFailed, DiskFull, WarehouseLocked, WarehouseUnwritable
from tests.lake_samples import BRIDGE, annotate, ingest
from tests.published import open_for_writing, rows

READER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(connection.execute("select count(*) from quotes").fetchone()[0], flush=True)
"""

OLD_CLIENT = """
import duckdb, sys
assert duckdb.__version__.startswith("1.3.")
connection = duckdb.connect(sys.argv[1], read_only=True)
tables = connection.sql("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
read = {name: connection.sql(f"select count(*), max(hash(t)) from {name} as t").fetchone() for (name,) in tables}
print(len(read) > 20, read["quotes"][0])
"""


def test_an_open_reader_keeps_its_warehouse_and_the_next_sees_the_new_one(published: DataFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(published.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:

        def ask() -> str:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write("?\n")
            reader.stdin.flush()
            return reader.stdout.readline()

        assert ask() == "3\n"
        ingest(Lake(published.lake), "b2", [BRIDGE])
        annotate(Lake(published.lake), "b2", [BRIDGE])
        assert build.build(published).failures == []
        publish.publish(published)
        assert ask() == "3\n"
        assert rows(published.warehouse, "select count(*) from quotes") == [(4,)]
        reader.communicate()


def test_publishing_says_what_readers_see(published: DataFolder) -> None:
    build.start_build(published)
    done = publish.publish(published)
    assert (done.path, done.bytes) == (published.warehouse, published.warehouse.stat().st_size)
    assert not published.build_warehouse.exists()
    assert build.is_current(published)


def test_without_a_build_nothing_is_published(published: DataFolder) -> None:
    before = published.warehouse.read_bytes()
    with pytest.raises(BuildFailed, match="build the warehouse first"):
        publish.publish(published)
    assert published.warehouse.read_bytes() == before


def test_a_program_that_writes_to_the_warehouse_stops_publishing(published: DataFolder) -> None:
    build.start_build(published)
    with (
        open_for_writing(published.warehouse, "create table notes (line varchar)"),
        pytest.raises(WarehouseLocked, match="close it"),
    ):
        publish.publish(published)


def test_a_shell_without_readonly_that_only_reads_does_not_stop_publishing(published: DataFolder) -> None:
    build.start_build(published)
    with open_for_writing(published.warehouse):
        publish.publish(published)
        assert rows(published.warehouse, "select count(*) from quotes") == [(3,)]


def test_a_log_of_a_program_that_died_does_not_meet_the_new_warehouse(published: DataFolder) -> None:
    log = published.warehouse.with_name("warehouse.duckdb.wal")
    build.start_build(published)
    log.write_bytes(b"left over")
    publish.publish(published)
    assert not log.exists()
    assert rows(published.warehouse, "select count(*) from quotes") == [(3,)]


def test_a_disk_that_fills_up_at_the_checkpoint_is_named(
    published: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: str) -> None:
        raise duckdb.FatalException(f"FATAL Error: Could not write file {path}: No space left on device")

    build.start_build(published)
    before = published.warehouse.read_bytes()
    monkeypatch.setattr(duckdb, "connect", full)
    with pytest.raises(DiskFull, match="free some space, then run again"):
        publish.publish(published)
    assert published.warehouse.read_bytes() == before


def test_a_folder_in_the_warehouses_place_is_named(published: DataFolder) -> None:
    build.start_build(published)
    published.warehouse.unlink()
    published.warehouse.mkdir()
    with pytest.raises(WarehouseUnwritable, match="make it writable or choose another folder"):
        publish.publish(published)


def test_an_old_duckdb_client_reads_every_table(published: DataFolder) -> None:
    python = os.environ.get("WHOSAID_OLD_DUCKDB_PYTHON", "")
    if not Path(python).is_file():
        pytest.skip("WHOSAID_OLD_DUCKDB_PYTHON names no Python with DuckDB 1.3")
    answer = subprocess.run(
        [python, "-c", OLD_CLIENT, str(published.warehouse)], capture_output=True, text=True, check=False
    )
    assert (answer.stdout, answer.stderr) == ("True 3\n", "")


def test_the_warehouse_is_written_in_a_storage_version_that_old_clients_read(published: DataFolder) -> None:
    tags = rows(published.warehouse, "select tags['storage_version'] from duckdb_databases() where not internal")
    assert tags == [("v1.2.0+",)]
