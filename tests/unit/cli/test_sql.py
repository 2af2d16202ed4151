"""`whosaid sql`."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from command_line import whosaid

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.sql import print_query
from pipelines.resources.data_folder import DataFolder


def test_rows_come_as_csv_and_as_json(published: DataFolder) -> None:
    query = "select speaker, n from quotes order by n"
    as_csv = whosaid("sql", query, "--data", published.root, "--format", "csv")
    assert as_csv.stdout == "speaker,n\n,1\nAda Brennick,2\n"
    as_json = whosaid("sql", query, "--data", published.root, "--format", "json")
    assert json.loads(as_json.stdout) == [{"speaker": None, "n": 1}, {"speaker": "Ada Brennick", "n": 2}]


def test_rows_come_as_a_table(published: DataFolder) -> None:
    assert "Ada Brennick" in whosaid("sql", "select * from quotes", "--data", published.root).stdout


def test_a_write_is_refused_in_one_line(published: DataFolder) -> None:
    before = published.warehouse.read_bytes()
    refused = whosaid("sql", "delete from quotes", "--data", published.root)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1 and "read-only" in refused.stderr
    assert published.warehouse.read_bytes() == before


@pytest.mark.parametrize("query", ["", ";", "select", "select 'caf\udce9' from nowhere"])
def test_what_is_no_query_is_refused_in_one_line(published: DataFolder, query: str) -> None:
    refused = whosaid("sql", query, "--data", published.root)
    assert refused.returncode in (1, 2)
    assert refused.stderr.count("\n") == 1


def test_no_other_file_is_read_or_written(published: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    read = whosaid("sql", f"select * from '{tmp_path}/secret.csv'", "--data", published.root)
    written = whosaid("sql", f"copy quotes to '{tmp_path}/out.csv'", "--data", published.root)
    assert (read.returncode, written.returncode) == (1, 1)
    assert not (tmp_path / "out.csv").exists()


def test_without_a_warehouse_it_says_how_to_make_one(tmp_path: Path) -> None:
    missing = whosaid("sql", "select 1", "--data", tmp_path)
    assert missing.returncode == 3
    assert "whosaid run" in missing.stderr


def test_a_file_that_is_no_warehouse_is_not_taken_for_one_that_is_open(published: DataFolder) -> None:
    published.warehouse.write_bytes(b"no warehouse")
    refused = whosaid("sql", "select 1", "--data", published.root)
    assert refused.returncode == ExitCode.FAILED
    assert refused.stderr.count("\n") == 1 and "remove it, and whosaid run builds it anew" in refused.stderr


def test_a_steering_character_in_a_value_does_not_reach_the_terminal(published: DataFolder) -> None:
    shown = whosaid("sql", "select chr(27) || '[2Jboo' as title", "--data", published.root).stdout
    assert "boo" in shown and "\x1b" not in shown


def test_the_guard_is_on_unless_a_program_wants_the_values(published: DataFolder) -> None:
    query = ["sql", "select '=1+1' as said, -1 as n", "--data", published.root, "--format", "csv"]
    assert whosaid(*query).stdout == "said,n\n'=1+1,-1\n"
    assert whosaid(*query, "--no-guard").stdout == "said,n\n=1+1,-1\n"


def test_tables_and_their_columns_are_listed(published: DataFolder, capsysbinary: Any) -> None:
    for query, said in ((".tables", b"quotes"), (".schema quotes", b"speaker"), (".schema", b"speaker")):
        print_query(query, published.root, form="csv")
        assert said in capsysbinary.readouterr().out
    print_query(".schema nothing", published.root, form="csv")
    assert capsysbinary.readouterr().out == b"table_name,column_name,data_type\n"


def test_a_wide_result_is_printed_one_record_a_block(published: DataFolder, capsys: Any) -> None:
    columns = ", ".join(f"{number} as column_{number}" for number in range(40))
    print_query(f"select {columns}", published.root, form="table")
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == ["-- 1", "column_0   0", "column_1   1"]
    print_query("select 1 as a", published.root, form="records")
    assert capsys.readouterr().out.splitlines() == ["-- 1", "a  1"]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_result_is_written_to_a_file(published: DataFolder, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"result.{form}"
    print_query("select speaker, n from quotes order by n", published.root, form=form, out=out)
    with duckdb.connect() as connection:
        reads = {"csv": "read_csv", "json": "read_json", "parquet": "read_parquet"}[form]
        found = connection.execute(f"select n from {reads}('{out}') order by n").fetchall()
    assert found == [(1,), (2,)]
    with pytest.raises(CommandError, match="cannot be written"):
        print_query("select 1", published.root, form=form, out=tmp_path / "none" / "result")


def test_a_query_comes_from_a_file_or_standard_input_and_not_from_both(published: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "query.sql"
    file.write_text("select 7 as n", encoding="utf-8")
    assert whosaid("sql", "-f", file, "--data", published.root, "--format", "csv").stdout == "n\n7\n"
    both = whosaid("sql", "select 1", "-f", file, "--data", published.root)
    assert both.returncode == 2 and "give one query" in both.stderr
