"""Whole runs, as a user starts them, over a folder to which one thing after another happens: none blocks the next."""

import subprocess
from pathlib import Path

import pytest
from command_line import whosaid
from news_samples import write_articles

from pipelines.cli.failures import ExitCode
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.check import check_lake
from tests.published import open_for_writing, rows

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


def test_an_annotator_that_breaks_promises_a_shell_and_a_broken_manifest_leave_a_way_on(
    folder: DataFolder,
) -> None:
    first = called(folder, "run")
    assert first.returncode == ExitCode.DONE, first.stderr
    assert rows(folder.warehouse, SAID) == [(0,)]
    assert rows(folder.warehouse, NOT_ANNOTATED) == [("ferry.txt",), ("rival.md",)]
    assert "rival.md" in first.stdout

    (folder.root / "whosaid.toml").write_text(READER.format("pipelines.annotate:RuleAnnotator"))
    (folder.raw / "rival.md").touch()
    with open_for_writing(folder.warehouse, "create table notes (line varchar)"):
        locked = called(folder, "run")
    assert locked.returncode == ExitCode.LOCKED
    assert locked.stderr.count("\n") == 1 and "close it" in locked.stderr

    broken = next(path for path in sorted(Lake(folder.lake).manifests.glob("*.ingest.*.json")))
    broken.write_bytes(broken.read_bytes()[:40])
    assert called(folder, "run").returncode == ExitCode.FAILED
    repaired = called(folder, "check-lake", "--repair")
    assert repaired.returncode == ExitCode.DONE, repaired.stderr
    assert rows(folder.warehouse, SAID) == [(2,)]
    assert rows(folder.warehouse, "select count(*), count(distinct article_id) from articles") == [(3, 3)]
    assert not check_lake(Lake(folder.lake)).damages
    assert "nothing new" in called(folder, "run").stdout.lower()
