"""From what a reader found to a row of `articles`."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.metadata import complete
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import ARTICLES, Accepted, Rejected, Stated

OF_THE_BATCH = {
    "article_id", "revision", "batch_id", "ingested_at",
    "source_path", "source_format", "source_sha256", "source_bytes", "record_no",
}  # fmt: skip
BODY = "TARNMOUTH (AP) — The bridge will close on Friday for a week, the port authority said."


def _record(url: str | None = None) -> RawRecord:
    return RawRecord(SourceFile("a.jsonl", 1, 1), "jsonl", {}, 0, url=url)


def _complete(
    body: str = BODY, authors: tuple[str, ...] = (), fetched: str | None = None, **stated: str
) -> dict[str, object]:
    extracted = Extracted(body, {name: Stated(value, "sidecar") for name, value in stated.items()}, authors)
    outcome = complete(extracted, _record(fetched))
    assert isinstance(outcome, Accepted)
    return dict(outcome.fields)


def test_a_row_has_every_column_but_those_of_the_batch() -> None:
    assert set(_complete()) == set(ARTICLES.names) - OF_THE_BATCH


def test_what_is_stated_keeps_where_it_was_stated() -> None:
    row = _complete(
        title="Bridge <i>closes</i>", outlet="Tarn Echo", url="https://echo.example.org/a?utm_source=x",
        section="Local",
        byline="By Lena Orr", published_at="2026-01-02T03:04:05+01:00", modified_at="2026-01-03", language="en",
    )  # fmt: skip
    assert row["title"] == "Bridge closes"
    assert (row["outlet"], row["outlet_domain"], row["outlet_origin"]) == ("Tarn Echo", "example.org", "sidecar")
    assert (row["url"], row["url_origin"]) == ("https://echo.example.org/a", "sidecar")
    assert (row["byline"], row["authors"], row["byline_origin"]) == ("Lena Orr", ["Lena Orr"], "sidecar")
    assert row["published_at"] == datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert (row["published_at_precision"], row["modified_at"]) == ("second", datetime(2026, 1, 3, tzinfo=UTC))
    assert row["text"] == f"Bridge closes\n{BODY}"
    assert row["body_start_char"] == len("Bridge closes\n")
    assert row["text_sha256"] == hashlib.sha256(str(row["text"]).encode()).hexdigest()


def test_a_list_of_authors_beside_a_sidecar_comes_from_the_sidecar() -> None:
    row = _complete(authors=("Lena Orr", "Max Tell"), outlet="Tarn Echo")
    assert (row["byline"], row["byline_origin"]) == ("Lena Orr, Max Tell", "sidecar")


def test_what_nobody_states_stays_null() -> None:
    row = _complete("The bridge will close on Friday for a week.")
    empty = [
        "title",
        "outlet",
        "url",
        "section",
        "byline",
        "published_at",
        "modified_at",
        "wire_credit",
        "dateline_place",
    ]
    assert [name for name in empty if row[name] is not None or row[f"{name}_origin"] is not None] == []
    assert row["authors"] == []


def test_the_text_tells_dateline_agency_byline_and_date_where_nothing_else_does() -> None:
    row = _complete(f"By Lena Orr\nUpdated: 2026-01-15 17:52\n{BODY}")
    assert (row["byline"], row["byline_origin"]) == ("Lena Orr", "text")
    assert (row["published_at"], row["published_at_origin"]) == (datetime(2026, 1, 15, 17, 52, tzinfo=UTC), "text")
    assert (row["dateline_place"], row["dateline_place_origin"]) == ("TARNMOUTH", "text")
    assert (row["wire_credit"], row["wire_credit_origin"]) == ("AP", "text")


def test_the_url_tells_outlet_and_day_last_of_all() -> None:
    row = _complete(fetched="https://www.theguardian.com/world/2026/jan/15/bridge")
    assert (row["outlet"], row["outlet_origin"]) == ("The Guardian", "url")
    assert (row["published_at"], row["published_at_precision"], row["published_at_origin"]) == (
        datetime(2026, 1, 15, tzinfo=UTC), "day", "url",
    )  # fmt: skip
    assert row["url_origin"] == "metadata"


def test_an_encoding_has_one_name() -> None:
    for label, name in (("windows-1250", "cp1250"), ("UTF-8", "utf-8"), ("koi8_r", "koi8-r"), ("none such", None)):
        outcome = complete(Extracted(BODY, encoding=label), _record())
        assert isinstance(outcome, Accepted)
        assert outcome.fields["encoding"] == name


def test_an_agency_stated_as_outlet_of_another_s_page_is_its_wire_credit() -> None:
    body = "The bridge will close on Monday, the town said."
    row = _complete(body, outlet="Associated Press", url="https://www.cnn.com/a")
    assert (row["outlet"], row["wire_credit"], row["wire_credit_origin"]) == ("CNN", "AP", "sidecar")
    assert _complete(body, outlet="Associated Press", url="https://apnews.com/a")["wire_credit"] is None


def test_a_stated_date_that_cannot_be_gives_way_to_the_url() -> None:
    row = _complete(published_at="2026-02-31", url="https://example.org/2026/02/28/a")
    assert (row["published_at"], row["published_at_origin"]) == (datetime(2026, 2, 28, tzinfo=UTC), "url")


@pytest.mark.parametrize("body", ["", " \n ", "12 34 -- 56", "Bridge closes", "\x00\u200b"])
def test_no_text_besides_the_headline_is_no_article(body: str) -> None:
    outcome = complete(Extracted(body, {"title": Stated("Bridge closes", "metadata")}), _record())
    assert isinstance(outcome, Rejected)
    assert outcome.reason_code == "no_body"


NAMES = [
    "title",
    "outlet",
    "url",
    "section",
    "byline",
    "published_at",
    "modified_at",
    "language",
    "wire_credit",
    "dateline_place",
]


@given(
    st.text(max_size=400),
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=80)),
    st.lists(st.text(max_size=30), max_size=3),
)
def test_any_text_and_any_metadata_give_an_outcome(body: str, stated: dict[str, str], authors: list[str]) -> None:
    extracted = Extracted(body, {name: Stated(value, "metadata") for name, value in stated.items()}, tuple(authors))
    outcome = complete(extracted, _record("http://[broken"))
    if isinstance(outcome, Accepted):
        row = outcome.fields
        assert 0 <= row["body_start_char"] < len(row["text"])
        assert all((row[name] is None) == (row[f"{name}_origin"] is None) for name in NAMES)
