"""Raw files to the published warehouse through Dagster itself, and what stops on the way."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from dagster import AssetKey, DagsterInstance
from news_samples import write_articles

from pipelines.checks.checker import Checker
from pipelines.lake import Lake
from pipelines.resources import dagster_storage  # noqa: F401 - it makes Dagster read the folder's own settings
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import ENVIRONMENT
from pipelines.resources.instance import ensure_dagster_home
from pipelines.resources.progress import LineProgress


def run_job(folder: DataFolder, **options: Any) -> Any:
    from pipelines.definitions import defs

    with pytest.MonkeyPatch.context() as patch, Checker() as checker:
        patch.setenv(ENVIRONMENT, str(folder.root))
        patch.setenv("DAGSTER_HOME", str(ensure_dagster_home(folder)))
        with DagsterInstance.get() as instance:
            return defs.resolve_job_def("whosaid").execute_in_process(
                instance=instance,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                resources={"checker": checker, "progress": LineProgress()},
                **options,
            )


def ask(folder: DataFolder, query: str) -> list[Any]:
    with duckdb.connect(str(folder.warehouse), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    folder = DataFolder(tmp_path_factory.mktemp("pipeline") / "{{ 100%20 }} [#1], {% 'Häfen' %} (日)")
    write_articles(folder.raw)
    return folder


@pytest.fixture(scope="module")
def result(folder: DataFolder) -> Iterator[Any]:
    return run_job(folder)


def test_raw_files_become_a_warehouse_that_says_who_said_what(result: Any, folder: DataFolder) -> None:
    assert result.success
    found = ask(folder, "select distinct speaker from quotes where content like '%swim to work%'")
    assert found == [("Ada Brennick",)]
    assert ask(folder, "select outlet, byline from articles where url = 'https://mercury.example/ferry'") == [
        ("Marle Point Mercury", "Ines Calder")
    ]


def test_every_input_has_one_outcome_and_the_broken_one_its_reason(result: Any, folder: DataFolder) -> None:
    outcomes = ask(folder, "select path, outcome, reason_code from ingest_outcomes order by path")
    assert outcomes == [
        ("broken.json", "rejected", "broken_json"),
        ("faehre.txt", "accepted", None),
        ("ferry.txt", "accepted", None),
        ("rival.md", "accepted", None),
    ]


def test_text_in_another_language_is_kept_and_marked_but_not_annotated(result: Any, folder: DataFolder) -> None:
    assert ask(folder, "select language from articles where source_path = 'faehre.txt'") == [("de",)]
    assert ask(
        folder,
        "select count(*) from sentences inner join articles using (article_id) where source_path = 'faehre.txt'",
    ) == [(0,)]


def test_a_rejected_input_is_a_warning_that_shows_the_row_and_the_run_ends_green(result: Any) -> None:
    (check,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "rejected_inputs"]
    assert not check.passed
    assert check.severity.value == "WARN"
    assert "broken.json" in check.metadata["rows"].value


def test_expectations_and_dbt_tests_are_evaluated_as_asset_checks(result: Any) -> None:
    checks = {(e.asset_key.to_user_string(), e.check_name): e.passed for e in result.get_asset_check_evaluations()}
    assert checks[("lake/quotes", "span_integrity__content_equal_content_at_offsets")] is True
    assert checks[("lake/articles", "promise__article_id_match_regex")] is True
    assert checks[("quotes", "promise__speaker_has_a_type")] is True
    assert checks[("batch_health", "unattributed_share_as_usual")] is True
    assert checks[("attribution_findings", "words_not_in_article")] is True
    assert checks[("attribution_findings", "source_of_article_missing")] is False
    assert any(key == "quotes" for key, _ in checks), "dbt's tests of the mart are missing"


def test_every_asset_of_the_job_is_materialized_with_its_rows(result: Any) -> None:
    events = {e.asset_key: e.materialization.metadata for e in result.get_asset_materialization_events()}
    assert AssetKey(["warehouse"]) in events
    assert events[AssetKey(["lake", "articles"])]["dagster/row_count"].value == 3
    assert events[AssetKey(["quotes"])]["quotes per outlet"].value.startswith("![Quotes per outlet](data:image/svg+xml")


def test_results_of_checks_on_the_lake_and_on_the_build_are_rows_of_what_is_published(
    result: Any, folder: DataFolder
) -> None:
    found = ask(folder, "select layer, count(*) > 20, bool_and(error is null) from check_results group by 1 order by 1")
    assert found == [("lake", True, True), ("warehouse", True, True)]
    missing = ask(folder, "select severity, passed, n_rows, n_failed from check_results where rule = 'url_not_null'")
    assert missing == [("WARN", False, 3, 2)]
    suites = ask(folder, "select count(*) > 20 from check_results where suite in ('dbt', 'rules') group by suite")
    assert suites == [(True,), (True,)]
    assert Lake(folder.lake).count("finding_history") == ask(folder, "select count(*) from attribution_findings")[0][0]
    assert (folder.data_docs / "index.html").is_file()


def test_the_asset_of_the_results_shows_quality_over_time(result: Any) -> None:
    events = {e.asset_key: e.materialization.metadata for e in result.get_asset_materialization_events()}
    assert events[AssetKey(["check_results"])]["quality over time"].value.startswith("![Checks over runs](data:")


def test_a_second_run_brings_nothing_twice(result: Any, folder: DataFolder) -> None:
    before = ask(folder, "select count(*) from quotes"), len(Lake(folder.lake).commits())
    assert run_job(folder).success
    assert (ask(folder, "select count(*) from quotes"), len(Lake(folder.lake).commits())) == before


def test_a_broken_promise_of_the_lake_stops_the_run_before_the_warehouse(result: Any, folder: DataFolder) -> None:
    lake = Lake(folder.lake)
    (article,) = [row for row in lake.read("articles").to_pylist() if row["source_path"] == "rival.md"]
    with lake.commit(stage="ingest", batch_id="29990101T000000Z-0000", versions={"ingest": "1"}) as writer:
        writer.add("articles", [{**article, "article_id": "not an id", "batch_id": "29990101T000000Z-0000"}])
    before = folder.warehouse.stat()
    stopped = run_job(folder, raise_on_error=False)
    assert not stopped.success
    failed = [e for e in stopped.get_asset_check_evaluations() if not e.passed and e.severity.value == "ERROR"]
    assert [e.check_name for e in failed] == ["promise__article_id_match_regex"]
    assert failed[0].metadata["rows that fail"].value == 1
    assert "not an id" in failed[0].metadata["failing rows"].value
    assert "nothing is published" in failed[0].metadata["what follows"].value
    assert folder.warehouse.stat() == before
