"""/sql: one SELECT that reads the warehouse, within its limits."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipelines.desk import sql_pages
from pipelines.desk.published import PublishedWarehouse
from pipelines.resources.data_folder import DataFolder


def asked(reader: TestClient, query: str) -> str:
    return reader.get("/sql", params={"query": query}).text


def test_rows_are_shown_and_downloaded(reader: TestClient) -> None:
    query = "select count(*) as n, '<b>' as sign from articles;"
    assert "<td>18</td><td>&lt;b&gt;</td>" in asked(reader, query)
    assert reader.get("/sql.csv", params={"query": query}).text == "n,sign\n18,<b>\n"


@pytest.mark.parametrize(
    "query",
    [
        "delete from quotes",
        "create table mine as select 1",
        "create temp table mine as select 1",
        "set memory_limit = '1TB'",
        "attach ':memory:' as other",
        "install httpfs",
        "pragma enable_profiling",
        "copy quotes to 'stolen.csv'",
        "select 1; drop table quotes",
        "call pragma_version()",
        "",
    ],
)
def test_what_is_no_single_select_is_refused(reader: TestClient, query: str) -> None:
    for form in ("", ".csv"):
        answer = reader.get(f"/sql{form}", params={"query": query})
        assert (query == "" and form == "") or answer.status_code == 400, query


@pytest.mark.parametrize("place", ["/etc/passwd", "https://example.com/a.csv", "*.csv"])
def test_no_other_file_is_read(reader: TestClient, place: str, tmp_path: Path) -> None:
    for function in ("read_csv", "read_text", "glob", "read_blob", "parquet_scan", "sniff_csv"):
        answer = reader.get("/sql", params={"query": f"select * from {function}('{place}')"})
        assert answer.status_code == 400 and "root:" not in answer.text, function
    assert reader.get("/sql", params={"query": f"from '{place}'"}).status_code == 400


def test_a_query_ends_in_time(sample: DataFolder) -> None:
    endless = "select count(*) from range(1000000000) a, range(1000000000) b where a.range * b.range = 7"
    with PublishedWarehouse(sample).reading() as connection:
        with pytest.raises(sql_pages.RefusedQueryError, match=r"longer than 0\.2 seconds"):
            sql_pages.ask(connection, endless, seconds=0.2)
        assert sql_pages.ask(connection, "select 7")[1] == [(7,)]


def test_rows_are_limited(reader: TestClient) -> None:
    shown = asked(reader, "from range(100000)")
    assert shown.count("<tr>") == sql_pages.MOST_ROWS + 1 and "the first of more" in shown
