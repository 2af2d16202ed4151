"""What the marts hold after batches of several kinds. The project's own unit tests run here too."""

import duckdb
import pytest

from pipelines.lake import Lake
from pipelines.records import TABLES
from pipelines.resolve.entities import stage as entities
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build
from pipelines.warehouse.dbt import run_dbt
from tests.lake_samples import BRIDGE, FERRY, FISH, FISH_AGAIN, Said, Story, annotate, first_batch, ingest, resolve
from tests.published import make, rows

MARTS = [
    "article_copies",
    "article_revisions",
    "articles",
    "attribution_findings",
    "batch_health",
    "batches",
    "check_results",
    "corrections",
    "entities",
    "entity_aliases",
    "entity_history",
    "entity_mentions",
    "finding_rules",
    "ingest_outcomes",
    "outlets",
    "quote_speakers",
    "quotes",
    "reader_accuracy",
    "resolution_reports",
    "sentences",
    "shared_passages",
    "source_diversity",
    "speakers",
    "stances",
    "utterance_history",
    "utterance_pairs",
    "utterance_quotes",
    "utterances",
]


def test_an_empty_lake_makes_empty_typed_tables(data: DataFolder) -> None:
    make(data)
    with duckdb.connect(str(data.warehouse), read_only=True) as connection:
        kinds = dict(
            connection.execute(
                "select column_name, data_type from duckdb_columns() where table_name = 'quotes'"
            ).fetchall()
        )
        assert connection.execute("select count(*) from quotes").fetchone() == (0,)
    assert kinds["published_at"] == "TIMESTAMP"
    assert kinds["content_spans"] == "STRUCT(start_char BIGINT, end_char BIGINT)[]"


def test_the_published_file_holds_the_marts_and_its_state_alone(built: DataFolder) -> None:
    found = rows(built.warehouse, "select schema_name, table_name from duckdb_tables() order by all")
    assert found == [("main", name) for name in MARTS] + [("state", "build"), ("state", "lake_commits")]
    assert rows(built.warehouse, "select view_name from duckdb_views() where not internal") == []


def test_a_quote_says_who_said_what_where_and_when_without_a_join(built: DataFolder) -> None:
    found = rows(
        built.warehouse,
        "select speaker, content, outlet, title, published_at, content_start_char, content_end_char from quotes"
        " where article_id = 'a1'",
    )
    start = FISH.text.index("We cafe")
    words = "We cafe\u0301 sell fish,"
    assert [row[:4] for row in found] == [("Odo Fenn", words, "Harbor Ledger", "Mayor opens \N{FISH} market")]
    assert str(found[0][4]) == "2026-03-02 09:00:00"
    assert found[0][5:] == (start, start + len(words))


def test_sentences_carry_their_text_counted_in_code_points(built: DataFolder) -> None:
    found = rows(built.warehouse, "select text from sentences where article_id = 'a1' order by sentence_no")
    assert [text for (text,) in found] == FISH.text.split("\n")


def test_one_person_is_one_entity_across_articles_and_a_bare_name_may_stay_open(data: DataFolder, lake: Lake) -> None:
    first_batch(lake)
    ingest(lake, "b2", [BRIDGE])
    annotate(lake, "b2", [BRIDGE])
    resolve(lake, "b2")
    make(data)
    found = rows(data.warehouse, "select name, n_articles, n_quotes, is_provisional from entities order by all")
    assert found == [("Odo Fenn", 2, 2, False)]
    bare = rows(data.warehouse, "select distinct speaker, speaker_entity_id from quotes where speaker = 'Brill'")
    assert bare == [("Brill", None)]
    speakers = rows(data.warehouse, "select n_utterances, n_outlets, roles from speakers where name = 'Odo Fenn'")
    assert speakers == [(2, 2, ["harbour chief", "mayor"])]


def test_the_statements_of_a_speaker_are_its_quotes_without_those_in_copies(data: DataFolder, lake: Lake) -> None:
    words = "The ferry will not run again before the ice is gone from the harbour,"
    said = f'Ferry waits\n"{words}" said Odo Fenn on the quay, where forty people had waited since the morning.'
    stories = [Story("c1", said, [Said(words, "Odo Fenn")]), Story("c2", said, [Said(words, "Odo Fenn")]), FISH]
    ingest(lake, "b1", stories)
    annotate(lake, "b1", stories)
    resolve(lake, "b1")
    make(data)
    counts = "select n_quotes, n_statements from speakers where name = 'Odo Fenn'"
    assert rows(data.warehouse, counts) == [(3, 2)]


def test_a_later_batch_renames_the_speakers_of_earlier_quotes(published: DataFolder) -> None:
    data, lake = published, Lake(published.lake)
    text = 'Sails\n"We sail," said Ida Brill.\n"Soon," said Odo Fenn.'
    named = Story("a5", text, [Said("We sail,", "Ida Brill"), Said("Soon,", "Odo Fenn")])
    ingest(lake, "b2", [named])
    annotate(lake, "b2", [named])
    resolve(lake, "b2")
    make(data)
    query = "select speaker, speaker_as_printed from quotes where speaker_as_printed like '%Brill' order by all"
    assert rows(data.warehouse, query) == [("Ida Brill", "Brill"), ("Ida Brill", "Ida Brill")]
    mentions = "select distinct entity_name from entity_mentions where text = 'Brill'"
    assert rows(data.warehouse, mentions) == [("Ida Brill",)]


def test_a_new_revision_replaces_the_old_one_and_its_quotes(published: DataFolder) -> None:
    data, lake = published, Lake(published.lake)
    ingest(lake, "b2", [FISH_AGAIN])
    resolve(lake, "b2")
    make(data)
    assert rows(
        data.warehouse, "select revision, is_annotated, n_quotes, n_revisions from articles where n_revisions = 2"
    ) == [(2, False, 0, 2)]
    assert rows(data.warehouse, "select * from quotes where article_id = 'a1'") == []
    annotate(lake, "b3", [FISH_AGAIN])
    resolve(lake, "b3")
    make(data)
    assert rows(data.warehouse, "select content from quotes where article_id = 'a1'") == [("No more fish,",)]
    assert rows(data.warehouse, "select count(*) from article_revisions where article_id = 'a1'") == [(2,)]


def test_a_late_annotation_of_an_older_revision_changes_nothing(data: DataFolder, lake: Lake) -> None:
    ingest(lake, "b1", [FISH])
    ingest(lake, "b2", [FISH_AGAIN])
    annotate(lake, "b2", [FISH_AGAIN])
    make(data)
    annotate(lake, "b3", [FISH], reader_version="r2")
    make(data)
    assert rows(data.warehouse, "select content, reader_version from quotes") == [("No more fish,", "r1")]


def test_another_reader_replaces_quotes_also_where_it_finds_none(published: DataFolder) -> None:
    data, lake = published, Lake(published.lake)
    silent = Story(FERRY.article_id, FERRY.text, [], outlet=FERRY.outlet, outlet_domain=FERRY.outlet_domain)
    annotate(lake, "b2", [silent], reader_version="r2")
    resolve(lake, "b2")
    make(data)
    assert rows(data.warehouse, "select article_id, reader_version from quotes") == [("a1", "r1")]
    assert rows(data.warehouse, "select reader_version, n_quotes from articles where article_id = 'a2'") == [("r2", 0)]


def test_duplicates_are_counted_on_their_original(published: DataFolder) -> None:
    data, lake = published, Lake(published.lake)
    copy = {"path": "copy.txt", "outcome": "duplicate", "article_id": "c9", "duplicate_of": "a1"}
    ingest(lake, "b2", [], [copy, {**copy, "path": "b/copy.txt", "article_id": "c8"}])
    make(data)
    ingest(lake, "b3", [], [copy])
    make(data)
    assert rows(data.warehouse, "select n_duplicates from articles order by article_id") == [(2,), (0,)]


def test_batch_by_batch_and_all_at_once_make_the_same_warehouse(published: DataFolder) -> None:
    data, lake = published, Lake(published.lake)

    def contents() -> dict[str, list[tuple[object, ...]]]:
        found = {mart: rows(data.warehouse, f"select * from {mart} order by all") for mart in MARTS}
        history = "select * exclude (first_seen, last_seen, resolved_at, changed_at) from attribution_findings"
        still = rows(data.warehouse, f"{history} where resolved_at is null order by all")
        return {**found, "attribution_findings": still}

    ingest(lake, "b2", [BRIDGE, FISH_AGAIN])
    resolve(lake, "b2")
    make(data)
    annotate(lake, "b3", [BRIDGE], reader_version="r2")
    annotate(lake, "b3", [FISH, FISH_AGAIN, FERRY], part=1, reader_version="r2")
    resolve(lake, "b3")
    make(data)
    by_batch = contents()
    make(data, full_refresh=True)
    assert contents() == by_batch
    assert len(by_batch["quotes"]) == 4


def test_a_quote_that_is_not_the_articles_text_stops_the_build(published: DataFolder) -> None:
    data, lake = published, Lake(published.lake)
    moved = Story(BRIDGE.article_id, BRIDGE.text.replace("It is closed", "It is shut!!"), [])
    ingest(lake, "b2", [moved])
    annotate(lake, "b2", [BRIDGE])
    run = build.build(data)
    assert [node.name for node in run.failures] == ["assert_quotes_are_article_text"]
    assert run.failures[0].failures == 1
    assert build.is_current(data) is False


def test_rejected_inputs_and_unsourced_quotes_are_warnings(data: DataFolder, lake: Lake) -> None:
    story = Story("a7", 'Sign\n"Keep out."', [Said("Keep out.", None)])
    ingest(lake, "b1", [story], [{"path": "x.bin", "outcome": "rejected", "reason_code": "binary"}])
    annotate(lake, "b1", [story])
    run = build.build(data)
    assert run.failures == []
    assert {node.name: node.failures for node in run.results if node.status == "warn"} == {
        "warn_inputs_rejected": 1,
        "warn_direct_quotes_without_speaker": 1,
    }


def test_batches_tell_what_went_in(built: DataFolder) -> None:
    found = rows(
        built.warehouse,
        "select batch_id, n_outcomes, n_accepted, n_rejected, n_articles, n_sentences, n_mentions, n_quotes, versions"
        " from batches",
    )
    assert [row[:-1] for row in found] == [("b1", 3, 2, 1, 2, 6, 3, 3)]
    assert found[0][-1].items() >= {"ingest": "1", "reader": "r1", "entities": entities.VERSION}.items()


def test_outlets_say_how_well_their_articles_are_sourced(built: DataFolder) -> None:
    found = rows(
        built.warehouse, "select name, n_articles, n_quotes, n_speakers, share_with_byline from outlets order by 1"
    )
    assert found == [("Harbor Ledger", 1, 1, 1, 1.0), ("Tidewater Post", 1, 2, 1, 0.0)]


def test_unit_tests_of_the_project_pass(data: DataFolder, lake: Lake) -> None:
    first_batch(lake)
    build.start_build(data)
    run = run_dbt("build", data, every_test=True)
    assert run.failures == []
    assert sum(node.resource_type == "unit_test" for node in run.results) >= 9


def type_name(described: str) -> str:
    """A type as the sources write it: DuckDB puts names of fields that are keywords ("role") into quotation marks."""
    return described.lower().replace('"', "").replace("timestamp with time zone", "timestamptz")


@pytest.mark.parametrize("table", TABLES)
def test_sources_declare_the_lakes_columns(table: str) -> None:
    import orjson

    from pipelines.warehouse.manifest import install_manifest

    manifest = orjson.loads(install_manifest().read_bytes())
    declared = manifest["sources"][f"source.whosaid.lake.{table}"]["columns"]
    empty = TABLES[table].empty_table()
    described = duckdb.sql("describe select * from empty").fetchall()
    kinds = {name: type_name(kind) for name, kind, *_ in described}
    assert empty.num_rows == 0
    assert {name: column["data_type"] for name, column in declared.items()} == kinds
