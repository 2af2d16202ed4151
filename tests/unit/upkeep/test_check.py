"""Damage in the lake is named, and what is put aside is made again where it can be."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.annotate.stage import pending_parts
from pipelines.lake import Lake
from pipelines.manifests import SEAL
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.waiting import is_resolved
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.check import COSTS, check_lake
from pipelines.upkeep.compact import compact
from pipelines.upkeep.repair import QUARANTINE, repair_lake
from tests.lake_samples import annotate, resolve
from tests.unit.upkeep.conftest import everything, story

KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "another byte": (lambda path: path.write_bytes(path.read_bytes()[:-9] + b"!" + path.read_bytes()[-8:]), "bytes"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:40]), "bytes"),
    "missing": (Path.unlink, "missing"),
}
TABLES = ["sentences", "quotes", "article_copies", "entity_mentions", "entities", "utterances", "utterance_segments"]


def without_digests(lake: Lake) -> None:
    for path in lake.folder.glob("_commits/*.json"):
        raw = json.loads(path.read_bytes())
        path.write_text(json.dumps({name: value for name, value in raw.items() if name not in ("digests", SEAL)}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_or_missing_file_is_named_with_what_it_costs(lake: Lake, kind: str) -> None:
    assert check_lake(lake).damages == []
    damage, problem = KINDS[kind]
    path = lake.files("utterances")[1]
    damage(path)
    (found,) = check_lake(lake).damages
    assert (found.file, found.table) == (f"utterances/{path.name}", "utterances")
    assert problem in found.problem
    assert found.cost == COSTS["utterances"]


def test_files_from_before_there_were_digests_are_read_in_full(lake: Lake) -> None:
    without_digests(lake)
    report = check_lake(lake)
    assert (report.damages, report.without_digest) == ([], report.files)
    path = lake.files("quotes")[0]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert [damage.file for damage in check_lake(lake).damages] == [f"quotes/{path.name}"]


def test_rows_and_columns_that_are_others_than_a_commit_says_are_damage(lake: Lake) -> None:
    without_digests(lake)
    fewer, other = lake.files("quotes")[0], lake.files("mentions")[0]
    pq.write_table(pq.read_table(fewer).slice(0, 0), fewer)
    table = pq.read_table(other)
    pq.write_table(table.rename_columns([name.upper() for name in table.column_names]), other)
    found = {damage.table: damage.problem for damage in check_lake(lake).damages}
    assert found["quotes"] == "0 rows where the commit says 1"
    assert "columns of another kind" in found["mentions"]


def test_every_table_has_a_cost() -> None:
    from pipelines.records import TABLES

    assert {*TABLES, "commits"} == COSTS.keys()


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("table", TABLES)
def test_what_is_made_from_articles_is_made_again(data: DataFolder, lake: Lake, table: str, is_merged: bool) -> None:
    if is_merged:
        compact(lake, batch_id="b006", batches_before=0)
    before = everything(lake)
    path = lake.files(table)[0]
    path.write_bytes(path.read_bytes()[:-9] + b"." + path.read_bytes()[-8:])
    report = repair_lake(data)
    assert [damage.file for damage in report.damages] == [f"{table}/{path.name}"]
    assert (lake.folder / QUARANTINE / table / path.name).is_file()
    assert check_lake(lake).damages == []
    for number, part in enumerate(pending_parts(lake, "r1")):
        rows = pq.read_table(lake.folder / part, columns=["article_id", "revision"]).to_pylist()
        annotate(lake, "b800", [_story(row["article_id"], row["revision"]) for row in rows], part=number)
    resolve(lake, "b900")
    assert pending_parts(lake, "r1") == []
    assert is_resolved(lake, InputFiles())
    after = everything(lake)
    assert after["articles"] == before["articles"]
    assert _keys(after["quotes"], "quote_id") == _keys(before["quotes"], "quote_id")
    assert _texts(after) == _texts(before)


def _story(article_id: str, revision: int) -> object:
    return story(int(article_id[1:]), speaker="Odo Fenn" if revision == 1 else "Lia Tarn", revision=revision)


def _keys(rows: list[dict[str, object]], name: str) -> set[object]:
    return {row[name] for row in rows}


def _texts(tables: dict[str, list[dict[str, object]]]) -> set[object]:
    """Return the words of the utterances that count."""
    last = {row["utterance_id"]: row for row in tables["utterances"]}
    return {row["text"] for row in last.values() if not row["is_removed"]}


def test_an_article_is_read_again_where_its_raw_file_is_there_and_gone_with_all_of_it_where_not(
    data: DataFolder, lake: Lake
) -> None:
    data.raw.mkdir()
    (data.raw / "a1.txt").write_text("there")
    for path in lake.files("articles")[:2]:  # of a1, and of the first revision of a2
        path.unlink()
    report = repair_lake(data)
    assert (report.read_again, report.lost) == (["a1.txt"], [])
    assert "a1" not in _keys(everything(lake)["quotes"], "article_id")
    assert not [row for row in everything(lake)["ingest_outcomes"] if row["path"] == "a1.txt"]
    assert [row["revision"] for row in everything(lake)["articles"] if row["article_id"] == "a2"] == [2]
    lake.files("articles")[-1].unlink()  # of a6, which no raw file has
    assert repair_lake(data).lost == ["a6", "a5"] or repair_lake(data).damages == []
    resolve(lake, "b900")
    assert is_resolved(lake, InputFiles())


def test_a_checkpoint_that_is_damaged_or_gone_comes_back_from_its_copy(data: DataFolder, lake: Lake) -> None:
    compact(lake, batch_id="b006", batches_before=0)
    lake.sweep()
    before = everything(lake)
    (path,) = lake.folder.glob("_commits/*.compact.*.json")
    path.unlink()
    assert everything(lake) == before
    path.write_text("{")
    assert [damage.table for damage in check_lake(lake).damages] == ["manifest"]
    repair_lake(data)
    assert everything(lake) == before


@pytest.mark.parametrize("name", ["b004.annotate.00000", "b004.ingest.00000", "b006.compact.00001"])
def test_a_manifest_that_is_changed_and_still_readable_is_told_whatever_byte_it_is(lake: Lake, name: str) -> None:
    compact(lake, batch_id="b006", batches_before=4)
    path = lake.folder / "_commits" / f"{name}.json"
    content = path.read_bytes()
    for place in range(0, len(content), 7):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        told = [damage.file for damage in check_lake(lake).damages]
        assert told == [f"_commits/{name}.json"], content[max(place - 40, 0) : place + 40]
    path.write_bytes(content)
    assert check_lake(lake).damages == []


def test_a_broken_manifest_is_put_aside_and_its_work_waits_again(data: DataFolder, lake: Lake) -> None:
    path = lake.folder / "_commits" / "b004.annotate.00000.json"
    path.write_bytes(path.read_bytes()[:100])
    repair_lake(data)
    assert len(pending_parts(lake, "r1")) == 1
    assert (lake.folder / QUARANTINE / "_commits" / path.name).is_file()


@pytest.mark.parametrize("is_gone", [False, True])
def test_articles_whose_manifest_is_broken_or_gone_go_with_all_that_was_made_of_them(
    data: DataFolder, lake: Lake, is_gone: bool
) -> None:
    path = lake.folder / "_commits" / "b004.ingest.00000.json"
    path.unlink() if is_gone else path.write_bytes(path.read_bytes()[:100])
    assert check_lake(lake).damages
    assert repair_lake(data).lost == ["a4"]
    assert check_lake(lake).damages == [] and repair_lake(data).damages == []
    lake.sweep()
    held = [table for table, rows in everything(lake).items() if "a4" in {row.get("article_id") for row in rows}]
    assert held == []
    resolve(lake, "b900")
    assert is_resolved(lake, InputFiles())


def test_corrections_that_are_lost_are_read_again_from_their_files(data: DataFolder, lake: Lake) -> None:
    from pipelines.corrections.stage import commit_corrections

    data.corrections.mkdir()
    lines = "quote_id,words,wrong,speaker,corrected_by,corrected_at\n"
    words = lake.read("quotes").to_pylist()[0]
    (data.corrections / "c.csv").write_text(
        lines + f'{words["quote_id"]},"{words["content"]}",speaker,Ivo Marr,me,2026-03-02\n'
    )
    assert commit_corrections(lake, data.corrections, batch_id="b007") == 1
    lake.files("corrections")[0].unlink()
    repair_lake(data)
    assert lake.count("corrections") == 0
    assert commit_corrections(lake, data.corrections, batch_id="b008") == 1
