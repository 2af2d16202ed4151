"""Exports as people have them (`tests/ingest_cases`, all invented): what each becomes, in one batch of all of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.conftest import Desk

CASES = Path(__file__).resolve().parents[2] / "ingest_cases"
Row = Mapping[str, Any]

EXPECTED: dict[str, list[dict[str, Any]]] = {
    "canonical_home": [{"url": f"https://www.stonebeckstandard.example/news/{number}"} for number in (1, 2, 3)],
    "og_url_home": [{"outcome": "accepted"}] * 3,
    "json_url_home": [{"outcome": "accepted"}] * 3,
    "feed_same_link": [{"outcome": "accepted"}] * 3,
    "v_canon_paged": [{"outcome": "accepted"}] * 2,
    "w_dupe_after_edit": [{"outcome": "accepted"}, {"outcome": "accepted"}, {"outcome": "duplicate"}],
}


@pytest.fixture(scope="module")
def ingested(new_desk: Callable[[], Desk]) -> Mapping[str, list[Row]]:
    """Each case's outcomes in order, with the columns of the article that an accepted one became."""
    desk = new_desk()
    desk.run(CASES)
    articles = {(row["article_id"], row["revision"]): row for row in desk.rows("articles")}
    found: dict[str, list[Row]] = {}
    for outcome in desk.rows():
        name = Path(outcome["path"]).relative_to(CASES).parts[0]
        article = articles.get((outcome["article_id"], outcome["revision"]), {})
        found.setdefault(name, []).append({**article, **outcome})
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_is_read_as_what_it_is(name: str, ingested: Mapping[str, list[Row]]) -> None:
    wanted = EXPECTED[name]
    found = ingested[name]
    columns = [{column: row.get(column) for column in want} for want, row in zip(wanted, found, strict=False)]
    assert columns == wanted
    assert len(found) == len(wanted)


def test_every_case_has_its_expectation() -> None:
    assert {path.name for path in CASES.iterdir()} == set(EXPECTED)
