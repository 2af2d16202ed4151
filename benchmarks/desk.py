"""Times searches of the desk over a generated warehouse of a million quotes: `python benchmarks/desk.py DATA [N]`.

DATA is a data folder with a published warehouse (the sample's will do): its tables give the columns. The quotes are of
25 words from an invented vocabulary in which few words are frequent and most are rare, of 50,000 speakers in 300
outlets. Printed are the median of seven requests by the clock and by the processor, the first request left out, for the
whole page: counts of facets, twenty cards, the SQL.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from starlette.testclient import TestClient

from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder

REQUESTS = 7
SEARCHES = {
    "everything": {},
    "a frequent word": {"q": "w3"},
    "a rare word": {"q": "w19000"},
    "two words": {"q": "w3 w40"},
    "a phrase": {"q": '"w3 w5"'},
    "a speaker": {"speaker": "Speaker 77"},
    "a word in an outlet and a year": {"q": "w9", "outlet": "Outlet 7", "since": "2025-01-01", "until": "2025-12-31"},
    "a word by a role": {"q": "w9", "role": "role 3"},
}
# `hash` makes the same quotes each time; the cube of an even number in 0 to 1 makes few words frequent.
CONTENT = """
    array_to_string(list_transform(range(25),
        lambda k: 'w' || cast(floor(pow((hash(i * 31 + k) % 100000) / 100000.0, 3) * 20000) as integer)), ' ')
"""
QUOTES = f"""
    insert into quotes by name
    select 'a' || (i // 10) || '.1.q' || (i % 10) as quote_id, 'a' || (i // 10) as article_id, 1 as revision,
        i % 10 as quote_no, 'Outlet ' || (hash(i // 10) % 300) as outlet,
        'outlet' || (hash(i // 10) % 300) as outlet_id,
        timestamp '2024-01-01' + to_hours(cast(hash(i // 10) % 17520 as integer)) as published_at,
        'Speaker ' || s as speaker, 'e' || s as speaker_entity_id, 'Headline ' || (i // 10) as title,
        ['direct', 'mixed', 'indirect'][1 + cast(hash(i) % 3 as integer)] as kind, {CONTENT} as content,
        ['speech', 'writing', 'document'][1 + cast(hash(i * 7) % 3 as integer)] as cue_class,
        case when hash(i * 11) % 5 = 0 then 'channel ' || (hash(i) % 40) end as channel,
        false as is_repeat, false as is_refuted, false as is_added, false as is_confirmed, 0.9 as speaker_score
    from (select i, cast(floor(pow((hash(i * 13) % 100000) / 100000.0, 2) * 50000) as integer) as s from range($n) t(i))
"""
ENTITIES = """
    insert into entities by name
    select 'e' || s as entity_id, 'Speaker ' || s as name, 'PERSON' as entity_type, ['role ' || (s % 12)] as roles
    from range(50000) t(s)
"""


def generate(sample: Path, target: DataFolder, n: int) -> None:
    """Write a warehouse with the tables of `sample`, and in it `n` quotes."""
    with duckdb.connect(str(target.warehouse)) as connection:
        connection.execute(f"attach '{sample}' as sample (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'sample' and schema_name = 'main'"
        )
        for (name,) in tables.fetchall():
            connection.execute(f"create table {name} as from sample.main.{name} limit 0")
        connection.execute(QUOTES, {"n": n})
        connection.execute(ENTITIES)


def measure(client: TestClient, asked: dict[str, str]) -> tuple[float, float, float]:
    """Return the medians in milliseconds by the clock and the processor, and the worst by the clock."""
    clock, processor = [], []
    for _ in range(REQUESTS + 1):
        begun, used = time.perf_counter(), time.process_time()
        assert client.get("/search", params=asked).status_code == 200
        clock.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (time.process_time() - used))
    return statistics.median(clock[1:]), statistics.median(processor[1:]), max(clock[1:])


def main(sample: Path, n: int) -> None:
    """Generate, ask, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = DataFolder(Path(name))
        generate(DataFolder(sample).warehouse, folder, n)
        print(f"{n:,} quotes, {folder.warehouse.stat().st_size / 1e6:,.0f} MB; milliseconds: clock, processor, worst")
        app: Any = make_app(folder)
        with TestClient(app, base_url="http://127.0.0.1:3001") as client:
            begun = time.perf_counter()
            app._app.state.desk.words.update()
            print(
                f"index of words: {time.perf_counter() - begun:.0f} s, {folder.word_index.stat().st_size / 1e6:,.0f} MB"
            )
            for what, asked in SEARCHES.items():
                clock, processor, worst = measure(client, asked)
                print(f"{what:32s} {clock:7.0f} {processor:7.0f} {worst:7.0f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
