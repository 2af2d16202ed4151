"""A batch from files to committed rows, and what the next batch makes of the same files."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from pipelines.ingest.discover import UNREAD, Found, MissingSourceError
from pipelines.ingest.fields import mapping_with
from pipelines.ingest.ingest import IngestSettings
from pipelines.ingest.reading import read
from pipelines.ingest.reading_settings import ReadingSettings
from pipelines.ingest.record import SourceFile
from pipelines.records import Rejected
from tests.unit.ingest.conftest import Desk

TEXT = "Harbour bridge to close\n\nThe bridge will close on Friday for a week, the port authority said.\n"


def _items(count: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"item-{number}",
            "title": f"Council votes on item {number}",
            "text": f"The council voted on item {number} on Monday. Its chair said that it was overdue.",
            "outlet": "Tarn Courier",
            "date": "2026-01-30T10:00:00Z",
        }
        for number in range(count)
    ]


def test_a_scan_skips_what_has_a_row_and_a_named_file_is_unchanged(desk: Desk) -> None:
    path = desk.put("a.txt", TEXT)
    assert desk.run().outcomes == {"accepted": 1}
    again = desk.run()
    assert (again.skipped, again.records) == (1, 0)
    assert len(desk.rows()) == 1, "nothing new, no commit"
    desk.run(path)
    assert desk.outcomes() == {("a.txt", None): "unchanged"}
    os.utime(path)
    desk.run()
    assert desk.outcomes() == {("a.txt", None): "unchanged"}
    assert len(desk.rows("articles")) == 1


def test_a_scan_reads_again_what_was_read_under_other_names_of_fields(desk: Desk) -> None:
    desk.put("a.json", json.dumps({"kopf": "Bridge to close", "body": TEXT}))
    desk.run()
    named = IngestSettings(reading=ReadingSettings(mapping_with({"kopf": "title"})))
    assert desk.run(settings=named).outcomes == {"revised": 1}
    assert [row["title"] for row in desk.rows("articles")][-1] == "Bridge to close"
    assert desk.run(settings=named).skipped == 1
    assert desk.run().outcomes == {"revised": 1}, "the names were taken back"


def test_a_file_that_was_unreadable_is_read_once_it_can_be(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.put("a.txt", "Ferry opens\n\nIt runs every ten minutes, said the port.")
    with monkeypatch.context() as locked:
        locked.setattr(os, "access", lambda *_, **__: False)
        assert desk.run().reasons == {"unreadable_file": 1}
        assert desk.run().skipped == 1
    assert desk.run().outcomes == {"accepted": 1}
    path.unlink()
    found = Found(SourceFile("a.txt", 1, 1), path, is_named=False)  # gone between being found and being read
    [piece] = read(found)
    assert isinstance(piece.content, Rejected)
    assert (piece.content.reason_code, piece.source.mtime_ns) == ("unreadable_file", UNREAD)


def test_a_changed_file_is_a_revision_and_the_same_text_elsewhere_a_duplicate(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.run()
    desk.put("a.txt", TEXT.replace("a week", "two weeks"))
    desk.put("b/copy.txt", TEXT.replace("a week", "two weeks"))
    desk.run()
    assert desk.outcomes() == {("a.txt", None): "revised", ("b/copy.txt", None): "duplicate"}
    revised, copy = desk.rows()[-2:]
    assert (revised["revision"], copy["duplicate_of"]) == (2, revised["article_id"])
    assert [row["revision"] for row in desk.rows("articles")] == [1, 2]


def test_a_url_keeps_its_article_when_another_file_brings_it(desk: Desk) -> None:
    item = {**_items(1)[0], "url": "https://tarncourier.example/votes?utm_source=x"}
    desk.put("monday.jsonl", json.dumps(item))
    desk.run()
    desk.put("tuesday.jsonl", json.dumps({**item, "url": "https://tarncourier.example/votes"}))
    desk.put("wednesday.jsonl", json.dumps({**item, "title": "Council has voted"}))
    desk.run()
    assert list(desk.outcomes().values()) == ["unchanged", "revised"]


def test_records_of_every_kind_of_table_are_the_same_articles(desk: Desk) -> None:
    items = _items(5)
    desk.put("a.jsonl", "\n".join(map(json.dumps, items)))
    desk.put("b.json", json.dumps(items))
    desk.put("c.json", json.dumps({"status": "ok", "articles": items}))
    desk.put("d.csv", "")
    table = pa.Table.from_pylist(items)
    pa_csv.write_csv(table, desk.folder.raw / "d.csv")
    pq.write_table(table, desk.folder.raw / "e.parquet")
    report = desk.run()
    assert report.outcomes == {"accepted": 5, "duplicate": 20}
    assert report.formats == {"jsonl": 5, "json": 10, "csv": 5, "parquet": 5}
    assert {row["outlet"] for row in desk.rows("articles")} == {"Tarn Courier"}
    assert {row["published_at_origin"] for row in desk.rows("articles")} == {"metadata"}


def test_a_sidecar_speaks_for_its_text_and_has_no_row(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.put("a.json", json.dumps({"outlet": "Tarn Courier", "byline": "By Mara Quill", "date": "2026-01-30"}))
    desk.put("b.txt", TEXT.replace("bridge", "tunnel"))
    desk.put("b.txt.json", json.dumps({"outlet": "Harbour Post"}))
    desk.put("c.txt", TEXT.replace("bridge", "lock"))
    desk.put("c.json", json.dumps(_items(1)[0]))
    desk.run()
    assert desk.outcomes() == {(name, None): "accepted" for name in ("a.txt", "b.txt", "c.json", "c.txt")}
    found = {row["source_path"]: (row["outlet"], row["outlet_origin"]) for row in desk.rows("articles")}
    assert found["a.txt"] == ("Tarn Courier", "sidecar")
    assert found["b.txt"] == ("Harbour Post", "sidecar")
    assert found["c.txt"] == (None, None)
    sidecar = desk.put("a.json", json.dumps({"outlet": "Tarn Evening Courier"}))
    os.utime(sidecar, ns=(time.time_ns(), time.time_ns() + 10**9))
    desk.run()
    assert desk.outcomes() == {("a.txt", None): "revised"}


def test_own_field_names_are_looked_for_first(desk: Desk) -> None:
    desk.put("a.jsonl", json.dumps({"kop": "Mill reopens", "lead": {"tekst": _items(1)[0]["text"]}, "text": "-"}))
    desk.run(settings=IngestSettings(reading=ReadingSettings(mapping_with({"kop": "title", "lead.tekst": "text"}))))
    assert [row["title"] for row in desk.rows("articles")] == ["Mill reopens"]


def test_more_workers_give_the_same_rows(desk: Desk, tmp_path: Path) -> None:
    other = Desk(type(desk.folder)(tmp_path / "other"))
    lines = "\n".join(json.dumps(item) for item in _items(300))
    for each, workers in ((desk, 1), (other, 3)):
        each.put("a.jsonl", lines)
        each.run(settings=IngestSettings(workers=workers))
    for table in ("articles", "ingest_outcomes"):
        rows, others = desk.rows(table), other.rows(table)
        assert len(rows) == 300
        assert [{**row, "source_mtime_ns": 0} for row in rows] == [{**row, "source_mtime_ns": 0} for row in others]


def test_a_missing_source_is_named_before_anything_is_written(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    with pytest.raises(MissingSourceError, match="nowhere"):
        desk.run(desk.folder.raw, desk.folder.root / "nowhere")
    assert not desk.folder.lake.exists()


def test_a_second_ingest_in_one_batch_is_another_commit(desk: Desk) -> None:
    desk.run(desk.put("a.txt", TEXT))
    desk.batches = 0
    desk.run(desk.put("b.txt", TEXT.replace("bridge", "lock")))
    assert [row["path"] for row in desk.rows()] == ["a.txt", "b.txt"]


KILLED_RUN = """
import sys
from pathlib import Path
from pipelines.ingest.ingest import ingest
from pipelines.resources.data_folder import DataFolder

folder = DataFolder(Path(sys.argv[1]))
done = 0

def on_outcome():
    global done
    done += 1
    if done == 150:
        print("half way", flush=True)
        sys.stdin.read()

ingest([folder.raw], folder, batch_id="20260131T000000Z-dead", on_outcome=on_outcome)
"""


def test_a_batch_killed_half_way_is_done_whole_by_the_next(desk: Desk) -> None:
    desk.put("a.jsonl", "\n".join(json.dumps(item) for item in _items(300)))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    command = [sys.executable, "-c", KILLED_RUN, str(desk.folder.root)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as half:
        assert half.stdout is not None
        assert half.stdout.readline() == "half way\n"
        half.kill()
        assert half.wait() == -signal.SIGKILL
    assert desk.rows() == []
    assert desk.run().outcomes == {"accepted": 300}


def test_a_full_disk_raises_and_shows_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", TEXT)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.lake_writer.pq.write_table", full)
    with pytest.raises(OSError, match="No space left"):
        desk.run()
    monkeypatch.undo()
    assert desk.rows() == []
    assert desk.run().outcomes == {"accepted": 1}
