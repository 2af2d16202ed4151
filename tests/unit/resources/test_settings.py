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
        ("[ingest]\nday_first = 'yes'\n", "ingest.day_first"),
        ("[annotate]\nincomplete = 1\n", "annotate.incomplete"),
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


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("WHOSAID_INGEST__WORKERS", "4", "ingest_workers", 4),
        ("WHOSAID_INGEST__TIMEZONE", "Europe/Berlin", "timezone", "Europe/Berlin"),
        ("WHOSAID_INGEST__DAY_FIRST", "true", "day_first", True),
        ("WHOSAID_INGEST__RECORDS", "export.pieces", "records", "export.pieces"),
        ("WHOSAID_INGEST__FIELDS", '{Head = "title"}', "fields", {"Head": "title"}),
        ("WHOSAID_ANNOTATE__WORKERS", "2", "annotate_workers", 2),
        ("WHOSAID_ANNOTATE__INCOMPLETE", "true", "annotate_incomplete", True),
        ("WHOSAID_ANNOTATE__ANNOTATOR", "own:make", "annotator", "own:make"),
        ("WHOSAID_RUN__SETTLE_SECONDS", "1.5", "settle_seconds", 1.5),
        ("WHOSAID_RUN__WAIT_SECONDS", "7", "wait_seconds", 7.0),
        ("WHOSAID_HISTORY__RUNS", "3", "history_runs", 3),
        ("WHOSAID_HISTORY__DAYS", "5", "history_days", 5),
    ],
)
def test_a_variable_sets_its_key_and_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, text: str, field: str, value: object
) -> None:
    monkeypatch.setenv(variable, text)
    written = '[ingest]\nworkers = 1\ntimezone = "UTC"\n[annotate]\nworkers = 1\n[history]\nruns = 1\n'
    assert getattr(settings_from(tmp_path, written), field) == value


def test_paths_in_variables_are_taken_from_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "people.json").write_text("[]")
    (tmp_path / "more").mkdir()
    monkeypatch.setenv("WHOSAID_RESOLVE__ALIASES", "people.json")
    monkeypatch.setenv("WHOSAID_INGEST__FOLDERS", '["more"]')
    found = read_settings(DataFolder(tmp_path))
    assert (found.aliases, found.ingest_folders) == (tmp_path / "people.json", (tmp_path / "more",))


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("WHOSAID_ANNOTATE__WORKERS", "two", "WHOSAID_ANNOTATE__WORKERS must be a whole number, not 'two'"),
        ("WHOSAID_ANNOTATE__WORKER", "2", "ANNOTATE__WORKER: no such key; .annotate. has annotator, incomplete"),
        ("WHOSAID_RESOLVE__ALIASES", "none.json", "WHOSAID_RESOLVE__ALIASES: there is no file"),
    ],
)
def test_a_variable_that_means_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, text: str, said: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(SettingsError, match=said):
        read_settings(DataFolder(tmp_path))
