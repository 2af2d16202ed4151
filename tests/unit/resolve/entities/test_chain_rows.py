"""The rows of chains out of the lake's mentions and articles."""

from typing import Any

import pyarrow as pa

from pipelines.records import ARTICLES, MENTIONS
from pipelines.resolve.entities import chain_rows_from
from tests.unit.resolve.entities.entity_rows import PUBLISHED


def _mentions(rows: list[tuple[str, str, int | None, dict[str, Any]]]) -> pa.Table:
    """Rows are text, form, chain and whatever else is not the default."""
    base = {
        "article_id": "a",
        "revision": 1,
        "batch_id": "b1",
        "reader_version": "r",
        "start_char": 0,
        "end_char": 1,
        "entity_type": "PERSON",
    }
    made = []
    for number, (text, form, chain, more) in enumerate(rows):
        row = {**base, "mention_id": f"m{number}", "mention_no": number, "text": text, "form": form}
        made.append({**row, "local_entity_no": chain, **more})
    return pa.Table.from_pylist(made, schema=MENTIONS)


def _articles(*revisions: int) -> pa.Table:
    row = dict.fromkeys(ARTICLES.names)
    row |= {
        "article_id": "a",
        "batch_id": "b1",
        "source_path": "a.txt",
        "source_format": "text",
        "source_sha256": "0",
        "source_bytes": 1,
        "authors": [],
        "text": "x",
        "body_start_char": 0,
        "text_sha256": "0",
        "extractor": "text",
        "extractor_version": "1",
        "ingested_at": PUBLISHED,
        "published_at": PUBLISHED,
        "outlet": "The Ledger",
    }
    return pa.Table.from_pylist([{**row, "revision": revision} for revision in revisions], schema=ARTICLES)


def test_a_chain_has_its_fullest_name_spellings_roles_gender_and_company() -> None:
    mentions = _mentions(
        [
            ("Lena Orrick", "name", 0, {"local_entity_name": "Lena Orrick", "role": "harbour master"}),
            ("Bo Ferrick", "name", 1, {"local_entity_name": "Bo Ferrick"}),
            ("Orrick", "name", 0, {"local_entity_name": "Lena Orrick"}),
            ("she", "pronoun", 0, {"local_entity_name": "Lena Orrick"}),
            ("the committee", "nominal", 2, {"entity_type": None}),
        ]
    )
    rows = chain_rows_from(mentions, _articles(1)).to_pylist()
    assert [(row["name"], row["spellings"], row["company"]) for row in rows] == [
        ("Lena Orrick", ["Lena Orrick", "Orrick"], ["Bo Ferrick"]),
        ("Bo Ferrick", ["Bo Ferrick"], ["Lena Orrick"]),
    ]
    assert (rows[0]["roles"], rows[0]["gender"], rows[0]["outlet"]) == (["harbour master"], "female", "The Ledger")
    assert (rows[0]["published_at"], rows[1]["gender"]) == (PUBLISHED, None)


def test_only_the_latest_annotation_of_an_article_counts() -> None:
    mentions = _mentions(
        [
            ("Old Name", "name", 0, {}),
            ("First Reading", "name", 0, {"revision": 2, "batch_id": "b2"}),
            ("Second Reading", "name", 0, {"revision": 2, "batch_id": "b3"}),
        ]
    )
    rows = chain_rows_from(mentions, _articles(1, 2)).to_pylist()
    assert [(row["name"], row["revision"]) for row in rows] == [("Second Reading", 2)]


def test_pronouns_that_disagree_tell_no_gender() -> None:
    mentions = _mentions([("Kim Ash", "name", 0, {}), ("he", "pronoun", 0, {}), ("her", "pronoun", 0, {})])
    assert chain_rows_from(mentions, _articles(1)).to_pylist()[0]["gender"] is None


def test_a_quotation_mark_without_its_fellow_is_no_part_of_a_name() -> None:
    rows = [('Shay" Brennick', "name", 0, {}), ('Odo "Ox" Fenn', "name", 1, {}), ("“Mara Teldin", "name", 2, {})]
    found = chain_rows_from(_mentions(rows), _articles(1)).to_pylist()
    assert [row["name"] for row in found] == ["Shay Brennick", 'Odo "Ox" Fenn', "Mara Teldin"]
    assert found[0]["spellings"] == ['Shay" Brennick']
