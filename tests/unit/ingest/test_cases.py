"""Exports as people have them (`tests/ingest_cases`, all invented): what each becomes, in one batch of all of them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.conftest import Desk


def _at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[misc, arg-type]


CASES = Path(__file__).resolve().parents[2] / "ingest_cases"
Row = Mapping[str, Any]

EXPECTED: dict[str, list[dict[str, Any]]] = {
    "canonical_home": [{"url": f"https://www.stonebeckstandard.example/news/{number}"} for number in (1, 2, 3)],
    "og_url_home": [{"outcome": "accepted"}] * 3,
    "json_url_home": [{"outcome": "accepted"}] * 3,
    "feed_same_link": [{"outcome": "accepted"}] * 3,
    "v_canon_paged": [{"outcome": "accepted"}] * 2,
    "w_dupe_after_edit": [{"outcome": "accepted"}, {"outcome": "accepted"}, {"outcome": "duplicate"}],
    "csv_capital_headers": [
        {
            "outlet": "Farrowgate Star",
            "authors": ["Corin Gantry"],
            "url": f"https://www.farrowgatestar.example/{number}",
            "published_at": datetime(2024, 3, 4 + number, tzinfo=UTC),
        }
        for number in (1, 2)
    ],
    "csv_excel_sep": [
        {"outlet": "Harrowby Herald", "title": "Market hall in Netherby to be fenced off after 464 complaints"}
    ],
    "csv_pandas_strings": [
        {"authors": ["Della Pellworth", "Abel Rennick"], "url": "https://www.harrowbyherald.example/1"},
        {"authors": [], "byline": None, "published_at": None, "url": None},
    ],
    "csv_spaced_headers": [
        {"outlet": "Greyling Gazette", "authors": ["Corin Gantry"], "published_at": datetime(2024, 3, 5, tzinfo=UTC)}
    ],
    "json_fundus": [
        {
            "outlet": "Tarn Echo",
            "authors": ["Nerys Saltmarsh"],
            "url": "https://www.tarnecho.example/a/1",
            "published_at": datetime(2024, 5, 2, 8, 15, tzinfo=UTC),
        }
    ],
    "json_guardian": [
        {
            "outlet": "The Osterfield Guardian",
            "url": "https://www.osterfieldguardian.example/uk/2024/jan/10/a",
            "published_at": datetime(2024, 1, 10, 6, 30, 8, tzinfo=UTC),
        }
    ],
    "json_hits": [{"outcome": "accepted", "outlet": None}],
    "json_mediacloud": [
        {
            "title": f"{what} complaints",
            "outlet": "lindmouthpost.example",
            "url": f"https://www.lindmouthpost.example/x/{number}",
            "published_at": datetime(2024, 6, 10 + number, tzinfo=UTC),
        }
        for number, what in (
            (1, "Cricket ground in Eastholm to be fenced off after 52"),
            (2, "Observatory in Underfell to be emptied after 853"),
        )
    ],
    "json_mongo": [{"published_at": datetime(2020, 3, 14, 16, 5, tzinfo=UTC)}] * 3,
    "json_nan_array": [{"byline": None}, {"byline": "Kasper Corvane"}, {"byline": "Kasper Corvane"}],
    "json_newspaper4k": [
        {
            "outlet": "Inchmoor Times",
            "authors": ["Rhoda Varley", "Piers Quarmby"],
            "published_at": datetime(2024, 2, 9, 4, 18, tzinfo=UTC),
        }
    ],
    "json_pretty_concat": [{"outcome": "accepted"}] * 2,
    "json_trafilatura": [
        {
            "url": "https://www.carrowcourier.example/news/lido-sold",
            "outlet": "Carrow Courier",
            "authors": ["Dagny Yardle", "Otto Zellmann"],
            "published_at": datetime(2024, 3, 5, tzinfo=UTC),
        }
    ],
    "v_trafilatura_com": [{"outlet": "Carrow Courier", "url": "https://www.carrowcourierpaper.com/news/lido-sold"}],
    "md_trafilatura": [
        {
            "url": "https://www.carrowcourier.example/news/x2",
            "outlet": "Carrow Courier",
            "authors": ["Dagny Yardle", "Otto Zellmann"],
            "published_at": datetime(2024, 3, 5, tzinfo=UTC),
        }
    ],
    "v_authors_plain": [
        {"authors": ["Della Rennick", "Otto Gantry"][: 2 if name in "af" else 1]} for name in "abcdefgh"
    ],
    "ld_author_junk": [{"authors": ["Viggo Osterby", "Nerys Hollowby"], "outlet": "Quayside Chronicle"}],
    "ld_related_after": [{"authors": ["Gideon Northgill"], "modified_at": None, "section": None}],
    "ld_related_first": [
        {
            "title": "Fish quay in Greyling to be insured after 953 complaints",
            "published_at": datetime(2024, 4, 2, 8, 37, tzinfo=UTC),
            "url": "https://www.quaysidechronicle.example/p/2",
            "byline": None,
            "authors": [],
        }
    ],
    "v_ld_breadcrumb_list": [
        {
            "title": "Market hall in Oakmere to be moved after 235 complaints",
            "published_at": datetime(2024, 4, 2, 6, tzinfo=UTC),
        }
    ],
    "enc_c1": [{"mended": "c1_controls"}] * 2,
    "enc_double_escaped": [
        {"mended": "entities", "title": "Grain silo in Quayside & to be sold after 431 complaints"},
        {"mended": "entities", "title": "T ‘x’"},
    ],
    "enc_macroman": [{"mended": "mac_roman"}],
    "enc_mojibake": [{"mended": "mojibake"}] * 2,
    "json_newsapi": [{"completeness": "stub"}],
    "paywall_stub": [{"completeness": "stub"}],
    "cookie_wall": [{"completeness": "furniture"}],
    "warc_missing_newlines": [{"outcome": "accepted"}, {"reason_code": "broken_container"}],
    "lexis_txt": [
        {
            "title": title,
            "outlet": "The Pennicott Press",
            "published_at": _at(2024, 3, day),
            "authors": ["Wendel Inverdale"],
        }
        for day, title in (
            (3, "Lighthouse in Marrowick to be sold after 244 complaints"),
            (4, "Bandstand in Netherby to be sold after 831 complaints"),
            (5, "Grain silo in Marrowick to be closed after 393 complaints"),
        )
    ],
    "w_docx": [{"title": "Tram line in Marrowick to be painted after 201 complaints"}],
    "w_rtf": [{"title": "Cattle mart in Dunsford to be extended after 255 complaints"}],
    "w_eml": [
        {"title": "Market hall in Carrow to be extended after 398 complaints", "published_at": _at(2024, 3, 5, 9)}
    ],
    "w_mhtml": [{"url": "https://www.mhtmltown.com/1", "outlet": "mhtmltown.com"}],
    "w_jsonl_bz2": [{"outcome": "accepted"}],
    "w_jsonl_xz": [{"outcome": "duplicate"}],
    "w_tar_gz": [{"outcome": "duplicate"}],
    "w_wacz": [{"url": "https://www.wacztown.com/1"}],
    "bylines": [
        {"authors": ["Abby Fairholt", "Thomas Varley", "Robert Gantry"]},
        {"authors": ["Joe Gantry Jr", "Tara Varley"]},
        *[{"authors": ["Della Rennick"]}] * 2,
        {"authors": ["Della Rennick"], "wire_credit": "AP"},
        *[{"authors": []}] * 2,
        *[{"authors": ["Della Rennick"]}] * 2,
        {"authors": []},
        {"authors": ["Della Rennick"]},
        {"authors": ["李小明"]},
        {"authors": ["Della Rennick"]},
        {"authors": ["Della Rennick", "Otto Gantry"]},
        *[{"authors": ["Della Rennick"]}] * 3,
        {"authors": ["Della Rennick", "Otto Gantry"]},
        {"authors": ["Della Rennick"]},
        {"authors": ["Pieter van der Gantry"]},
        {"authors": ["Séamus Ó Gantry"]},
        {"authors": ["Madonna"]},
        *[{"authors": ["Della Rennick"]}] * 2,
    ],
    "dates": [
        {"published_at": at, "published_at_precision": precision}
        for at, precision in (
            (_at(2024, 11, 6, 3, 7), "second"),
            (_at(2024, 7, 14, 22, 30), "local"),
            (_at(2024, 7, 14), "day"),  # IST is the time of India, Ireland or Israel
            (_at(2024, 7, 15, 2, 30), "second"),
            (_at(2023, 9, 6, 1, 5), "second"),
            (None, None),
            (_at(2024, 3, 25), "day"),
            (_at(2023, 8, 12), "day"),
            (_at(2024, 3, 5), "day"),
            (_at(2024, 3, 14), "day"),
            (_at(2024, 3, 5, 15, 4), "local"),
            *[(_at(2024, 3, 9, 16), "second")] * 3,
            (None, None),
            (_at(2024, 3, 5), "day"),
            *[(_at(2024, 3, 5, 9), "second")] * 3,
            (_at(2024, 3, 5, 8), "second"),
            (_at(2024, 3, 5, 9), "local"),
            *[(None, None)] * 3,
            *[(_at(2024, 3, 5), "day")] * 2,
            *[(_at(2024, 3, 5, 8), "second")] * 2,
            (None, None),
            (_at(2024, 3, 5, 8), "second"),
        )
    ],
    "feed_dates": [
        {"published_at": at}
        for at in (
            _at(2023, 1, 7, 20, 44, 32),
            _at(2018, 6, 25, 11, 41, 36),
            _at(2020, 5, 25, 4, 45, 26),
            _at(2016, 6, 29, 15, 7, 41),
            _at(2015, 9, 2, 22, 1, 1),
            _at(2017, 8, 6),
            _at(2023, 2, 24, 20, 18),
            _at(2018, 9, 18, 12, 53, 56),
            _at(2013, 10, 30, 11, 34, 37),
            _at(2024, 3, 14),
            _at(2024, 3, 14, 17),
            _at(2024, 3, 14, 22, 30),
            _at(2024, 3, 14, 22, 30),
            _at(2023, 12, 5, 8),
            _at(2024, 12, 2, 8),
            _at(2024, 5, 2, 7),
            _at(2024, 5, 7, 7),
        )
    ],
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


def test_quotation_marks_that_an_encoding_destroyed_are_there_again(ingested: Mapping[str, list[Row]]) -> None:
    rows = [row for name, found in ingested.items() if name.startswith("enc_") for row in found]
    assert all("“" in row["text"] or '"' in row["text"] for row in rows)
    assert not [row["text"] for row in rows if any(mark in row["text"] for mark in ("â", "Ò", "&", "[+"))][1:]


def test_every_case_has_its_expectation() -> None:
    assert {path.name for path in CASES.iterdir()} == set(EXPECTED)
