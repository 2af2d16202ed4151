"""`whosaid.open`: the published warehouse from Python."""

from datetime import datetime
from pathlib import Path

import pytest

import whosaid
from pipelines.resources.data_folder import DataFolder


@pytest.fixture(scope="module")
def warehouse(built: DataFolder) -> whosaid.Warehouse:
    return whosaid.open(built.root)


def test_all_quotes_are_those_of_the_table(warehouse: whosaid.Warehouse) -> None:
    (count,) = warehouse.sql("select count(*) from quotes").fetchall()[0]
    assert len(warehouse.quotes()) == count > 0


@pytest.mark.parametrize("name", ["speaker", "outlet", "outlet_id", "article_id", "kind", "speaker_entity_id"])
def test_a_condition_gives_the_quotes_that_it_holds_for(warehouse: whosaid.Warehouse, name: str) -> None:
    argument = {"outlet_id": "outlet", "article_id": "article", "speaker_entity_id": "speaker"}.get(name, name)
    values = warehouse.sql(f"select distinct {name} from quotes where {name} is not null").fetchall()
    assert values
    for (value,) in values:
        expected = warehouse.sql(f"select quote_id from quotes where {name} = $value", value=value).fetchall()
        found = warehouse.quotes(**{argument: value}).project("quote_id").fetchall()
        assert sorted(found) == sorted(expected)


def test_a_speaker_is_found_by_any_spelling_however_capitalised(warehouse: whosaid.Warehouse) -> None:
    spellings = warehouse.sql(
        "select alias, speaker_entity_id from quotes join entity_aliases on entity_id = speaker_entity_id"
    ).fetchall()
    assert spellings
    for alias, entity_id in spellings:
        of_it = warehouse.quotes(speaker=alias.upper()).project("speaker_entity_id").fetchall()
        assert (entity_id,) in of_it


def test_conditions_hold_together_and_in_time(warehouse: whosaid.Warehouse) -> None:
    times = [time for (time,) in warehouse.quotes().project("published_at").fetchall() if time is not None]
    middle: datetime = sorted(times)[len(times) // 2]
    assert len(warehouse.quotes(since=middle)) == sum(time >= middle for time in times)
    assert len(warehouse.quotes(since=str(middle), until=middle)) == times.count(middle)
    assert len(warehouse.quotes(since="2999-01-01")) == 0


def test_words_are_found_in_contents_as_they_are(warehouse: whosaid.Warehouse) -> None:
    (content,) = warehouse.sql("select content from quotes limit 1").fetchall()[0]
    assert content in [found for (found,) in warehouse.quotes(containing=content.upper()).project("content").fetchall()]
    assert len(warehouse.quotes(containing="%")) == 0  # no pattern
    assert len(warehouse.quotes(speaker="' or true --")) == 0


def test_answers_come_as_dataframe_and_arrow_and_can_be_asked_further(warehouse: whosaid.Warehouse) -> None:
    quotes = warehouse.quotes(kind="direct")
    assert len(quotes.df()) == quotes.to_arrow_table().num_rows == len(quotes)
    assert len(quotes.limit(1).df()) == 1
    assert "name" in warehouse.table("speakers").columns


def test_nothing_is_written_and_no_other_file_is_read(warehouse: whosaid.Warehouse, built: DataFolder) -> None:
    with pytest.raises(Exception, match="read-only"):
        warehouse.sql("drop table quotes")
    with pytest.raises(Exception, match="disabled"):
        warehouse.sql("select * from read_text('/etc/hostname')").fetchall()


def test_without_a_warehouse_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(whosaid.WarehouseError, match="make one with whosaid run"):
        whosaid.open(tmp_path)


def test_a_closed_warehouse_lets_go_of_the_file(built: DataFolder) -> None:
    with whosaid.open(built.root) as opened:
        assert len(opened.quotes()) > 0
    with pytest.raises(Exception, match="closed"):
        opened.quotes()
