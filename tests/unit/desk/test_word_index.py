"""The index of words finds what a look at every quote finds, of what is published now, and is no way to fail."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.desk.published import PublishedWarehouse
from pipelines.desk.questions import search
from pipelines.desk.word_index import WordIndex
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.caches import drop_caches

SEARCHES = (
    "truce",
    "the truce",
    "TRUCE",
    "negotiat*",
    '"a pause for reloading"',
    "don't",
    "it’s",
    '"the north"',
    "north-south",
    "zygote",
    '"',
    "word\"with'marks",
)


@pytest.fixture
def warehouse(own_folder: DataFolder) -> Iterator[PublishedWarehouse]:
    opened = PublishedWarehouse(own_folder)
    yield opened
    opened.close()


@pytest.fixture
def index(own_folder: DataFolder, warehouse: PublishedWarehouse) -> WordIndex:
    made = WordIndex(own_folder.word_index, warehouse, least_quotes=1)
    made.update()
    return made


def found(warehouse: PublishedWarehouse, typed: str, index: WordIndex | None) -> list[str]:
    """Return the ids that a search finds, all of them; with an index it must have been asked."""
    wanted = search.Wanted(q=typed)
    with warehouse.reading() as connection:
        indexed = None
        if index is not None:
            indexed = index.find(wanted.terms)
            assert (indexed is None) == (not wanted.terms)
        search.narrow(connection, wanted, indexed)
        total, _ = search.count_facets(connection, wanted)
        ids = [row["quote_id"] for row in search.page_question(wanted).rows(connection)]
    return [str(total), *ids]


@pytest.mark.parametrize("typed", SEARCHES)
def test_it_finds_what_a_look_at_every_quote_finds(warehouse: PublishedWarehouse, index: WordIndex, typed: str) -> None:
    assert found(warehouse, typed, index) == found(warehouse, typed, None)


def test_one_word_is_found_by_the_index_alone(index: WordIndex, warehouse: PublishedWarehouse) -> None:
    with warehouse.reading():
        rows = index.find(search.Wanted(q="truce").terms)
    assert rows is not None and rows.num_rows > 0


def publish(folder: DataFolder, sql: str) -> None:
    """Put another warehouse in place of the published one, as a run does."""
    other = folder.root / "other.duckdb"
    shutil.copy(folder.warehouse, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute(sql)
    other.rename(folder.warehouse)


def test_another_warehouse_is_searched_without_it_until_it_is_brought_up(
    own_folder: DataFolder, warehouse: PublishedWarehouse, index: WordIndex
) -> None:
    publish(own_folder, "update quotes set content = 'Zygote is a word.' where rowid = 0")
    terms = search.Wanted(q="zygote").terms
    index._tried = warehouse.mark  # no thread: this test brings it up itself
    with warehouse.reading():
        assert index.find(terms) is None
    index.update()
    assert found(warehouse, "zygote", index)[0] == "1"
    assert found(warehouse, "truce", index) == found(warehouse, "truce", None)


def test_quotes_that_are_gone_are_not_found_and_leave_the_index_in_the_end(
    own_folder: DataFolder, warehouse: PublishedWarehouse, index: WordIndex
) -> None:
    size = own_folder.word_index.stat().st_size
    publish(own_folder, "create or replace table quotes as from quotes where content ilike '%truce%'")
    index.update()
    assert found(warehouse, "the", index) == found(warehouse, "the", None)
    assert own_folder.word_index.stat().st_size <= size


def test_a_damaged_file_is_removed_and_made_anew_by_the_next(
    own_folder: DataFolder, warehouse: PublishedWarehouse
) -> None:
    own_folder.word_index.parent.mkdir(parents=True, exist_ok=True)
    own_folder.word_index.write_bytes(b"no index " * 1000)
    index = WordIndex(own_folder.word_index, warehouse, least_quotes=1)
    index.update()
    with warehouse.reading():
        index._tried = warehouse.mark
        assert index.find(search.Wanted(q="truce").terms) is None
    index.update()
    assert found(warehouse, "truce", index) == found(warehouse, "truce", None)


def test_where_it_cannot_be_written_every_quote_is_looked_at(warehouse: PublishedWarehouse, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    index = WordIndex(tmp_path / "file" / "words.sqlite", warehouse, least_quotes=1)
    index.update()
    with warehouse.reading():
        index._tried = warehouse.mark
        assert index.find(search.Wanted(q="truce").terms) is None


def test_few_quotes_have_none(own_folder: DataFolder, warehouse: PublishedWarehouse) -> None:
    WordIndex(own_folder.word_index, warehouse).update()
    assert not own_folder.word_index.exists()


def test_it_goes_with_the_caches_when_an_article_is_forgotten(own_folder: DataFolder, index: WordIndex) -> None:
    assert own_folder.word_index.exists()
    drop_caches(own_folder)
    assert not own_folder.word_index.exists()
