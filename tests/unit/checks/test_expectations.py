"""Suites on a small real lake, through the process that runs them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipelines.annotate.rows import Stamp, quote_rows
from pipelines.checks.checker import Checker, CheckerError, Request
from pipelines.checks.recorded import checks_of
from pipelines.checks.results import ExpectationResult, SuiteResult
from pipelines.checks.suites import Expectation, Suite, read_suites
from pipelines.lake import Lake
from pipelines.records import Annotation, Document, Quote, Span

TEXT = "Ferry to stay\n“The ferry stays,” said Ada Brennick."
CONTENT = Span(14, 33)
FETCHED = re.compile(r"(?:src|<link[^>]*href|@import|url\()\s*=?\s*[\"'(]?\s*(?:https?:)?//", re.IGNORECASE)
ID = "0123456789abcdef"
INDIRECT, MIXED = 'kind == "indirect"', 'kind == "mixed"'
HOSTILE = [
    "<img/src=x/onerror=alert(1)>",
    "<script>alert(1)</script>",
    "\"><svg onload='alert(1)'>",
    "</td></table><b onclick=alert(1)>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "${PARAMETER} $styling <iframe srcdoc=x>",
]


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as checker:
        checker.start()
        yield checker


def article(**other: Any) -> dict[str, Any]:
    return {
        "article_id": ID,
        "revision": 1,
        "batch_id": "b1",
        "source_path": "ferry.txt",
        "source_format": "text",
        "source_sha256": "0" * 64,
        "source_bytes": 10,
        "outlet": "Marle Point Mercury",
        "outlet_origin": "sidecar",
        "authors": [],
        "text": TEXT,
        "body_start_char": 14,
        "text_sha256": "0" * 64,
        "extractor": "whosaid",
        "extractor_version": "1",
        "ingested_at": datetime.now(UTC),
        **other,
    }


def quote(**other: Any) -> dict[str, Any]:
    annotation = Annotation(ID, quotes=[Quote("direct", [CONTENT], speaker="Ada Brennick")])
    (row,) = quote_rows(Document(ID, TEXT), annotation, Stamp(ID, 1, "b1", "r1"))
    return {**row, **other}


def ask(checker: Checker, lake: Lake, suites: Any, **other: Any) -> dict[str, SuiteResult]:
    ids = [commit.commit_id for commit in lake.commits()]
    found = checker.check(Request(suites, lake=str(lake.folder), commit_ids=ids, **other))
    return {f"{one.table}.{one.suite}": one for one in found}


def make_lake(folder: Path, *, articles: Any = (), quotes: Any = ()) -> Lake:
    lake = Lake(folder)
    with lake.commit(stage="ingest", batch_id="b1", versions={}) as writer:
        writer.add("articles", articles or [article()])
    with lake.commit(stage="annotate", batch_id="b1", versions={}) as writer:
        writer.covers += [path.relative_to(folder).as_posix() for path in lake.files("articles")]
        writer.add("quotes", quotes)
    return lake


def check(checker: Checker, folder: Path, *, articles: Any = (), quotes: Any = ()) -> dict[str, SuiteResult]:
    wanted = [suite for suite in read_suites() if suite.layer == "lake" and suite.table in ("articles", "quotes")]
    return ask(checker, make_lake(folder, articles=articles, quotes=quotes), wanted)


def passed(result: SuiteResult) -> bool:
    return all(one.passed for one in result.results)


def suite(*expectations: Expectation, table: str = "quotes", key: Any = ("quote_id",)) -> Suite:
    return Suite("lake", table, "own", "", "WARN", False, key, expectations)


def test_a_quote_that_is_the_articles_own_text_passes_span_integrity(checker: Checker, tmp_path: Path) -> None:
    found = check(checker, tmp_path, quotes=[quote()])["quotes.span_integrity"]
    assert passed(found) and found.rows == 1


def test_a_quote_that_is_not_the_articles_text_fails_span_integrity(checker: Checker, tmp_path: Path) -> None:
    found = check(checker, tmp_path, quotes=[quote(), quote(quote_id="x", content="The ferry goes")])
    broken = [one for one in found["quotes.span_integrity"].results if not one.passed]
    assert [one.broken for one in broken] == [1]
    assert broken[0].examples[0]["quote_id"] == "x"


def test_a_quote_of_an_article_that_is_not_there_fails_span_integrity(checker: Checker, tmp_path: Path) -> None:
    assert not passed(check(checker, tmp_path, quotes=[quote(article_id="f" * 16)])["quotes.span_integrity"])


def test_a_direct_quotation_without_a_speaker_is_found_an_indirect_one_not(checker: Checker, tmp_path: Path) -> None:
    quotes = [quote(speaker=None), quote(quote_id="x", kind="indirect", speaker=None)]
    found = check(checker, tmp_path, quotes=quotes)["quotes.speaker_present"]
    assert [(one.rows, one.broken) for one in found.results] == [(1, 1)]


def test_what_an_article_does_not_state_is_counted(checker: Checker, tmp_path: Path) -> None:
    found = check(checker, tmp_path)["articles.source_attribution"]
    missing = {one.name: one.broken for one in found.results}
    assert missing == {"outlet_not_null": 0, "url_not_null": 1, "byline_not_null": 1, "published_at_not_null": 1}


def test_a_value_without_an_origin_is_not_known_to_be_missing(checker: Checker, tmp_path: Path) -> None:
    assert passed(check(checker, tmp_path / "a")["articles.known_missing"])
    found = check(checker, tmp_path / "b", articles=[article(outlet_origin=None)])
    assert not passed(found["articles.known_missing"])


def test_a_malformed_identity_breaks_the_promise(checker: Checker, tmp_path: Path) -> None:
    assert not passed(check(checker, tmp_path, articles=[article(article_id="ferry")])["articles.promise"])


def test_an_expectation_that_raises_has_failed_and_says_why(checker: Checker, tmp_path: Path) -> None:
    raising = Expectation("raises", "expect_column_values_to_match_regex", {"column": "content", "regex": "("})
    own = suite(raising)
    found = ask(checker, make_lake(tmp_path, quotes=[quote()]), [own])
    (row,) = checks_of([own], list(found.values()))
    assert (row.passed, row.severity, row.n_failed) == (False, "ERROR", 1)
    assert row.error


def test_an_expectation_on_no_column_that_there_is_has_failed(checker: Checker, tmp_path: Path) -> None:
    own = suite(Expectation("no", "expect_column_values_to_not_be_null", {"column": "no_such_column"}))
    (result,) = ask(checker, make_lake(tmp_path, quotes=[quote()]), [own])["quotes.own"].results
    assert not result.passed and "no_such_column" in str(result.error)


def test_an_expectation_that_most_rows_keep_passes_where_it_asks_for_most(checker: Checker, tmp_path: Path) -> None:
    kwargs = {"column": "kind", "value_set": ["direct"], "mostly": 0.5}
    own = suite(Expectation("mostly_direct", "expect_column_values_to_be_in_set", kwargs))
    quotes = [quote(), quote(quote_id="x", kind="mixed")]
    (result,) = ask(checker, make_lake(tmp_path, quotes=quotes), [own])["quotes.own"].results
    assert (result.passed, result.broken) == (True, 1)


def test_an_expectation_of_the_table_as_a_whole_shows_what_was_observed(checker: Checker, tmp_path: Path) -> None:
    own = suite(Expectation("many", "expect_table_row_count_to_be_between", {"min_value": 2}))
    (result,) = ask(checker, make_lake(tmp_path, quotes=[quote()]), [own])["quotes.own"].results
    assert (result.passed, result.examples) == (False, [{"observed": 1}])


def test_counts_add_up_over_the_files_of_many_commits(checker: Checker, tmp_path: Path) -> None:
    lake = make_lake(tmp_path, quotes=[quote()])
    with lake.commit(stage="annotate", batch_id="b2", versions={}) as writer:
        writer.covers += [path.relative_to(tmp_path).as_posix() for path in lake.files("articles")]
        writer.add("quotes", [quote(quote_id="x"), quote(quote_id="y", content="No")])
    found = ask(checker, lake, [one for one in read_suites() if one.id == ("lake", "quotes", "span_integrity")])
    counted = {one.name: (one.rows, one.broken) for one in found["quotes.span_integrity"].results}
    assert counted["content_equal_content_at_offsets"] == (3, 1)


def test_a_file_that_is_gone_fails_its_own_suites_and_no_others(checker: Checker, tmp_path: Path) -> None:
    lake = make_lake(tmp_path, quotes=[quote()])
    lake.files("quotes")[0].unlink()
    wanted = [one for one in read_suites() if one.id[:2] in (("lake", "quotes"), ("lake", "articles"))]
    found = ask(checker, lake, wanted)
    assert not any(one.passed for one in found["quotes.promise"].results)
    assert passed(found["articles.promise"])


def test_a_process_that_cannot_start_is_an_error_not_a_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.checks.checker.COMMAND", ["python3", "-c", "raise ValueError('no')"])
    with Checker() as broken, pytest.raises(CheckerError, match="ValueError: no"):
        broken.check(Request([suite(Expectation("a", "expect_column_to_exist", {"column": "kind"}))]))


def test_pages_are_drawn_that_fetch_nothing(tmp_path: Path) -> None:
    wanted = [one for one in read_suites() if one.layer == "lake" and one.table in ("articles", "quotes")]
    lake = make_lake(tmp_path / "lake", quotes=[quote(), quote(quote_id="x", content="No")])
    with Checker() as drawing:
        ask(drawing, lake, wanted, run_id="b1", pages=str(tmp_path / "docs"))
    pages = list((tmp_path / "docs").rglob("*.html"))
    assert len(pages) == len(wanted) + 1
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not FETCHED.findall(text), page
        assert "<script" not in text
    assert "content_equal_content_at_offsets" in (tmp_path / "docs" / "index.html").read_text()


def test_a_condition_says_which_rows_are_asked_about(checker: Checker, tmp_path: Path) -> None:
    rows = [quote(), quote(quote_id="x", kind="indirect"), quote(quote_id="y", kind="indirect", speaker=None)]
    own = suite(
        Expectation("all", "expect_column_values_to_not_be_null", {"column": "speaker"}),
        Expectation("some", "expect_column_values_to_not_be_null", {"column": "speaker", "row_condition": INDIRECT}),
        Expectation("none", "expect_column_values_to_not_be_null", {"column": "speaker", "row_condition": MIXED}),
        Expectation("count", "expect_table_row_count_to_equal", {"value": 2, "row_condition": INDIRECT}),
    )
    found = ask(checker, make_lake(tmp_path, quotes=rows), [own])["quotes.own"].results
    assert [(one.name, one.rows, one.broken, one.passed) for one in found] == [
        ("all", 3, 1, False),
        ("some", 2, 1, False),
        ("none", 0, 0, True),
        ("count", 3, 0, True),
    ]
    assert found[1].examples[0]["quote_id"] == "y"


def test_a_condition_that_is_python_is_never_run(checker: Checker, tmp_path: Path) -> None:
    written = tmp_path / "written.csv"
    condition = f"kind.to_csv({str(written)!r}) == 1"
    not_null = Expectation("own", "expect_column_values_to_not_be_null", {"column": "kind", "row_condition": condition})
    lake = make_lake(tmp_path / "lake", quotes=[quote()])
    [result] = ask(checker, lake, [suite(not_null)])["quotes.own"].results
    assert result.error is not None and "neither a column nor a value" in result.error
    assert not result.passed
    assert not written.exists()


def test_what_articles_and_suites_say_is_text_on_the_pages(tmp_path: Path) -> None:
    rows = [quote(quote_id=f"{no} {markup}", content=markup, speaker=markup) for no, markup in enumerate(HOSTILE)]
    lake = make_lake(tmp_path / "lake", quotes=rows)
    content = {"column": "content"}
    condition = f"speaker != {HOSTILE[0] + '.'!r}"
    own = suite(
        Expectation(
            "in_set", "expect_column_values_to_be_in_set", {**content, "value_set": [f"2{m}" for m in HOSTILE]}
        ),
        Expectation("regex", "expect_column_values_to_not_match_regex", {**content, "regex": f".|{HOSTILE[1]}"}),
        Expectation("distinct", "expect_column_distinct_values_to_equal_set", {**content, "value_set": HOSTILE[:1]}),
        Expectation("where", "expect_column_values_to_be_null", {**content, "row_condition": condition}),
        Expectation("raises", "expect_column_values_to_match_regex", {**content, "regex": f"({HOSTILE[0]}"}),
        key=("quote_id", "content"),
    )
    with Checker() as drawing:
        ask(drawing, lake, [own], run_id="b1", pages=str(tmp_path / "docs"))
    page = html.document_fromstring((tmp_path / "docs" / "b1" / "lake.quotes.own.html").read_text(encoding="utf-8"))
    assert [markup for markup in HOSTILE if markup not in page.text_content()] == []
    assert [element.tag for element in page.iter("img", "script", "svg", "iframe", "b", "form", "object")] == []
    assert [name for element in page.iter() for name in element.attrib if name.lower().startswith("on")] == []
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_counts_of_parts_and_a_share_that_is_enough() -> None:
    result = ExpectationResult("a", "a", rows=1, judged=1, mostly=0.5)
    result.add(ExpectationResult("a", "a", rows=1, judged=1, broken=1))
    assert (result.rows, result.broken, result.passed) == (2, 1, True)


def test_a_file_that_was_read_in_two_batches_has_an_outcome_in_each_and_one_batch_has_none_twice(
    checker: Checker, tmp_path: Path
) -> None:
    lake = Lake(tmp_path)
    seen = {"path": "ferry.txt", "seen_at": datetime.now(UTC), "outcome": "unchanged", "article_id": ID}
    for batch_id in ("b1", "b2"):
        with lake.commit(stage="ingest", batch_id=batch_id, versions={}) as writer:
            writer.add("ingest_outcomes", [{**seen, "batch_id": batch_id}])
    suites = [suite for suite in read_suites() if suite.id == ("lake", "ingest_outcomes", "promise")]
    assert passed(ask(checker, lake, suites)["ingest_outcomes.promise"])
    with lake.commit(stage="ingest", batch_id="b3", versions={}) as writer:
        writer.add("ingest_outcomes", [{**seen, "batch_id": "b3"}, {**seen, "batch_id": "b3"}])
    found = ask(checker, lake, suites)["ingest_outcomes.promise"]
    assert [one.name for one in found.results if not one.passed] == ["batch_id_path_record_no_unique"]
