"""What another program wrote beside the published file: seen, told, and taken away, for it is in no lake."""

from pathlib import Path

import duckdb
import pytest
from command_line import whosaid

from pipelines.cli.failures import ExitCode
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build, publish
from pipelines.warehouse.errors import WarehouseLocked, WarehouseUnwritable
from pipelines.warehouse.locks import discard_logs, logs_of
from tests.published import rows, shell

COUNT = "select count(*) from quotes"
STATEMENTS = {
    "deletes": "delete from quotes where true",
    "a new table": "create table notes (line varchar)",
    "a view in place of a mart": "create or replace view main.more as select 1",
}


def publish_again(data: DataFolder) -> None:
    build.start_build(data)
    with duckdb.connect(str(data.build_warehouse)) as connection:
        connection.execute("create table built (n integer); insert into built values (1)")
    publish.publish(data)


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
@pytest.mark.parametrize("is_changed", [True, False], ids=["another file", "a copy of the file"])
def test_a_shell_that_writes_after_a_publish_is_seen_and_its_log_taken_away(
    published: DataFolder, statement: str, is_changed: bool
) -> None:
    with shell(published.warehouse) as run:
        publish_again(published) if is_changed else (build.start_build(published), publish.publish(published))
        run(statement)
        assert logs_of(published.warehouse)
        assert not build.is_current(published)
        assert discard_logs(published.warehouse)
        assert build.is_current(published)
        assert rows(published.warehouse, COUNT) == [(3,)]


def test_what_a_program_that_was_killed_wrote_is_not_in_the_next_build(published: DataFolder) -> None:
    with shell(published.warehouse) as run:
        run(STATEMENTS["deletes"])
    assert rows(published.warehouse, COUNT) == [(0,)]
    assert not build.is_current(published)
    assert build.start_build(published)
    assert not logs_of(published.warehouse)
    assert rows(published.build_warehouse, COUNT) == rows(published.warehouse, COUNT) == [(3,)]


def test_readers_are_told_and_shown_nothing_until_a_run_mended_it(published: DataFolder) -> None:
    with shell(published.warehouse) as run:
        run(STATEMENTS["deletes"])
    asked = whosaid("sql", COUNT, "--data", published.root)
    assert asked.returncode == ExitCode.FAILED and asked.stdout == ""
    assert asked.stderr.count("\n") == 1 and "whosaid run removes them" in asked.stderr
    assert "another program wrote beside it" in whosaid("status", "--data", published.root).stdout.replace("\n", " ")


def test_a_program_that_still_writes_to_the_published_file_is_named(published: DataFolder) -> None:
    with shell(published.warehouse) as run:
        run(STATEMENTS["deletes"])
        assert not build.is_current(published)
        with pytest.raises(WarehouseLocked, match="close it, then run again"):
            discard_logs(published.warehouse)
        assert logs_of(published.warehouse)


@pytest.mark.parametrize(
    "name", ["warehouse.duckdb.wal", "warehouse.duckdb.wal.checkpoint", "warehouse.duckdb.wal.recovery"]
)
def test_every_kind_of_log_is_taken_away_and_nothing_else(published: DataFolder, name: str) -> None:
    (published.root / name).write_bytes(b"left over")
    (published.root / "warehouse.duckdb.old").write_bytes(b"a copy of the user's own")
    assert not build.is_current(published)
    assert discard_logs(published.warehouse)
    assert build.is_current(published)
    assert (published.root / "warehouse.duckdb.old").exists()
    assert not discard_logs(published.warehouse)


def test_a_log_that_cannot_be_removed_is_named(published: DataFolder) -> None:
    (published.root / "warehouse.duckdb.wal").mkdir()
    with pytest.raises(WarehouseUnwritable, match="make it writable or choose another folder"):
        discard_logs(published.warehouse)


def test_a_name_with_signs_of_a_pattern_is_that_name(tmp_path: Path) -> None:
    (tmp_path / "w[1].duckdb.wal").write_bytes(b"")
    assert logs_of(tmp_path / "w[1].duckdb") == [tmp_path / "w[1].duckdb.wal"]
    assert logs_of(tmp_path / "w1.duckdb") == []


def test_what_a_build_that_was_killed_spilled_is_removed(published: DataFolder) -> None:
    (published.build / "warehouse.duckdb.tmp").mkdir()
    (published.build / "warehouse.duckdb.tmp" / "duckdb_temp_block-1.block").write_bytes(b"spilled")
    assert build.start_build(published)
    assert not (published.build / "warehouse.duckdb.tmp").exists()
