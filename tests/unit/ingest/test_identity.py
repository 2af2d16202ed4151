"""Identity and the index that caches the lake."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest.identity import claimed_ids, fingerprint, place_of
from pipelines.ingest.identity_file import IndexUnusableError, open_index
from pipelines.ingest.identity_index import IdentityIndex
from pipelines.ingest.likeness import sketch
from pipelines.ingest.record import Article, RawRecord, SourceFile
from pipelines.ingest.urls import canonical_url
from pipelines.lake import Lake

SOURCE = SourceFile("2026/a.jsonl", 10, 20)
MAYOR = "The mayor of Oakmere said on Tuesday that the bridge would stay closed until the spring, and perhaps longer."
HARBOUR = "Two cranes fell into the harbour at Tarn in the night; nobody was hurt, the harbour master told reporters."
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


def _read(text: str, *claimed: str, metadata: bytes = b"m") -> Article:
    return Article(claimed, metadata, sketch(text), {"text_sha256": _sha(text)})


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
    assert claimed_ids(url, one, None)[0] == claimed_ids(url, other, "key")[0] == _sha(url)[:16]


def test_without_a_url_path_and_key_or_number_name_it() -> None:
    first, second = RawRecord(SOURCE, "jsonl", b"", 0), RawRecord(SOURCE, "jsonl", b"", 1)
    assert claimed_ids(None, first, None) != claimed_ids(None, second, None)
    assert claimed_ids(None, first, "id-7") == claimed_ids(None, second, "id-7")
    assert claimed_ids(None, RawRecord(SOURCE, "text", b""), None) == (_sha("2026/a.jsonl")[:16],)


@pytest.mark.parametrize(
    "path", ["", "/", "/index.html", "/en/", "/en-gb", "/?utm_source=x", "/Home.aspx", "/#!/story/5"]
)
def test_a_sites_address_names_no_article(path: str) -> None:
    url = canonical_url(f"https://harbourpost.example{path}")
    assert claimed_ids(url, RawRecord(SOURCE, "html", b""), None) == (_sha("2026/a.jsonl")[:16],)


@pytest.mark.parametrize("path", ["/?p=7", "/a", "/news/index.html", "/index.php?id=5"])
def test_a_pages_address_names_its_article(path: str) -> None:
    url = f"https://harbourpost.example{path}"
    assert claimed_ids(url, RawRecord(SOURCE, "html", b""), None)[0] == _sha(url)[:16]


def test_a_fingerprint_sees_metadata_but_not_where_it_came_from() -> None:
    row = _article("a", "text", title="One", title_origin="metadata")
    assert fingerprint(row) == fingerprint({**row, "title_origin": "text", "source_path": "b.txt", "batch_id": "b2"})
    assert fingerprint(row) != fingerprint({**row, "title": "Two"})


def test_a_record_is_judged_by_what_the_batch_has_seen(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        decisions = [
            index.decide(_read("one", "id1"), None),
            index.decide(_read("one", "id1"), None),
            index.decide(_read("one", "id1", metadata=b"other metadata"), None),
            index.decide(_read("two", "id1"), None),
            index.decide(_read("two", "id2", metadata=b"x"), None),
            index.decide(_read("two", "id2", metadata=b"x"), None),
            index.decide(_read("one", "id3"), None),
            index.decide(_read("two", "id3"), None),
        ]
    assert [(d.outcome, d.revision, d.duplicate_of) for d in decisions] == [
        ("accepted", 1, None),
        ("unchanged", 1, None),
        ("revised", 2, None),
        ("revised", 3, None),
        ("duplicate", None, "id1"),
        ("unchanged", None, "id1"),
        ("accepted", 1, None),  # what id1 printed before its revision, nobody prints now
        ("duplicate", None, "id1"),  # an edition that becomes another article's
    ]


def test_another_text_at_an_address_is_another_article_and_stays_it(tmp_path: Path) -> None:
    front, inner = _read(MAYOR, "url", "path1"), _read(HARBOUR, "url", "path2")
    edited = _read(HARBOUR + " It rained on the crane.", "url", "path2")
    with _index(tmp_path) as index:
        read = [index.decide(article, f"{n}.html") for n, article in enumerate((front, inner, inner, edited, front))]
    assert [(d.article_id, d.outcome) for d in read] == [
        ("url", "accepted"),
        ("path2", "accepted"),
        ("path2", "unchanged"),
        ("path2", "revised"),
        ("url", "unchanged"),
    ]


def test_a_later_edition_is_a_revision_wherever_it_lies_and_a_rewritten_one_in_its_own_place(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        index.decide(_read(MAYOR, "url", "path1"), "a.html")
        later = index.decide(_read(MAYOR + " Later he resigned.", "url", "path2"), "b.html")
        rewritten = index.decide(_read(HARBOUR, "url", "path2"), "b.html")
    assert [(d.article_id, d.outcome, d.revision) for d in (later, rewritten)] == [
        ("url", "revised", 2),
        ("url", "revised", 3),
    ]


def test_an_entry_that_moves_down_its_feed_has_no_place() -> None:
    assert place_of("f.xml", 0, "rss") is None
    assert place_of("f.jsonl", 0, "jsonl") == "f.jsonl#0"


def test_a_page_goes_by_the_address_it_was_fetched_from_where_another_has_the_one_it_states(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        index.decide(_read(MAYOR, "page1", "a.warc#1"), "a.warc#0")
        assert index.decide(_read(HARBOUR, "page1", "page2", "a.warc#2"), "a.warc#1").article_id == "page2"


def test_what_is_not_committed_is_forgotten(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        index.decide(_read("one", "id1"), None)
    with _index(tmp_path) as index:
        assert index.decide(_read("one", "id1"), None).outcome == "accepted"


def test_the_index_follows_commits_that_it_did_not_see(tmp_path: Path) -> None:
    with _index(tmp_path):
        pass
    row = _article("id1", "one", title="A", published_at=SEEN_AT)
    _commit(tmp_path, "b1", [row], [_outcome("a.txt", "accepted", "id1")])
    copies = [_outcome("z.zip!b.txt", "duplicate", "id2", duplicate_of="id1")]
    _commit(tmp_path, "b2", [_article("id3", "three")], copies)
    with _index(tmp_path) as index:
        assert index.decide(_read("one", "id1", metadata=fingerprint(row)), None).outcome == "unchanged"
        assert index.decide(_read("one", "id2"), None).outcome == "unchanged"
        assert index.decide(_read("three", "id4"), None).duplicate_of == "id3"
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
        assert index.decide(_read("two", "id1"), None).revision == 2


def test_an_index_that_cannot_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "identity.sqlite").mkdir()
    with pytest.raises(IndexUnusableError, match=r"identity\.sqlite"), _index(tmp_path):
        pass


def test_two_texts_without_an_address_are_told_apart_by_their_places_alone(tmp_path: Path) -> None:
    with _index(tmp_path) as index:
        decided = [
            index.decide(Article((place,), b"m", b"", {"text_sha256": _sha(text)}), place)
            for place, text in (("a.txt", MAYOR), ("b.txt", HARBOUR), ("a.txt", HARBOUR + " It rained."))
        ]
    assert [(one.article_id, one.outcome) for one in decided] == [
        ("a.txt", "accepted"),
        ("b.txt", "accepted"),
        ("a.txt", "revised"),
    ]
