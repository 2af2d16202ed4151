"""Suites on a small real lake, through the process that runs them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.annotate.rows import Stamp, quote_rows
from pipelines.checks.checker import Checker
from pipelines.checks.findings import CheckFindings
from pipelines.lake import Lake
from pipelines.records import Annotation, Document, Quote, Span

TEXT = "Ferry to stay\n“The ferry stays,” said Ada Brennick."
CONTENT = Span(14, 33)
ID = "0123456789abcdef"


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


def check(checker: Checker, folder: Path, *, articles: Any = (), quotes: Any = ()) -> dict[str, CheckFindings]:
    lake = Lake(folder)
    with lake.commit(stage="ingest", batch_id="b1", versions={}) as writer:
        writer.add("articles", articles or [article()])
    with lake.commit(stage="annotate", batch_id="b1", versions={}) as writer:
        writer.covers += [path.relative_to(folder).as_posix() for path in lake.files("articles")]
        writer.add("quotes", quotes)
    found = checker.check(lake, lake.commits(), ["articles", "quotes"])
    return {f"{findings.table}.{findings.name}": findings for findings in found}


def test_a_quote_that_is_the_articles_own_text_passes_span_integrity(checker: Checker, tmp_path: Path) -> None:
    found = check(checker, tmp_path, quotes=[quote()])["quotes.span_integrity"]
    assert found.passed and found.rows == 1


def test_a_quote_that_is_not_the_articles_text_fails_span_integrity(checker: Checker, tmp_path: Path) -> None:
    found = check(checker, tmp_path, quotes=[quote(), quote(quote_id="x", content="The ferry goes")])
    broken = [finding for finding in found["quotes.span_integrity"].findings if not finding.passed]
    assert [finding.broken for finding in broken] == [1]
    assert broken[0].examples[0]["quote_id"] == "x"


def test_a_quote_of_an_article_that_is_not_there_fails_span_integrity(checker: Checker, tmp_path: Path) -> None:
    assert not check(checker, tmp_path, quotes=[quote(article_id="f" * 16)])["quotes.span_integrity"].passed


def test_a_direct_quotation_without_a_speaker_is_found_an_indirect_one_not(checker: Checker, tmp_path: Path) -> None:
    quotes = [quote(speaker=None), quote(quote_id="x", kind="indirect", speaker=None)]
    found = check(checker, tmp_path, quotes=quotes)["quotes.speaker_present"]
    assert [(finding.rows, finding.broken) for finding in found.findings] == [(1, 1)]


def test_what_an_article_does_not_state_is_counted(checker: Checker, tmp_path: Path) -> None:
    found = check(checker, tmp_path)["articles.source_attribution"]
    missing = {finding.expectation.rpartition(" ")[2]: finding.broken for finding in found.findings}
    assert missing == {"outlet": 0, "url": 1, "byline": 1, "published_at": 1}


def test_a_value_without_an_origin_is_not_known_to_be_missing(checker: Checker, tmp_path: Path) -> None:
    assert check(checker, tmp_path / "a")["articles.known_missing"].passed
    found = check(checker, tmp_path / "b", articles=[article(outlet_origin=None)])
    assert not found["articles.known_missing"].passed


def test_a_malformed_identity_breaks_the_promise(checker: Checker, tmp_path: Path) -> None:
    assert not check(checker, tmp_path, articles=[article(article_id="ferry")])["articles.promise"].passed
