"""Lakes that were written before a column came: they are read as they are, and the column is null."""

import pyarrow.parquet as pq

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from tests.lake_samples import BRIDGE, annotate, first_batch, ingest, resolve
from tests.published import make, rows

YOUNGER = ["speaker_runner_up", "speaker_runner_up_score", "speakers", "on_behalf_of", "is_withheld"]


def test_quotes_without_who_came_second_are_built_and_stand_beside_newer_ones(data: DataFolder, lake: Lake) -> None:
    first_batch(lake)
    for path in lake.files("quotes"):
        pq.write_table(pq.read_table(path).drop_columns(YOUNGER), path)
    assert lake.read("quotes")["speaker_runner_up"].null_count == 3
    make(data)
    assert rows(data.warehouse, "select count(*), count(speaker_runner_up) from quotes") == [(3, 0)]
    listed = "select count(*), count(speaker), min(role), max(rank) from quote_speakers"
    assert rows(data.warehouse, listed) == [(3, 3, "speaker", 1)]
    assert rows(data.warehouse, "select count(*) from stances") == [(0,)]
    ingest(lake, "b2", [BRIDGE])
    annotate(lake, "b2", [BRIDGE])
    resolve(lake, "b2")
    make(data, full_refresh=True)
    assert rows(data.warehouse, "select count(*) from quotes") == [(4,)]
