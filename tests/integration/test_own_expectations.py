"""A user's own expectations through the command line: one that the build breaks, and one that means nothing."""

import json
from pathlib import Path

import pytest
from news_samples import write_articles

from pipelines.resources.data_folder import DataFolder
from tests.command_line import whosaid


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    write_articles(folder.raw)
    folder.expectations.mkdir()
    return folder


def expect(folder: DataFolder, column: str) -> None:
    suite = {
        "description": "No quote has a speaker.",
        "severity": "ERROR",
        "blocking": True,
        "expectations": [{"type": "expect_column_values_to_be_null", "kwargs": {"column": column}}],
    }
    path = folder.expectations / "warehouse.quotes.own.json"
    path.write_text(json.dumps(suite), encoding="utf-8")


def test_a_build_that_breaks_a_blocking_expectation_is_not_published_and_the_run_says_which(folder: DataFolder) -> None:
    expect(folder, "speaker")
    stopped = whosaid("run", "--data", folder.root)
    assert stopped.returncode == 1
    assert "own__speaker_null" in stopped.stderr
    assert not folder.warehouse.exists()
    page = folder.data_docs / "index.html"
    assert "speaker_null" in page.read_text(encoding="utf-8")
    assert str(page) in whosaid("status", "--data", folder.root).stdout


def test_an_unknown_column_ends_the_run_with_one_line_before_anything_is_done(folder: DataFolder) -> None:
    expect(folder, "speeker")
    refused = whosaid("run", "--data", folder.root)
    assert refused.returncode == 2
    assert refused.stderr.strip() == ("whosaid: warehouse.quotes.own.json, speeker_null: no column 'speeker' in quotes")
    assert not folder.lake.exists()
