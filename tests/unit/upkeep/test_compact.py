"""Small commits become few, and nobody can tell but by counting."""

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.annotate.stage import pending_parts
from pipelines.commits import ids_of
from pipelines.corrections.stage import held_stamp
from pipelines.ingest.identity_file import open_index
from pipelines.lake import Lake
from pipelines.manifests import SEAL
from pipelines.resolve.entities.stage import load_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.increments.article_index import open_article_index
from pipelines.resolve.increments.pending import all_parts, article_files, read_annotations
from pipelines.resolve.waiting import is_resolved
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep import compact as compact_module
from pipelines.upkeep.compact import compact
from pipelines.warehouse import build
from tests.published import make, rows
from tests.unit.upkeep.conftest import add_batch, add_outcomes_alone, everything

LATER = datetime(2100, 1, 1, tzinfo=UTC)
CLOCKS = "first_seen, last_seen, changed_at"
TABLES = "select table_name from duckdb_tables() where schema_name = 'main' order by 1"


def on_disk(lake: Lake) -> tuple[int, int]:
    """Count manifests and Parquet files."""
    return len(list(lake.folder.glob("_commits/*.json"))), len(list(lake.folder.glob("*/*.parquet")))


def test_rows_ids_and_their_order_stay_and_what_is_on_disk_is_a_fraction(lake: Lake) -> None:
    before, ids, on_disk_before = everything(lake), lake.commit_ids(), on_disk(lake)
    report = compact(lake, batch_id="b006", batches_before=0)
    assert report.after < report.before / 2
    lake.sweep(now=LATER)
    assert everything(lake) == before
    assert lake.commit_ids() == ids == frozenset(ids_of(lake.commits()))
    assert all(now < then / 2 for now, then in zip(on_disk(lake), on_disk_before, strict=True))


def test_nothing_is_merged_before_there_is_enough_of_it_and_never_the_last_batch(lake: Lake) -> None:
    assert compact(lake, batch_id="b006", batches_before=6).after == len(lake.commits())
    assert lake.checkpoint() is None
    last = [commit for commit in lake.commits() if commit.batch_id == "b006"]
    report = compact(lake, batch_id="b006", batches_before=5)
    assert report.after < report.before
    assert [commit.files for commit in lake.commits() if commit.batch_id == "b006"] == [one.files for one in last]


def test_a_year_of_runs_leaves_a_few_files_and_writes_a_row_again_a_few_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ingest alone, and with a checkpoint every eighth batch; the whole pipeline's year is a benchmark."""
    lake, written = Lake(tmp_path / "year"), []
    merge = compact_module._merge
    monkeypatch.setattr(
        compact_module, "_merge", lambda lake, group, name: written.append(merge(lake, group, name)) or written[-1]
    )
    for number in range(100):
        add_outcomes_alone(lake, f"b{number:03d}")
        compact(lake, batch_id=f"b{number:03d}")
        lake.sweep(now=LATER)
    manifests, files = on_disk(lake)
    assert lake.count("ingest_outcomes") == 100
    assert manifests <= 10
    assert files <= 25
    assert sum(commit.rows["ingest_outcomes"] for commit in written) < 100 * 7


def test_nothing_waits_after_it_that_did_not_wait_before_and_caches_of_before_still_hold(
    lake: Lake, data: DataFolder
) -> None:
    with open_index(data.identity_index, lake):
        pass
    cache = data.resolve_cache
    known = load_entities(lake, lake.commits(), cache)
    compact(lake, batch_id="b006", batches_before=0)
    lake.sweep(now=LATER)
    assert pending_parts(lake, "r1") == []
    assert is_resolved(lake, InputFiles())
    assert held_stamp(lake.commits()) == "none"
    assert load_entities(lake, lake.commits(), cache).entities.equals(known.entities)
    assert load_entities(lake, lake.commits(), cache / "missing").entities.num_rows == known.entities.num_rows
    with open_index(data.identity_index, lake) as index:
        assert index._one("select count(*) from commits") == (6,)
        assert index._one("select count(*) from articles") == (6,)


def test_an_index_made_from_merged_commits_is_that_made_from_their_members(lake: Lake, data: DataFolder) -> None:
    add_outcomes_alone(lake, "b007")

    def told() -> list[object]:
        data.identity_index.unlink(missing_ok=True)
        with open_index(data.identity_index, lake) as index:
            return [index._connection.execute(f"select * from {name} order by 1").fetchall() for name in NAMES]

    NAMES = ("articles", "duplicates", "files")
    before = told()
    compact(lake, batch_id="b008", batches_before=0)
    assert told() == before


def test_an_index_that_knows_some_members_of_a_merged_commit_is_made_anew(lake: Lake, data: DataFolder) -> None:
    with open_index(data.identity_index, lake):
        pass
    for number in (7, 8, 9):
        add_outcomes_alone(lake, f"b{number:03d}")
    compact(lake, batch_id="b009", batches_before=0)
    with open_index(data.identity_index, lake) as index:
        assert index._one("select count(*) from articles") == (6,)
        assert index._one("select count(*) from commits") == (9,)


def test_each_article_file_keeps_its_own_annotation_also_where_a_later_reader_read_some_of_them(
    lake: Lake, data: DataFolder
) -> None:
    from tests.lake_samples import annotate
    from tests.unit.upkeep.conftest import story

    annotate(lake, "b007", [story(1)], reader_version="r2")
    annotate(lake, "b007", [story(2)], part=1, reader_version="r2")
    add_outcomes_alone(lake, "b008")

    def read() -> dict[str, list[str]]:
        commits = lake.commits()
        index = open_article_index(lake, article_files(commits), data.build / "articles" / str(len(commits)))
        parts = all_parts(commits, ["quotes"])
        found = [read_annotations(lake, [part], index, "quotes").to_pylist() for part in parts]
        return sorted((row["quote_id"], row["reader_version"]) for rows in found for row in rows)

    before = read()
    assert ("a1.1.q0", "r2") in before
    compact(lake, batch_id="b008", batches_before=0)
    assert read() == before
    assert len(pending_parts(lake, "r2")) == len(list(article_files(lake.commits()))) - 1


def test_a_lake_that_grows_on_after_it_resolves_as_one_that_was_never_merged(tmp_path: Path) -> None:
    merged, plain = Lake(tmp_path / "merged" / "lake"), Lake(tmp_path / "plain" / "lake")
    for number in range(1, 5):
        for lake in (merged, plain):
            add_batch(lake, number)
        compact(merged, batch_id=f"b{number:03d}", batches_before=1)
        merged.sweep(now=LATER)
    assert merged.checkpoint() is not None
    assert everything(merged) == everything(plain)


def test_marts_built_anew_from_merged_commits_are_those_of_before(lake: Lake, data: DataFolder) -> None:
    make(data)
    before = marts(data)
    compact(lake, batch_id="b006", batches_before=0)
    lake.sweep(now=LATER)
    assert build.is_current(data)
    assert build.start_build(data), "the published warehouse is a base for the next build as it was"
    data.warehouse.unlink()
    make(data)
    assert marts(data) == before


def test_a_warehouse_that_holds_some_members_of_a_merged_commit_is_no_base(lake: Lake, data: DataFolder) -> None:
    add_outcomes_alone(lake, "b007")
    make(data)
    assert build.start_build(data)
    for number in (8, 9):  # the last batch stays as it is
        add_outcomes_alone(lake, f"b{number:03d}")
    compact(lake, batch_id="b009", batches_before=0)
    assert not build.start_build(data)


def marts(data: DataFolder) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all marts, less when a build found something: that is the build's own clock."""
    names = [str(name) for (name,) in rows(data.warehouse, TABLES)]
    chosen = {name: f"* exclude ({CLOCKS})" if name == "attribution_findings" else "*" for name in names}
    return {name: sorted(rows(data.warehouse, f"select {chosen[name]} from {name}"), key=repr) for name in names}


def test_a_reader_of_before_finds_its_files_until_it_has_had_time(lake: Lake) -> None:
    told = lake.files("quotes")
    now = datetime.now(UTC)
    compact(lake, batch_id="b006", batches_before=0, now=now)
    lake.sweep(now=now + timedelta(minutes=59))
    assert sum(pq.read_table(path).num_rows for path in told) == lake.count("quotes")
    lake.sweep(now=now + timedelta(minutes=61))
    assert not any(path.exists() for path in told[:-1])
    assert lake.read("quotes").num_rows == lake.count("quotes")


def test_what_was_hidden_goes_in_time_however_often_commits_are_merged(lake: Lake) -> None:
    now = datetime.now(UTC)
    for number in range(7, 19):
        add_outcomes_alone(lake, f"b{number:03d}")
        lake.sweep(now=now + timedelta(minutes=20 * number))
        compact(lake, batch_id=f"b{number:03d}", batches_before=0, now=now + timedelta(minutes=20 * number))
    assert not list(lake.folder.glob("_commits/b001.*.json"))
    assert len(list(lake.folder.glob("_commits/*.compact.*.json"))) <= 5


CRASHES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a file": lambda patch: patch.setattr(compact_module, "write_file", _die_at(compact_module.write_file, 3)),
    "the list": lambda patch: patch.setattr(compact_module, "write_merged", _die_at(compact_module.write_merged, 1)),
    "the rename": lambda patch: patch.setattr(Path, "replace", _die_at(Path.replace, 1)),
}


class Crash(Exception):
    pass


def _die_at(function: Callable[..., object], call: int) -> Callable[..., object]:
    calls = iter(range(1, call + 1))

    def die(*args: object, **kwargs: object) -> object:
        if next(calls, call) == call:
            raise Crash
        return function(*args, **kwargs)

    return die


@pytest.mark.parametrize("point", CRASHES)
def test_a_crash_loses_nothing_doubles_nothing_and_blocks_nothing(lake: Lake, point: str) -> None:
    before = everything(lake)
    with pytest.MonkeyPatch.context() as patch:
        CRASHES[point](patch)
        with pytest.raises(Crash):
            compact(lake, batch_id="b006", batches_before=0)
    assert everything(lake) == before
    lake.sweep(now=LATER)
    assert everything(lake) == before
    add_outcomes_alone(lake, "b007")
    compact(lake, batch_id="b007", batches_before=0)
    lake.sweep(now=LATER)
    assert lake.count("articles") == len(
        {(row["article_id"], row["revision"]) for row in lake.read("articles").to_pylist()}
    )


def test_a_crash_between_removing_files_leaves_no_manifest_without_its_files(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(lake)
    compact(lake, batch_id="b006", batches_before=0)
    for call in range(1, 40, 7):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "unlink", _die_at(Path.unlink, call))
            with contextlib.suppress(Crash):
                lake.sweep(now=LATER)
        assert everything(lake) == before
    lake.sweep(now=LATER)
    assert on_disk(lake)[0] == 1


def test_a_damaged_file_is_not_merged_and_does_not_stop_the_rest(lake: Lake) -> None:
    damaged = lake.files("quotes")[2]
    damaged.write_bytes(damaged.read_bytes()[:-8] + b"8 bytes.")
    lake.files("articles")[4].unlink()
    compact(lake, batch_id="b006", batches_before=0)
    names = {path.name for path in lake.files("quotes")}
    assert damaged.name in names
    assert len(lake.files("entities")) < 6


def test_manifests_without_digests_are_read_and_merged(lake: Lake) -> None:
    """The form of manifests before there were digests."""
    for path in lake.folder.glob("_commits/*.json"):
        raw = json.loads(path.read_bytes())
        del raw["digests"], raw[SEAL]
        path.write_text(json.dumps(raw))
    before = everything(lake)
    compact(lake, batch_id="b006", batches_before=0)
    assert everything(lake) == before
    add_outcomes_alone(lake, "b007")
    compact(lake, batch_id="b007", batches_before=0)
    assert lake.count("articles") == 8


def test_a_checkpoint_that_a_crash_left_without_its_copy_has_one_after_the_next_sweep(lake: Lake) -> None:
    compact(lake, batch_id="b006", batches_before=0)
    (copy,) = lake.manifests.glob("*.copy")
    before = copy.read_bytes()
    copy.unlink()
    lake.sweep()
    assert copy.read_bytes() == before
