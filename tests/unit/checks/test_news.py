"""Which commits are checked before a build."""

import os
from pathlib import Path

from lake_samples import Story, annotate, ingest

from pipelines.checks.news import to_check
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from tests.published import open_for_writing

FIRST = Story("a" * 16, "Bridge opens\nThe bridge is open.")
SECOND = Story("b" * 16, "Tunnel opens\nThe tunnel is open.")


def test_an_annotation_that_a_later_reader_replaced_is_not_checked(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    lake = Lake(data.lake)
    ingest(lake, "b1", [FIRST])
    annotate(lake, "b1", [FIRST], reader_version="r1")
    ingest(lake, "b2", [SECOND])
    annotate(lake, "b2", [FIRST], reader_version="r2")
    annotate(lake, "b2", [SECOND], part=1, reader_version="r2")
    seen = [(c.batch_id, c.stage, c.versions.get("reader")) for c in to_check(data).commits]
    assert ("b1", "annotate", "r1") not in seen
    assert seen.count(("b2", "annotate", "r2")) == 2
    assert [stage for _, stage, _ in seen].count("ingest") == 2


def test_a_warehouse_that_another_program_writes_to_still_says_what_it_holds(published: DataFolder) -> None:
    data = published
    ingest(Lake(data.lake), "b2", [FIRST])
    with open_for_writing(data.warehouse, "create table notes (line varchar)"):
        seen = to_check(data)
    assert [commit.batch_id for commit in seen.commits] == ["b2"]


def test_a_warehouse_that_is_not_the_published_one_holds_nothing(published: DataFolder) -> None:
    data = published
    size = data.warehouse.stat().st_size
    data.warehouse.write_bytes(os.urandom(size))
    assert {commit.batch_id for commit in to_check(data).commits} == {"b1"} and to_check(data).is_new
