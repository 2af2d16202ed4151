"""Compares warehouses by their marts: two of one lake, or of two folders that came to hold the same files."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb

LOGS = ("check_results",)
TIMES = ("first_seen", "last_seen", "changed_at", "resolved_at", "seconds", "finished_at", "started_at")

WAYS = ("batch_health", "batches", "entity_history", "utterance_history", "article_revisions", "resolution_reports")
"""Marts that say batch by batch how the present came about; all that they say of the present is in another."""
STEPS = ("batch_id", "revision", "n_revisions", "ingested_at", "seen_at", "outcome", "entity_method", "entity_score")
"""Columns that say in which step a row came, or what was known by then: an outcome is `accepted`, then `unchanged`, of
the same article; a name is linked to the entities of earlier batches, or begins one.
"""
OF_NOW: Mapping[str, str] = {
    "attribution_findings": "where resolved_at is null and scope <> 'batch'",
    "ingest_outcomes": "qualify row_number() over (partition by path, record_no order by batch_id desc) = 1",
}
MEMBERS: Mapping[str, str] = {
    "entity_id": "select entity_id, min(mention_id) from main.entity_mentions group by 1",
    "utterance_id": "select utterance_id, min(segment_id) from main.utterance_quotes group by 1",
}
GIVEN_ID = re.compile(r"\b[eu][0-9a-f]{16}\b")  # of entities and utterances: given by whichever batch met them first
OF_REVISION = re.compile(r"\b([0-9a-f]{16})\.\d+\b")  # how ids of quotes, mentions and segments begin


def assert_same_marts(published: Path, anew: Path) -> None:
    """Raise where a mart that is no log differs between two warehouses of one lake."""
    with closing(duckdb.connect()) as connection:
        for name, path in (("now", published), ("anew", anew)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables, others = (_tables(connection, name) for name in ("now", "anew"))
        assert tables == others
        for table in tables:
            if table not in LOGS:
                columns = _columns(connection, f"now.main.{table}", without=TIMES)
                chosen = ", ".join(f'"{column}"' for column in columns)
                one, other = (f"select {chosen} from {side}.main.{table}" for side in ("now", "anew"))
                lost = connection.execute(f"{one} except all {other}").fetchall()
                more = connection.execute(f"{other} except all {one}").fetchall()
                assert not lost and not more, (table, columns, lost[:2], more[:2])


def assert_same_present(left: Path, right: Path) -> None:
    """Raise where two warehouses of the same files say other things of them, whatever runs read them."""
    one, other = (present_of(path) for path in (left, right))
    assert one.keys() == other.keys()
    for table, rows in one.items():
        lost, more = rows - other[table], other[table] - rows
        assert not lost and not more, (table, list(lost)[:2], list(more)[:2])


def present_of(path: Path) -> dict[str, Counter[str]]:
    """Return the rows of all marts that say what is now, free of ids and times that tell their history."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        names: dict[str, str] = {}
        for query in MEMBERS.values():
            names |= dict(connection.execute(query).fetchall())
        tables = [table for table in _tables(connection, connection_name(connection)) if table not in (*LOGS, *WAYS)]
        return {table: Counter(_present_rows(connection, table, names)) for table in tables}


def connection_name(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the name of the database that is asked."""
    return str(connection.execute("select current_database()").fetchall()[0][0])


def _present_rows(connection: duckdb.DuckDBPyConnection, table: str, names: Mapping[str, str]) -> list[str]:
    columns = _columns(connection, f"main.{table}", without=(*TIMES, *STEPS))
    found = connection.execute(f"select * from main.{table} {OF_NOW.get(table, '')}")
    places = [number for number, column in enumerate(found.description) if column[0] in columns]
    return [_plain([row[place] for place in places], names) for row in found.fetchall()]


def _plain(row: Sequence[object], names: Mapping[str, str]) -> str:
    """Return a row as text: an entity by its first mention, an utterance by its first print, and no revision."""
    text = json.dumps(row, default=str, ensure_ascii=False)
    text = GIVEN_ID.sub(lambda found: names.get(found[0], found[0]), text)
    return OF_REVISION.sub(r"\1", text)


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    listed = "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main' order by 1"
    return [name for (name,) in connection.execute(listed, [database]).fetchall()]


def _columns(connection: duckdb.DuckDBPyConnection, table: str, *, without: Sequence[str]) -> list[str]:
    found = connection.execute(f"describe {table}").fetchall()
    return [column for (column, *_) in found if column not in without]
