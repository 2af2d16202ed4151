"""Commits of the lake: whole or not at all, whenever the writer dies."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest

from pipelines import lake_writer
from pipelines.lake import Lake
from pipelines.manifests import ManifestError

SEEN_AT = datetime(2026, 1, 31, tzinfo=UTC)

KILLED_WRITER = """
import os, signal, sys
from pathlib import Path
from tests.unit.test_lake import outcome
from pipelines import lake_writer
from pipelines.lake import Lake

point = sys.argv[2]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

if point == "before manifest":
    Lake._publish = die
if point == "before rename":
    Path.replace = die
if point == "while writing":
    lake_writer.pq.write_table = lambda data, path, **_: (Path(path).write_bytes(b"PAR1 half"), die())
if point == "after rename":
    rename = Path.replace
    Path.replace = lambda self, target: (rename(self, target), die())
with Lake(Path(sys.argv[1])).commit(stage="ingest", batch_id="b2", versions={}) as writer:
    writer.add("ingest_outcomes", [outcome("b2", "b.txt")])
"""


def outcome(batch_id: str, path: str) -> dict[str, Any]:
    return {"batch_id": batch_id, "path": path, "outcome": "accepted", "seen_at": SEEN_AT}


def _commit(lake: Lake, batch_id: str, *paths: str) -> None:
    with lake.commit(stage="ingest", batch_id=batch_id, versions={"ingest": "1"}) as writer:
        writer.add("ingest_outcomes", [outcome(batch_id, path) for path in paths])


def _paths(lake: Lake) -> list[str]:
    return [row["path"] for row in lake.read("ingest_outcomes", ["path"]).to_pylist()]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_rows_are_visible_once_the_block_ends(lake: Lake) -> None:
    with lake.commit(stage="ingest", batch_id="b1", versions={"ingest": "1"}) as writer:
        writer.add("ingest_outcomes", [outcome("b1", "a.txt")])
        assert _paths(lake) == []
    assert _paths(lake) == ["a.txt"]
    assert [(commit.batch_id, dict(commit.rows)) for commit in lake.commits()] == [("b1", {"ingest_outcomes": 1})]


def test_an_error_in_the_block_leaves_no_file(lake: Lake) -> None:
    _commit(lake, "b1", "a.txt")
    with pytest.raises(OSError, match="disk"), lake.commit(stage="ingest", batch_id="b2", versions={}) as writer:
        writer.add("ingest_outcomes", [outcome("b2", "b.txt")])
        writer.flush()
        raise OSError("disk full")
    assert _paths(lake) == ["a.txt"]
    assert lake.sweep() == []


def test_a_table_goes_on_in_its_next_file(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake_writer, "PART_ROWS", 2)
    _commit(lake, "b1", "a", "b", "c", "d", "e")
    assert len(lake.files("ingest_outcomes")) == 3
    assert _paths(lake) == ["a", "b", "c", "d", "e"]


def test_nothing_added_commits_nothing(lake: Lake) -> None:
    _commit(lake, "b1")
    assert lake.commits() == []


def test_a_commit_is_made_once(lake: Lake) -> None:
    _commit(lake, "b1", "a.txt")
    with pytest.raises(FileExistsError):
        _commit(lake, "b1", "b.txt")
    assert _paths(lake) == ["a.txt"]


def test_a_row_that_breaks_the_schema_is_refused_and_leaves_no_file(lake: Lake) -> None:
    with pytest.raises(pa.ArrowException), lake.commit(stage="ingest", batch_id="b1", versions={}) as writer:
        writer.add("ingest_outcomes", [{**outcome("b1", "a.txt"), "source_bytes": "many"}])
    assert lake.commits() == []
    assert lake.sweep() == []


@pytest.mark.parametrize(
    ("point", "visible"),
    [
        ("while writing", ["a.txt"]),
        ("before manifest", ["a.txt"]),
        ("before rename", ["a.txt"]),
        ("after rename", ["a.txt", "b.txt"]),
    ],
)
def test_a_killed_writer_leaves_all_or_nothing_and_its_left_overs_are_swept(
    lake: Lake, point: str, visible: list[str]
) -> None:
    _commit(lake, "b1", "a.txt")
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", KILLED_WRITER, str(lake.folder), point]
    killed = subprocess.run(command, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert _paths(lake) == visible
    swept = lake.sweep()
    assert bool(swept) == (point != "after rename")
    assert _paths(lake) == visible
    _commit(lake, "b3", "c.txt")
    assert _paths(lake) == [*visible, "c.txt"]


def test_an_unwritable_lake_raises_and_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("a file where the folder should be")
    lake = Lake(tmp_path / "lake")
    with pytest.raises(OSError):
        _commit(lake, "b1", "a.txt")
    assert lake.commits() == []


WHOLE = {
    "commit_id": "b1.ingest.00000",
    "batch_id": "b1",
    "stage": "ingest",
    "started_at": "2026-03-02T09:00:00+00:00",
    "committed_at": "2026-03-02T09:00:00+00:00",
    "files": {},
    "rows": {},
    "covers": [],
    "versions": {},
}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 300,
        b'{"commit_id": "b1',
        b"[]",
        b"null",
        b"\xff\xfe{",
        *(orjson.dumps({key: value for key, value in WHOLE.items() if key != left_out}) for left_out in WHOLE),
        *(
            orjson.dumps({**WHOLE, key: value})
            for key in WHOLE
            for value in (None, 7, ["a"], {"a": {}})
            if key != "covers"
        ),
        orjson.dumps({**WHOLE, "covers": [7]}),
        orjson.dumps({**WHOLE, "committed_at": "yesterday"}),
    ],
)
def test_a_broken_manifest_is_named_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "_commits" / "b1.ingest.00000.json"
    path.parent.mkdir()
    path.write_bytes(content)
    for ask in (Lake(tmp_path).commits, Lake(tmp_path).last_commit):
        with pytest.raises(ManifestError, match=f"^{path} is no manifest of the lake") as caught:
            ask()
        assert "\n" not in str(caught.value)


def test_a_manifest_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "_commits" / "b1.ingest.00000.json").mkdir(parents=True)
    with pytest.raises(ManifestError, match="Is a directory"):
        Lake(tmp_path).commits()
