"""Identity and the index that caches the lake."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest.identity import IdentityIndex, IndexUnusableError, article_id, fingerprint, open_index
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.lake import Lake

SOURCE = SourceFile("2026/a.jsonl", 10, 20)
SEEN_AT = datetime(2026, 1, 31, tzinfo=UTC)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def _index(folder: Path) -> Iterator[IdentityIndex]:
    with open_index(folder / "identity.sqlite", Lake(folder / "lake")) as index:
        yield index


def _article(identity: str, text: str, revision: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "article_id": identity,
        "revision": revision,
        "batch_id": "b1",
        "source_path": "a.txt",
        "source_format": "text",
        "source_sha256": "00",
        "source_bytes": 1,
        "authors": [],
        "text": text,
        "body_start_char": 0,
        "text_sha256": _sha(text),
        "extractor": "whosaid",
        "extractor_version": "",
        "ingested_at": SEEN_AT,
        **fields,
    }


def _outcome(path: str, outcome: str, identity: str, **columns: Any) -> dict[str, Any]:
    row = {"batch_id": "b1", "path": path, "outcome": outcome, "article_id": identity, "seen_at": SEEN_AT}
    return {**row, "source_bytes": 10, "source_mtime_ns": 20, **columns}


def _commit(folder: Path, batch_id: str, articles: list[dict[str, Any]], outcomes: list[dict[str, Any]]) -> None:
    with Lake(folder / "lake").commit(stage="ingest", batch_id=batch_id, versions={"ingest": "1"}) as writer:
        writer.add("articles", articles)
        writer.add("ingest_outcomes", outcomes)


def test_a_url_names_an_article_wherever_its_file_lies() -> None:
    url = "https://harbourpost.example/a"
    one, other = RawRecord(SOURCE, "jsonl", b"", 0), RawRecord(SourceFile("b.jsonl", 1, 1), "jsonl", b"", 7)
    assert article_id(url, one, None) == article_id(url, other, "key") == _sha(url)[:16]


def test_without_a_url_path_and_key_or_number_name_it() -> None:
    first, second = RawRecord(SOURCE, "jsonl", b"", 0), RawRecord(SOURCE, "jsonl", b"", 1)
    assert article_id(None, first, None) != article_id(None, second, None)
    assert article_id(None, first, "id-7") == article_id(None, second, "id-7")
    assert article_id(None, RawRecord(SOURCE, "text", b""), None) == _sha("2026/a.jsonl")[:16]


def test_a_fingerprint_sees_metadata_but_not_where_it_came_from() -> None:
    row = _article("a", "text", title="One", title_origin="metadata")
    assert fingerprint(row) == fingerprint({**row, "title_origin": "text", "source_path": "b.txt", "batch_id": "b2"})
    assert fingerprint(row) != fingerprint({**row, "title": "Two"})


def test_a_record_is_judged_by_what_the_batch_has_seen(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        decisions = [
            index.decide("id1", _sha("one"), b"m"),
            index.decide("id1", _sha("one"), b"m"),
            index.decide("id1", _sha("one"), b"other metadata"),
            index.decide("id1", _sha("two"), b"m"),
            index.decide("id2", _sha("two"), b"x"),
            index.decide("id2", _sha("two"), b"x"),
            index.decide("id3", _sha("one"), b"m"),
        ]
    assert [(d.outcome, d.revision, d.duplicate_of) for d in decisions] == [
        ("accepted", 1, None),
        ("unchanged", 1, None),
        ("revised", 2, None),
        ("revised", 3, None),
        ("duplicate", None, "id1"),
        ("unchanged", None, "id1"),
        ("accepted", 1, None),  # what id1 printed before its revision, nobody prints now
    ]


def test_what_is_not_committed_is_forgotten(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        index.decide("id1", _sha("one"), b"m")
    with _index(tmp_path) as index:
        assert index.decide("id1", _sha("one"), b"m").outcome == "accepted"


def test_the_index_follows_commits_that_it_did_not_see(tmp_path: Path) -> None:
    with _index(tmp_path):
        pass
    row = _article("id1", "one", title="A", published_at=SEEN_AT)
    _commit(tmp_path, "b1", [row], [_outcome("a.txt", "accepted", "id1")])
    copies = [_outcome("z.zip!b.txt", "duplicate", "id2", duplicate_of="id1")]
    _commit(tmp_path, "b2", [_article("id3", "three")], copies)
    with _index(tmp_path) as index:
        assert index.decide("id1", _sha("one"), fingerprint(row)).outcome == "unchanged"
        assert index.decide("id2", _sha("one"), b"").outcome == "unchanged"
        assert index.decide("id4", _sha("three"), b"").duplicate_of == "id3"
        assert index.has_file(SourceFile("a.txt", 10, 20), "1")
        assert index.has_file(SourceFile("z.zip", 10, 20), "1")
        assert not index.has_file(SourceFile("a.txt", 10, 21), "1")
        assert not index.has_file(SourceFile("a.txt", 11, 20), "1")
        assert not index.has_file(SourceFile("a.txt", 10, 20), "2")


@pytest.mark.parametrize("damage", ["missing", "garbage", "other layout", "ahead"])
def test_an_index_that_cannot_be_trusted_is_made_anew(tmp_path: Path, damage: str) -> None:
    _commit(tmp_path, "b1", [_article("id1", "one")], [_outcome("a.txt", "accepted", "id1")])
    with _index(tmp_path):
        pass
    path = tmp_path / "identity.sqlite"
    if damage == "missing":
        path.unlink()
    elif damage == "garbage":
        path.write_bytes(b"no database " * 1000)
    elif damage == "other layout":
        connection = sqlite3.connect(path)
        connection.executescript("drop table files; pragma user_version = 999")
        connection.close()
    else:
        connection = sqlite3.connect(path)
        connection.execute("insert into commits values ('20990101T000000Z.ingest.00000')")
        connection.execute("delete from articles")
        connection.commit()
        connection.close()
    with _index(tmp_path) as index:
        assert index.decide("id1", _sha("two"), b"").revision == 2


def test_an_index_that_cannot_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "identity.sqlite").mkdir()
    with pytest.raises(IndexUnusableError, match=r"identity\.sqlite"), _index(tmp_path):
        pass
