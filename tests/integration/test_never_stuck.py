"""Whole runs, as a user starts them, over what once blocked a folder."""

import subprocess
from pathlib import Path

import pytest
from command_line import whosaid
from news_samples import write_articles

from pipelines.cli.failures import ExitCode
from pipelines.resources.data_folder import DataFolder
from tests.published import rows

ANNOTATORS = """
from pipelines.annotate.annotators import RuleAnnotator
from pipelines.records import Annotation

class Lame(RuleAnnotator):
    version = "lame"

    def annotate(self, documents):
        return [Annotation(one.doc_id, [], [], one.quotes) for one in super().annotate(documents)]
"""
READER = '[ingest]\nworkers = 1\n[annotate]\nworkers = 1\nannotator = "{}"\n'
SAID = "select count(*) from quotes where content like '%swim to work%'"

NOT_ANNOTATED = "select source_path from articles where language = 'en' and not is_annotated order by 1"


def called(folder: DataFolder, *command: str) -> "subprocess.CompletedProcess[str]":
    return whosaid(*command, "--data", folder.root, cwd=folder.root)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    write_articles(folder.raw)
    (folder.root / "annotators.py").write_text(ANNOTATORS)
    (folder.root / "whosaid.toml").write_text(READER.format("annotators:Lame"))
    return folder


def test_an_annotator_that_gives_quotes_without_sentences_blocks_no_run(
    folder: DataFolder,
) -> None:
    first = called(folder, "run")
    assert first.returncode == ExitCode.DONE, first.stderr
    assert rows(folder.warehouse, SAID) == [(0,)]
    assert rows(folder.warehouse, NOT_ANNOTATED) == [("ferry.txt",), ("rival.md",)]
    assert "rival.md" in first.stdout
