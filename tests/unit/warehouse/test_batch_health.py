"""A batch is measured against the batches before it, the same whether they were built one by one or all at once."""

from collections.abc import Sequence

import pytest

from pipelines.checks.health import health_checks
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import ENVIRONMENT
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.warehouse import build
from tests.lake_samples import Said, Story, annotation_rows, ingest
from tests.published import make, rows

ARTICLES = 12
OUT = "select outlet, measure from batch_health where batch_id = '{}' and is_out_of_range order by all"
ALL = "select * exclude (batch_id) from batch_health where batch_id = '{}' order by all"


def stories(batch: str, **other: object) -> list[Story]:
    """Articles of one outlet in which one person is quoted three times, with a byline and a date."""
    made = []
    for number in range(ARTICLES):
        words = [f"Line {line} of {number}," for line in range(3)]
        text = "\n".join([f"Report {batch}-{number}", *(f'"{said}" said Odo Fenn.' for said in words)])
        said = [Said(line, "Odo Fenn") for line in words]
        made.append(Story(f"{batch}-{number}", text, said, byline="By Lia Tarn", **other))  # type: ignore[arg-type]
    return made


def annotate(lake: Lake, batch: str, found: Sequence[Story], *, lost: int = 0) -> None:
    """Commit the annotations of a batch with the speaker of every `lost`-th quote gone."""
    versions = {"reader": "r1"}
    with lake.commit(stage="annotate", batch_id=batch, versions=versions) as writer:
        for story in found:
            key = {"article_id": story.article_id, "revision": 1, "batch_id": batch, "reader_version": "r1"}
            for table, made in annotation_rows(story).items():
                kept = [_less_speaker(row) if lost and row.get("quote_no", 1) % lost == 0 else row for row in made]
                writer.add(table, [{**key, **row} for row in kept])


def _less_speaker(row: dict[str, object]) -> dict[str, object]:
    return {**row, "speaker": None, "speaker_local_entity_no": None, "resolution_path": []}


def batch(lake: Lake, name: str, *, lost: int = 0, rejected: int = 0, **other: object) -> None:
    found = stories(name, **other)
    bad = [{"path": f"{name}{n}.bin", "outcome": "rejected", "reason_code": "binary"} for n in range(rejected)]
    ingest(lake, name, found, bad)
    annotate(lake, name, found, lost=lost)


def test_a_batch_that_lost_half_of_its_speakers_is_out_of_range_built_later_or_from_nothing(
    data: DataFolder, lake: Lake
) -> None:
    for number in range(1, 7):
        batch(lake, f"b{number}")
    make(data)
    batch(lake, "b7")
    batch(lake, "b8", lost=2)
    make(data)
    assert rows(data.warehouse, OUT.format("b7")) == []
    found = rows(data.warehouse, OUT.format("b8"))
    assert ("Harbor Ledger", "unattributed_share") in found and (None, "lost_speaker_share") in found
    before = rows(data.warehouse, ALL.format("b8"))
    make(data, full_refresh=True)
    assert rows(data.warehouse, ALL.format("b8")) == before


def test_a_batch_out_of_range_is_a_warning_that_names_the_outlet_and_draws_its_history(
    data: DataFolder, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(data.root))
    for number in range(1, 7):
        batch(lake, f"20260101T00000{number}Z-aaaa")
    make(data)
    batch(lake, "20260102T000000Z-aaaa", lost=2)
    assert not build.build(data).failures
    found = {one.check_name: one for one in health_checks(PipelineRun())}
    lost = found["lost_speaker_share_as_usual"]
    assert (lost.passed, lost.severity.value) == (False, "WARN")
    assert "Harbor Ledger" in lost.metadata["out of range"].value
    assert "data:image/svg+xml" in lost.metadata["history: Harbor Ledger"].value
    assert found["missing_date_share_as_usual"].passed


def test_files_rejected_and_dates_bylines_and_outlets_gone_are_out_of_range(data: DataFolder, lake: Lake) -> None:
    for number in range(1, 7):
        batch(lake, f"b{number}")
    batch(lake, "b7", rejected=12, outlet=None, outlet_domain=None, published_at=None)
    make(data)
    found = {measure for _, measure in rows(data.warehouse, OUT.format("b7"))}
    assert found == {"missing_date_share", "missing_link_share", "missing_outlet_share", "rejected_share"}


def test_nothing_is_out_of_range_without_a_history(data: DataFolder, lake: Lake) -> None:
    for number in range(1, 5):
        batch(lake, f"b{number}")
    batch(lake, "b5", lost=1, rejected=12)
    make(data)
    assert rows(data.warehouse, "select count(*) from batch_health where is_out_of_range") == [(0,)]
