"""What `whosaid.toml` may say."""

from pathlib import Path

import pytest

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import Settings, SettingsError, read_settings


def settings_from(tmp_path: Path, text: str) -> Settings:
    (tmp_path / "whosaid.toml").write_text(text, encoding="utf-8")
    return read_settings(DataFolder(tmp_path))


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read_settings(DataFolder(tmp_path)) == Settings()


def test_values_are_read(tmp_path: Path) -> None:
    text = '[ingest.fields]\nheadline_text = "title"\n[annotate]\nworkers = 3\n[run]\nsettle_seconds = 5\n'
    found = settings_from(tmp_path, text)
    assert (found.fields, found.annotate_workers, found.settle_seconds) == ({"headline_text": "title"}, 3, 5.0)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[annotate]\nworker = 3\n", "annotate.worker"),
        ("[anotate]\nworkers = 3\n", "anotate"),
        ("[annotate]\nworkers = -1\n", "annotate.workers"),
        ("[annotate]\nworkers = true\n", "annotate.workers"),
        ("[run]\nsettle_seconds = 'soon'\n", "run.settle_seconds"),
        ("[history]\nruns = 0\n", "history.runs"),
        ("[ingest.fields]\nheadline = 3\n", "ingest.fields"),
        ("[ingest\n", "whosaid.toml"),
    ],
)
def test_what_means_nothing_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        settings_from(tmp_path, text)


def test_an_annotator_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingsError, match=r"pipelines\.annotate:nobody"):
        Settings(annotator="pipelines.annotate:nobody").annotator_factory()
