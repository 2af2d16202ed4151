"""A forgotten article is nowhere, does not come back, and leaves the others as they were."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.lake import Lake
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.waiting import is_resolved
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep import erase as erase_module
from pipelines.upkeep.check import check_lake
from pipelines.upkeep.compact import compact
from pipelines.upkeep.forget import UnknownArticleError, forget
from tests.lake_samples import resolve
from tests.unit.upkeep.conftest import add_outcomes_alone, everything

GIVEN = {"by": "Desk", "why": "court order 7"}


def words_in(lake: Lake) -> str:
    return repr(everything(lake))


@pytest.mark.parametrize("is_merged", [False, True])
def test_an_article_is_gone_with_all_that_was_made_of_it_and_the_rest_is_resolved_again(
    data: DataFolder, lake: Lake, is_merged: bool
) -> None:
    if is_merged:
        compact(lake, batch_id="b006", batches_before=0)
    before = everything(lake)
    assert "Pier number 0 " in words_in(lake)
    ids = lake.commit_ids()
    (tombstone,) = forget(data, "a1", **GIVEN, batch_id="b006")
    assert (tombstone.article_id, tombstone.paths, tombstone.by, tombstone.why) == ("a1", ("a1.txt",), *GIVEN.values())
    for text in ("Pier number 0 ", "town 1 ", "'a1'", "a1.txt", "a1.1.q0"):
        assert text not in words_in(lake)
    assert check_lake(lake).damages == []
    assert lake.commit_ids() == ids
    resolve(lake, "b900")
    assert is_resolved(lake, InputFiles())
    after = everything(lake)
    assert {row["article_id"] for row in after["articles"]} == {row["article_id"] for row in before["articles"]} - {
        "a1"
    }
    ids_before = {row["entity_id"] for row in before["entity_mentions"]}
    assert {row["entity_id"] for row in after["entity_mentions"]} <= ids_before
    assert "Odo Fenn" in {row["name"] for row in after["entities"]}


def test_words_that_others_print_too_stay_theirs(data: DataFolder, lake: Lake) -> None:
    forget(data, "a2", **GIVEN, batch_id="b006")
    resolve(lake, "b900")
    found = [row for row in everything(lake)["utterances"] if "Pier number 1 " in row["text"]]
    assert [row["articles"] for row in found] == [1]
    assert all("a2" not in repr(row) for row in found)


def test_its_tombstone_survives_what_is_merged_and_forgotten_later(data: DataFolder, lake: Lake) -> None:
    forget(data, "a1", **GIVEN, batch_id="b006")
    add_outcomes_alone(lake, "b007")
    compact(lake, batch_id="b007", batches_before=0)
    forget(data, "a3", **GIVEN, batch_id="b007")
    assert lake.forgotten().article_ids == {"a1", "a3"}


def test_nothing_of_it_is_left_in_files_that_were_merged_or_put_aside_before(data: DataFolder, lake: Lake) -> None:
    compact(lake, batch_id="b006", batches_before=0)
    told = lake.folder.glob("articles/b00*.parquet")
    (lake.folder / "_quarantine" / "quotes").mkdir(parents=True)
    data.reports.mkdir(parents=True)
    forget(data, "a1", **GIVEN, batch_id="b006")
    assert not [path for path in told if path.name.startswith("b001") and path.exists()]
    assert not (lake.folder / "_quarantine").exists()
    assert not data.reports.exists()
    assert not data.resolve_cache.exists()


def test_what_is_unknown_is_said_and_what_is_forgotten_already_is_no_error(data: DataFolder, lake: Lake) -> None:
    with pytest.raises(UnknownArticleError, match="no article a99"):
        forget(data, "a99", **GIVEN, batch_id="b006")
    first = forget(data, "a1", **GIVEN, batch_id="b006")
    assert forget(data, "a1.txt", by="Other", why="again", batch_id="b006") == first
    assert len(lake.forgotten().tombstones) == 1


@pytest.mark.parametrize("function", ["write_file", "put_checkpoint"])
def test_a_crash_leaves_the_article_or_its_tombstone_and_never_neither(
    data: DataFolder, lake: Lake, function: str
) -> None:
    owner: object = erase_module if function == "write_file" else Lake
    whole: Callable[..., object] = getattr(owner, function)
    calls = []

    def die(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if function == "put_checkpoint" or len(calls) == 3:
            raise InterruptedError
        return whole(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, function, die)
        with pytest.raises(InterruptedError):
            forget(data, "a1", **GIVEN, batch_id="b006")
    assert "Pier number 0 " in words_in(lake)
    assert lake.forgotten().article_ids == frozenset()
    lake.sweep()
    forget(data, "a1", **GIVEN, batch_id="b006")
    assert "Pier number 0 " not in words_in(lake)


TEXT = "Harbour of {place} closes\nThe council of {place} will close its old harbour in May, it said on Tuesday.\n"


def test_the_raw_file_that_lies_there_is_not_read_in_again_nor_its_text_under_another_name(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    data.raw.mkdir(parents=True)
    for name in ("velm", "orle"):
        (data.raw / f"{name}.txt").write_text(TEXT.format(place=name.title()))
    settings = IngestSettings(workers=1)
    ingest([data.raw], data, batch_id="b1", settings=settings)
    lake = Lake(data.lake)
    forget(data, str(data.raw / "velm.txt"), **GIVEN, batch_id="b1")
    (data.raw / "copy.txt").write_text((data.raw / "velm.txt").read_text())
    (data.raw / "later.txt").write_text(TEXT.format(place="Later"))
    report = ingest([data.raw], data, batch_id="b2", settings=settings)
    assert (report.reasons, report.outcomes["accepted"]) == ({"forgotten": 2}, 1)
    (data.raw / "velm.txt").write_text(TEXT.format(place="Edited"))
    assert ingest([data.raw], data, batch_id="b3", settings=settings).reasons == {"forgotten": 1}
    data.identity_index.unlink()
    assert ingest([data.raw], data, batch_id="b4", settings=settings).records == 0
    assert {row["source_path"] for row in lake.read("articles").to_pylist()} == {"orle.txt", "later.txt"}
