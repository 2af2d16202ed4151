"""The sample articles through `whosaid run`: the queries of the docs, and who and what is one across outlets."""

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.resources.data_folder import DataFolder
from tests.published import rows

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "queries.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)\n", PAGE, re.DOTALL)


@pytest.fixture
def warehouse(sample: DataFolder) -> Path:
    return sample.warehouse


def test_the_page_has_five_queries_with_their_answers() -> None:
    assert len(QUERIES) == 5


@pytest.mark.parametrize(("query", "heading"), QUERIES)
def test_a_query_of_the_page_gives_rows_with_the_columns_that_it_shows(
    query: str, heading: str, warehouse: Path
) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(query)
        assert [name for name, *_ in found.description or []] == heading.split()
        assert found.fetchall()


@pytest.mark.parametrize("spellings", [("Eleni Karras", "Helen Karras"), ("Ilia Sorokov", "Ilya Sorokov")])
def test_two_spellings_of_one_person_are_one_entity(spellings: tuple[str, str], warehouse: Path) -> None:
    query = """
        select alias, entity_type, entities.name in ('{0}', '{1}')
        from entities inner join entity_aliases using (entity_id) where alias in ('{0}', '{1}') order by alias
    """
    found = rows(warehouse, query.format(*spellings))
    assert found == [(spelling, "PERSON", True) for spelling in spellings]
    (entities,) = rows(
        warehouse,
        "select count(distinct entity_id) from entity_aliases where alias in ('{}', '{}')".format(*spellings),
    )
    assert entities == (1,)


def test_words_that_three_outlets_print_are_one_utterance_of_one_speaker(warehouse: Path) -> None:
    found = rows(
        warehouse,
        "select n_outlets, outlets, speaker from utterances where text like 'Letters do not vanish in a building%'",
    )
    assert found == [(3, ["Coastal Herald", "Valley Echo", "pinefieldpost.example"], "Eleni Karras")]
