"""The stages on a lake: what waits, what a crash leaves, what the next run needs, what the user gives."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.lake import Lake
from pipelines.lake_writer import Writer
from pipelines.resolve.copies.stage import resolve_pending_copies
from pipelines.resolve.entities.stage import load_entities, resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.utterances.stage import resolve_pending_utterances
from pipelines.resolve.waiting import is_resolved
from tests.lake_samples import BRIDGE, FERRY, FISH, Said, Story, annotate, first_batch, ingest, resolve

WORDS = "The ferry will not run again before the ice is gone from the harbour,"
PRINTED = Story("p1", f'Ferry waits\n"{WORDS}" said Odo Fenn.', [Said(WORDS, "Odo Fenn")], outlet="Ledger")
COPIED = Story("p2", f'No ferry\n"{WORDS}" said Odo Fenn.', [Said(WORDS, "Odo Fenn")], outlet="Post")
HEADER = "left_id,right_id,decision\n"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / ".build" / "resolve"


def add(lake: Lake, batch_id: str, *stories: Story, reader_version: str = "r1") -> None:
    ingest(lake, batch_id, stories)
    annotate(lake, batch_id, stories, reader_version=reader_version)


def current(lake: Lake, table: str, key: str) -> dict[Any, dict[str, Any]]:
    """Return the rows that count: the latest batch's of each key."""
    rows = sorted(lake.read(table).to_pylist(), key=lambda row: row["batch_id"])
    return {key: row for key, row in {row[key]: row for row in rows}.items() if not row.get("is_removed")}


def test_what_is_resolved_waits_no_more_and_commits_nothing(lake: Lake, cache: Path) -> None:
    add(lake, "b1", PRINTED)
    assert not is_resolved(lake, InputFiles())
    resolve(lake, "b1")
    assert is_resolved(lake, InputFiles())
    before = [commit.commit_id for commit in lake.commits()]
    resolve(lake, "b2")
    assert [commit.commit_id for commit in lake.commits()] == before


def test_a_commit_names_what_it_was_made_from(lake: Lake) -> None:
    add(lake, "b1", PRINTED)
    resolve(lake, "b1")
    covers = {
        next(iter(c.versions)): {n.split("/")[0] for n in c.covers} for c in lake.commits() if c.stage == "resolve"
    }
    assert covers == {
        "copies": {"articles"},
        "entities": {"articles", "mentions", "sentences"},
        "utterances": {"articles", "quotes", "sentences", "entity_mentions", "entities"},
    }


def test_words_printed_by_a_later_batch_join_the_utterance_with_its_id(lake: Lake) -> None:
    add(lake, "b1", PRINTED)
    resolve(lake, "b1")
    ((first, _),) = current(lake, "utterances", "utterance_id").items()
    add(lake, "b2", COPIED)
    resolve(lake, "b2")
    ((name, row),) = current(lake, "utterances", "utterance_id").items()
    assert (name, row["outlets"], row["articles"], row["speaker"]) == (first, ["Ledger", "Post"], 2, "Odo Fenn")
    (entity,) = current(lake, "entities", "entity_id")
    assert row["speaker_entity_id"] == entity


def test_a_cache_that_is_missing_or_broken_is_made_anew_from_the_lake(lake: Lake, cache: Path) -> None:
    add(lake, "b1", PRINTED, FISH)
    resolve(lake, "b1")
    kept, lost = lake.folder.parent, lake.folder.parent.with_name("lost")
    shutil.copytree(kept, lost)
    shutil.rmtree(lost / ".build" / "resolve" / "utterances")
    (lost / ".build" / "resolve" / "entities" / "entities.arrow").write_bytes(b"torn")
    found = []
    for folder in (kept, lost):
        again = Lake(folder / "lake")
        add(again, "b2", COPIED, FERRY)
        resolve(again, "b2")
        found.append({table: current(again, table, key) for table, key in CURRENT.items()})
    assert found[0] == found[1]


CURRENT = {
    "utterances": "utterance_id",
    "utterance_segments": "segment_id",
    "entities": "entity_id",
    "article_fingerprints": "article_id",
}


@pytest.fixture
def torn(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    with monkeypatch.context() as patch:
        yield patch


def test_a_crash_while_writing_loses_and_doubles_nothing(lake: Lake, cache: Path, torn: pytest.MonkeyPatch) -> None:
    add(lake, "b1", PRINTED, COPIED)
    write = Writer.add_table

    def crash(writer: Writer, table: str, rows: Any) -> None:
        if table == "utterance_segments":
            raise OSError("the disk is full")
        write(writer, table, rows)

    torn.setattr(Writer, "add_table", crash)
    with pytest.raises(OSError, match="the disk is full"):
        resolve(lake, "b1")
    torn.undo()
    assert lake.count("utterances") == 0
    resolve(lake, "b2")
    assert len(current(lake, "utterances", "utterance_id")) == 1
    assert (lake.count("utterances"), lake.count("entities")) == (1, 1)


def test_another_reader_replaces_what_is_resolved(lake: Lake) -> None:
    add(lake, "b1", PRINTED, COPIED)
    resolve(lake, "b1")
    silent = [Story(story.article_id, story.text, []) for story in (PRINTED, COPIED)]
    annotate(lake, "b2", silent, reader_version="r2")
    resolve(lake, "b2")
    assert current(lake, "utterances", "utterance_id") == {}
    assert [row["method"] for row in lake.read("entity_mentions").to_pylist()][-2:] == ["withdrawn", "withdrawn"]


def test_an_article_that_a_new_annotation_leaves_out_keeps_what_it_has(lake: Lake) -> None:
    add(lake, "b1", PRINTED, COPIED)
    resolve(lake, "b1")
    annotate(lake, "b2", [PRINTED], reader_version="r2")
    resolve(lake, "b2")
    segments = current(lake, "utterance_segments", "segment_id").values()
    assert {row["article_id"] for row in segments} == {"p1", "p2"}


def resolve_entities(lake: Lake, cache: Path, files: InputFiles, batch_id: str) -> list[tuple[str, int, str]]:
    report = resolve_pending_entities(lake, cache, files, batch_id=batch_id)
    return [(row["source"], row["row_no"], row["reason_code"]) for row in report.reports]


def test_decisions_are_honoured_where_nothing_else_is_new_and_bad_rows_are_reported(lake: Lake, cache: Path) -> None:
    first_batch(lake)
    cache = lake.folder.parent / ".build" / "resolve"
    decisions = lake.folder.parent / "decisions.csv"
    decisions.write_text(
        HEADER + "a1#0,a2#0,not_same\nnobody,a1#0,same\na1#0,a2#0,same\na1#0,a1#0,same\na1#0,a2#0,may be\n"
    )
    files = InputFiles(decisions)
    assert not is_resolved(lake, files)
    assert resolve_entities(lake, cache, files, "b2") == [
        ("decisions", 2, "unknown_id"),
        ("decisions", 3, "contradiction"),
        ("decisions", 4, "same_id_twice"),
        ("decisions", 5, "unknown_decision"),
    ]
    chains = load_entities(lake, lake.commits(), cache).entity_mentions.to_pylist()
    ids = {chain["article_id"]: chain["entity_id"] for chain in chains if chain["name"] == "Odo Fenn"}
    assert ids["a1"] != ids["a2"]
    resolve_pending_utterances(lake, cache, batch_id="b2")
    assert is_resolved(lake, files)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"left,right\na,b\n", "no_such_columns"), (HEADER.encode() + b"\xff,\xfe,same\n", "not_utf8")],
)
def test_a_decisions_file_that_cannot_be_read_is_one_report(
    lake: Lake, cache: Path, content: bytes, reason: str
) -> None:
    add(lake, "b1", PRINTED)
    path = lake.folder.parent / "decisions.csv"
    path.write_bytes(content)
    assert resolve_entities(lake, cache, InputFiles(path), "b1") == [("decisions", 0, reason)]
    assert len(current(lake, "entities", "entity_id")) == 1


def test_an_alias_file_links_entities_and_reports_its_bad_lines(lake: Lake, cache: Path) -> None:
    add(lake, "b1", PRINTED)
    path = lake.folder.parent / "aliases.json"
    item = '{"id": "Q1", "type": "PERSON", "labels": {"en": {"value": "Odo Fenn"}}}'
    path.write_text(f'[\n{item},\n{item},\nno json,\n{{"id": "Q2"}}\n]\n')
    assert resolve_entities(lake, cache, InputFiles(aliases=path), "b1") == [
        ("aliases", 3, "duplicate_id"),
        ("aliases", 4, "not_json"),
        ("aliases", 5, "no_name"),
    ]
    assert [row["knowledge_base_id"] for row in current(lake, "entities", "entity_id").values()] == ["Q1"]


def test_a_broken_archive_of_aliases_is_one_report(lake: Lake, cache: Path) -> None:
    add(lake, "b1", PRINTED)
    path = lake.folder.parent / "aliases.json.gz"
    path.write_bytes(b"no archive")
    assert resolve_entities(lake, cache, InputFiles(aliases=path), "b1") == [("aliases", 0, "broken_gzip")]


@pytest.mark.parametrize("name", ["X", "O" + "o" * 299, "Ода Фенн", "!?!", "张伟", "\u200f", "123"])
def test_odd_names_go_through_all_stages(lake: Lake, cache: Path, name: str) -> None:
    story = Story("n1", f'Ferry waits\n"{WORDS}" said {name} today.', [Said(WORDS, name)])
    add(lake, "b1", story, BRIDGE)
    resolve(lake, "b1")
    (quote,) = [row for row in lake.read("utterance_segments").to_pylist() if row["article_id"] == "n1"]
    assert quote["speaker"] == name
    assert resolve_pending_copies(lake, cache, batch_id="b2").articles == 0
