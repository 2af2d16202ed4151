"""Statements are quotes, all else is a stance; and each to whom a quote is laid has a row of its own."""

from typing import Any

import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from tests.lake_samples import FERRY, annotation_rows, ingest, resolve
from tests.published import make, rows
from tests.unit.warehouse.test_corrections import correct, line

ALONE = "select role, rank, speaker, probability from quote_speakers where quote_id = '{}' order by rank"


def other_of(row: dict[str, Any], chain_no: int, role: str, probability: float) -> dict[str, Any]:
    return {"speaker": row["text"], "local_entity_no": chain_no, "probability": probability, "role": role}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """One article: a statement of two, one of one alone, and a wish; then the second speaker is corrected."""
    data = DataFolder(tmp_path_factory.mktemp("told"))
    lake = Lake(data.lake)
    ingest(lake, "b1", [FERRY])
    made = annotation_rows(FERRY)
    fenn, brill = made["mentions"]
    first, second = made["quotes"]
    first["speakers"] = [other_of(fenn, 0, "speaker", 0.9), other_of(brill, 1, "co-speaker", 0.8)]
    first["on_behalf_of"] = "Brill"
    wish = {**second, "quote_id": "a2.1.q2", "quote_no": 2, "cue_class": "thought", "is_withheld": True}
    key = {"article_id": "a2", "revision": 1, "batch_id": "b1", "reader_version": "r1"}
    with lake.commit(stage="annotate", batch_id="b1", versions={"reader": "r1"}) as writer:
        writer.covers += lake.commits()[0].files["articles"]
        for table, found in {**made, "stances": [wish]}.items():
            writer.add(table, [{**key, **row} for row in found])
    resolve(lake, "b1")
    make(data)
    return data


def test_a_stance_is_in_no_table_of_quotes_and_in_no_count(told: DataFolder) -> None:
    assert rows(told.warehouse, "select quote_id, cue_class, is_withheld, speaker from stances") == [
        ("a2.1.q2", "thought", True, "Brill")
    ]
    assert rows(told.warehouse, "select count(*) from quotes") == [(2,)]
    assert rows(told.warehouse, "select name, n_quotes from speakers") == [("Odo Fenn", 1)]
    assert rows(told.warehouse, "select count(*) from utterance_quotes where quote_id = 'a2.1.q2'") == [(0,)]
    assert rows(told.warehouse, "select n_quotes from batches") == [(2,)]


def test_quotes_and_stances_have_the_same_columns(told: DataFolder) -> None:
    columns = "select column_name, data_type from duckdb_columns() where table_name = '{}' order by column_index"
    assert rows(told.warehouse, columns.format("stances")) == rows(told.warehouse, columns.format("quotes"))


def test_all_to_whom_a_quote_is_laid_have_a_row_with_their_entity(told: DataFolder) -> None:
    assert rows(told.warehouse, ALONE.format("a2.1.q0")) == [
        ("speaker", 1, "Odo Fenn", 0.9),
        ("co-speaker", 2, "Brill", 0.8),
    ]
    assert rows(told.warehouse, "select on_behalf_of from quotes where quote_id = 'a2.1.q0'") == [("Brill",)]
    first = """
        select quotes.speaker_entity_id is not distinct from quote_speakers.speaker_entity_id
        from quotes inner join quote_speakers using (quote_id) where rank = 1
    """
    assert rows(told.warehouse, first) == [(True,), (True,)]


def test_whom_a_person_named_stands_alone(told: DataFolder) -> None:
    correct(told, "b2", line("speaker", "Odo Fenn"))
    make(told)
    assert rows(told.warehouse, ALONE.format("a2.1.q1")) == [("speaker", 1, "Odo Fenn", 1.0)]
    assert len(rows(told.warehouse, ALONE.format("a2.1.q0"))) == 2
