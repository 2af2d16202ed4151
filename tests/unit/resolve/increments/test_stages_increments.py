"""What a run adds to the lake is all that it changed: read again from the lake, all is as the run left it."""

import os
from pathlib import Path
from typing import Any

import pytest

from pipelines.lake import Lake
from pipelines.resolve.copies.stage import VERSIONS as COPIES
from pipelines.resolve.copies.stage import resolve_pending_copies
from pipelines.resolve.entities.stage import CACHED as CACHED_ENTITIES
from pipelines.resolve.entities.stage import load_entities, resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.increments.cache import load_tables
from pipelines.resolve.increments.current_rows import load_known
from pipelines.resolve.increments.pending import STAGE, commits_of
from pipelines.resolve.utterances.kept import CACHED, KEPT, VERSIONS
from pipelines.resolve.utterances.stage import resolve_pending_utterances
from pipelines.resolve.waiting import is_resolved
from pipelines.resolved import COPY_TABLES, RESOLVED_KEYS
from tests.lake_samples import BRIDGE, FERRY, FISH, Said, Story, annotate, ingest, outcome_row

WORDS = "The ferry will not run again before the ice is gone from the harbour,"
MORE = "Nobody will be left without bread this winter, whatever the ferry does."


def story(article_id: str, speaker: str, *, more: str = "", revision: int = 1) -> Story:
    text = f'Ferry waits\n"{WORDS}" said {speaker}.\n' + (f'"{more}" he said.' if more else "")
    said = [Said(WORDS, speaker), *([Said(more, None)] if more else [])]
    return Story(article_id, text, said, revision=revision, outlet=f"Outlet {article_id}")


FIRST = [story("p1", "Odo Fenn", more=MORE), FISH]
STEPS = {
    "another print": [story("p2", "Fenn", more=MORE)],
    "a full name for a bare one": [story("p3", "Mara Fenn"), FERRY],
    "a revision that drops words": [story("p1", "Odo Fenn", revision=2)],
    "a print in other words of another speaker": [story("p4", "Ida Roon"), BRIDGE],
}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def resolve(lake: Lake, files: InputFiles, batch_id: str) -> None:
    cache = lake.folder.parent / "cache"
    resolve_pending_copies(lake, cache, batch_id=batch_id)
    resolve_pending_entities(lake, cache, files, batch_id=batch_id)
    resolve_pending_utterances(lake, cache, batch_id=batch_id)


def rows_of(table: Any, key: tuple[str, ...]) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=lambda row: [str(row[name]) for name in key])


def assert_lake_is_as_left(lake: Lake) -> None:
    cache, missing = lake.folder.parent / "cache", lake.folder.parent / "missing"
    left = load_tables(cache / "utterances", CACHED)
    assert left is not None
    order = {"utterance_segments": "segment_no"}
    read = load_known(lake, commits_of(lake.commits(), VERSIONS), missing, KEPT, order)
    for name in KEPT:
        assert rows_of(read[name], RESOLVED_KEYS[name]) == rows_of(left.tables[name], RESOLVED_KEYS[name]), name
    entities = [load_entities(lake, lake.commits(), folder) for folder in (cache, missing)]
    for name in CACHED_ENTITIES:
        key = RESOLVED_KEYS.get(name, ("entity_id", "key"))
        assert rows_of(getattr(entities[0], name), key) == rows_of(getattr(entities[1], name), key), name


def test_each_run_adds_what_it_changed_and_no_row_that_is_as_it_was(lake: Lake, tmp_path: Path) -> None:
    files = InputFiles(tmp_path / "decisions.csv")
    for number, stories in enumerate([FIRST, *STEPS.values()]):
        ingest(lake, f"b{number}", stories)
        annotate(lake, f"b{number}", stories)
        resolve(lake, files, f"b{number}")
        assert_lake_is_as_left(lake)
    (tmp_path / "decisions.csv").write_text("left_id,right_id,decision\np1#0,p2#0,not_same\n")
    resolve(lake, files, "b7")
    assert_lake_is_as_left(lake)
    annotate(lake, "b8", STEPS["another print"], reader_version="r2")
    resolve(lake, files, "b8")
    assert_lake_is_as_left(lake)
    before = {name: lake.count(name) for name in KEPT}
    ingest(lake, "b9", [Story("q9", "Quiet day\nThe wide harbour of Marle Point lay empty until evening came.")])
    annotate(lake, "b9", [Story("q9", "Quiet day\nThe wide harbour of Marle Point lay empty until evening came.")])
    resolve(lake, files, "b9")
    assert_lake_is_as_left(lake)
    assert {name: lake.count(name) - count for name, count in before.items()} == {
        "utterances": 0,
        "utterance_segments": 1,
        "utterance_pairs": 0,
    }


def test_an_article_comes_again_where_no_quote_of_the_lake_has_words_enough_to_be_found_by(
    lake: Lake, tmp_path: Path
) -> None:
    short = Story("s1", 'Yes\n"No," said Odo Fenn.', [Said("No,", "Odo Fenn")])
    again = Story("s1", 'Yes\n"Oh no," said Odo Fenn.', [Said("Oh no,", "Odo Fenn")], revision=2)
    for number, one in enumerate([short, again]):
        ingest(lake, f"b{number}", [one])
        annotate(lake, f"b{number}", [one])
        resolve(lake, InputFiles(tmp_path / "decisions.csv"), f"b{number}")
        assert_lake_is_as_left(lake)
    left = load_tables(tmp_path / "cache" / "utterances", CACHED)
    assert left is not None and left.tables["utterance_postings"].num_rows == 0


def test_decisions_are_looked_at_once_also_where_the_lake_has_no_article(lake: Lake, tmp_path: Path) -> None:
    files = InputFiles(tmp_path / "decisions.csv")
    files.decisions.write_text("left_id,right_id,decision\na1#0,a2#0,same\n")
    with lake.commit(stage="ingest", batch_id="b1", versions={"ingest": "1"}) as writer:
        writer.add("ingest_outcomes", [outcome_row("b1", path="x.bin", outcome="rejected", reason_code="binary")])
    resolve(lake, files, "b1")
    assert is_resolved(lake, files)
    assert lake.count("entity_reports") == 1


def test_aliases_that_are_given_back_are_resolved_with_again(lake: Lake, tmp_path: Path) -> None:
    files = InputFiles(None, tmp_path / "people.json")
    ingest(lake, "b0", FIRST)
    annotate(lake, "b0", FIRST)
    for number, content in enumerate(["[]\n", "[\n]\n", "[]\n"]):
        files.aliases.write_text(content)
        os.utime(files.aliases, (1, 1))  # size and time stand for the content
        assert not is_resolved(lake, files), f"aliases number {number} were not looked at last"
        resolve(lake, files, f"b{number + 1}")
        assert is_resolved(lake, files)
        assert_lake_is_as_left(lake)


def test_another_version_takes_back_what_it_no_longer_finds(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    files = InputFiles(lake.folder.parent / "decisions.csv")
    ingest(lake, "b1", [*FIRST, story("p2", "Fenn", more=MORE)])
    annotate(lake, "b1", [*FIRST, story("p2", "Fenn", more=MORE)])
    with monkeypatch.context() as earlier:
        earlier.setitem(VERSIONS, "utterances", "of earlier")
        earlier.setitem(COPIES, "copies", "of earlier")
        resolve(lake, files, "b1")
    annotate(lake, "b2", [story("p1", "Odo Fenn"), story("p2", "Fenn")], reader_version="r2")
    resolve(lake, files, "b2")
    assert_lake_is_as_left(lake)
    made = [commit for commit in lake.commits() if commit.stage == STAGE]
    for versions, schemas in ((VERSIONS, KEPT), (COPIES, COPY_TABLES)):
        ours = commits_of(lake.commits(), versions)
        counts, alone = (load_known(lake, some, lake.folder.parent / "missing", schemas, {}) for some in (made, ours))
        for name in schemas:
            assert rows_of(counts[name], RESOLVED_KEYS[name]) == rows_of(alone[name], RESOLVED_KEYS[name]), name
