"""`whosaid findings`, `show` and `correct`, on a warehouse made by hand."""

import json

import duckdb
import pyarrow.parquet as pq
import pytest
from command_line import whosaid

from pipelines.cli.failures import CommandError
from pipelines.cli.findings import Filter, find
from pipelines.corrections.add import add_correction, take_back
from pipelines.corrections.read import CorrectionError, read_corrections
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import open_warehouse

TABLES = """
create table finding_rules as select * from (values ('words_cut'), ('speaker_missing')) t(rule);
create table attribution_findings as select * from (values
    ('f1', 'words_cut', 'error', 'a1', 'a1.1.q0', null, 'harborledger.example', 'Harbor Ledger', '"We open at ni',
     [{'start_char': 14, 'end_char': 28}], 'end it where its word ends', 'whosaid show a1:14-28',
     timestamp '2026-03-02 09:00:00', null),
    ('f2', 'speaker_missing', 'warning', 'a1', null, null, 'harborledger.example', 'Harbor Ledger', '"It rained."',
     [], 'say who is quoted', 'whosaid show a1', timestamp '2026-03-04 09:00:00', null),
    ('f3', 'words_cut', 'error', 'a2', null, null, 'post.example', 'Post', 'gone', [], null, 'whosaid show a2',
     timestamp '2026-03-01 09:00:00', timestamp '2026-03-05 09:00:00')
) t(finding_id, rule, severity, article_id, quote_id, batch_id, outlet_id, outlet, evidence, evidence_spans, suggestion,
    link, first_seen, resolved_at);
create table articles as select 'a1' as article_id, 'Harbour opens' as title, 'Harbor Ledger' as outlet, null as byline,
    timestamp '2026-03-01 09:00:00' as published_at, null as url, 'a1.txt' as source_path,
    'Harbour opens' || chr(10) || '"We open at nine," said Odo Fenn.' as text;
create table quotes as select 'a1.1.q0' as quote_id, 'a1' as article_id, 0 as quote_no, '"We open at nine,"' as content,
    14 as content_start_char, 32 as content_end_char, '"We open at nine,"' as reader_content,
    [{'start_char': 14, 'end_char': 32}] as reader_content_spans, false as is_added;
create table entity_mentions as select 'a1' as article_id, 'Odo Aldous Fenn' as entity_name,
    'Odo Fenn' as name_as_printed, 'PERSON' as entity_type, 38 as start_char;
"""


@pytest.fixture
def judged(published: DataFolder) -> DataFolder:
    with duckdb.connect(str(published.warehouse)) as connection:
        connection.execute("drop table quotes")
        connection.execute(TABLES)
    return published


def ids(judged: DataFolder, *arguments: str) -> list[str]:
    found = whosaid("findings", "--data", judged.root, "--format", "json", *arguments)
    assert found.returncode == 0, found.stderr
    return [row["finding_id"] for row in json.loads(found.stdout)]


def test_open_findings_come_worst_first_and_filters_hold(judged: DataFolder) -> None:
    assert ids(judged) == ["f1", "f2"]
    assert ids(judged, "--state", "resolved") == ["f3"]
    assert ids(judged, "--severity", "warning", "--outlet", "Harbor Ledger") == ["f2"]
    assert ids(judged, "--rule", "words_cut", "--state", "all", "--article", "a2") == ["f3"]
    assert ids(judged, "--since", "2026-03-03") == ["f2"]


def test_a_table_names_the_place_to_look_at(judged: DataFolder) -> None:
    printed = whosaid("findings", "--data", judged.root).stdout
    assert "whosaid show a1:14-28" in printed and "a1.1.q0" in printed


def test_a_limit_holds_for_every_format(judged: DataFolder) -> None:
    assert ids(judged, "--limit", "1") == ["f1"]
    as_csv = whosaid("findings", "--data", judged.root, "--format", "csv", "--limit", "1")
    assert [line.split(",")[0] for line in as_csv.stdout.splitlines()] == ["finding_id", "f1"]
    out = judged.root / "findings.parquet"
    whosaid("findings", "--data", judged.root, "--format", "parquet", "--limit", "1", "--out", out)
    assert pq.read_table(out)["finding_id"].to_pylist() == ["f1"]
    assert "The first 1 of 2" in whosaid("findings", "--data", judged.root, "--limit", "1").stdout


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Filter(state="shut"), "no state 'shut': choose open, resolved, all"),
        (Filter(rule="word_cut"), "no rule 'word_cut': choose speaker_missing, words_cut"),
        (Filter(severity="fatal"), "no severity 'fatal': choose error, warning, note"),
    ],
)
def test_what_cannot_be_found_is_named(judged: DataFolder, wanted: Filter, said: str) -> None:
    with duckdb.connect(str(judged.warehouse)) as connection, pytest.raises(CommandError, match=said):
        find(connection, wanted)


def test_findings_are_written_to_files(judged: DataFolder) -> None:
    for form in ("csv", "parquet"):
        out = judged.root / f"findings.{form}"
        assert whosaid("findings", "--data", judged.root, "--format", form, "--out", out).returncode == 0
    assert pq.read_table(judged.root / "findings.parquet")["finding_id"].to_pylist() == ["f1", "f2"]
    assert (judged.root / "findings.csv").read_text().splitlines()[1].startswith("f1,words_cut,error,a1,")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--state", "shut"), "no state 'shut': choose open, resolved, all"),
        (("--since", "lately"), "--since 'lately' is no day"),
        (("--format", "parquet"), "name a file with --out"),
        (("--out", "found.txt"), "a table is for the terminal: give --format csv, json or parquet with --out"),
    ],
)
def test_what_means_nothing_is_one_line(judged: DataFolder, option: tuple[str, str], said: str) -> None:
    refused = whosaid("findings", "--data", judged.root, *option)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert said in refused.stderr


@pytest.mark.parametrize(("form", "place"), [("csv", "nowhere/found.csv"), ("parquet", "nowhere/f"), ("json", ".")])
def test_a_file_that_cannot_be_written_is_named(judged: DataFolder, form: str, place: str) -> None:
    out = judged.root / place
    refused = whosaid("findings", "--data", judged.root, "--format", form, "--out", out)
    assert (refused.returncode, refused.stderr.count("\n")) == (5, 1)
    assert f"{out} cannot be written" in refused.stderr


def test_a_place_is_shown_in_its_article(judged: DataFolder) -> None:
    assert '["We open at ni]ne," said' in whosaid("show", "a1:14-28", "--data", judged.root).stdout
    assert '["We open at nine,"] said' in whosaid("show", "a1.1.q0", "--data", judged.root).stdout
    assert whosaid("show", "a9", "--data", judged.root).stderr == "whosaid: no article a9 in the warehouse\n"
    for place in ("a1:28-14", "a1:14-900"):
        assert "the article runs from 0 to 47" in whosaid("show", place, "--data", judged.root).stderr


def test_a_quote_that_a_person_added_is_shown(judged: DataFolder) -> None:
    with duckdb.connect(str(judged.warehouse)) as connection:
        connection.execute("insert into quotes values ('a1.1.c0f2e', 'a1', -1, 'Odo', 38, 41, null, [], true)")
    assert "said [Odo] Fenn" in whosaid("show", "a1.1.c0f2e", "--data", judged.root).stdout


def test_a_correction_begins_a_line_of_its_own_in_a_file_that_ends_without_one(judged: DataFolder) -> None:
    path = judged.corrections / "corrections.csv"
    judged.corrections.mkdir()
    head = "quote_id,words,wrong,corrected_by,corrected_at,article_id,start_char,end_char"
    path.write_text(f"{head}\na1.1.q0,It,nothing,Lia,2026-03-05,,,", encoding="utf-8")
    done = whosaid("correct", "a1.1.q0", "--wrong", "nothing", "--by", "Ida Moor", "--data", judged.root)
    assert done.returncode == 0, done.stderr
    assert [line[:9] for line in path.read_text(encoding="utf-8").splitlines()] == [
        "quote_id,",
        "a1.1.q0,I",
        'a1.1.q0,"',
    ]


def test_a_correction_is_added_after_it_was_checked(judged: DataFolder) -> None:
    done = whosaid(
        "correct", "a1.1.q0", "--wrong", "speaker", "--speaker", "Odo Fenn", "--by", "Ida Moor", "--data", judged.root
    )
    assert done.returncode == 0, done.stderr
    lines = (judged.corrections / "corrections.csv").read_text().splitlines()
    assert lines[1].startswith('a1.1.q0,a1,14,32,"""We open at nine,""",speaker,Odo Fenn,,,,,Ida Moor,')
    for wrong, said in (("speakr", "wrong is 'speakr'"), ("source", "source is empty")):
        refused = whosaid("correct", "a1.1.q0", "--wrong", wrong, "--by", "Ida Moor", "--data", judged.root)
        assert refused.returncode == 2 and refused.stderr.startswith(f"whosaid: a1.1.q0: {said}")
    assert (judged.corrections / "corrections.csv").read_text().splitlines() == lines


@pytest.mark.parametrize("name", ["Odo Fenn", "odo aldous  fenn", "Fenn", ""])
def test_whom_the_article_names_or_nobody_may_be_the_speaker(judged: DataFolder, name: str) -> None:
    with open_warehouse(judged) as connection:
        given = {"wrong": "speaker", "speaker": name, "corrected_by": "Ida Moor"}
        assert add_correction(judged, connection, "a1.1.q0", given).row["quote_id"] == "a1.1.q0"


def test_a_speaker_whom_the_article_does_not_name_is_taken_by_force_alone(judged: DataFolder) -> None:
    command = ("correct", "a1.1.q0", "--wrong", "speaker", "--by", "Ida Moor", "--data", judged.root, "--speaker")
    for name in ("Lia Tarn", "Fen", "open"):
        refused = whosaid(*command, name)
        is_word = name == "open"  # a word of the article may be how it names a body
        assert (refused.returncode == 0) == is_word
        assert is_word or ("names nobody called" in refused.stderr and "Odo Aldous Fenn" in refused.stderr)
    forced = whosaid(*command, "Lia Tarn", "--force")
    assert forced.returncode == 0 and "another on the same thing (open; Ida Moor" in forced.stdout


def test_a_correction_is_taken_back_by_who_made_it(judged: DataFolder) -> None:
    given = {"wrong": "nothing", "corrected_by": "Ida Moor"}
    with open_warehouse(judged) as connection:
        added = [add_correction(judged, connection, "a1.1.q0", {**given, "note": note}) for note in ("one", "two")]
    with pytest.raises(CorrectionError, match="no correction of that id by Lia Tarn"):
        take_back(judged, added[0].correction_id, by="Lia Tarn")
    take_back(judged, added[0].correction_id, by="Ida Moor")
    assert [row["note"] for row in read_corrections(judged.corrections)] == ["two"]


def test_a_span_and_a_missing_quote_are_added_after_they_were_placed(judged: DataFolder) -> None:
    by = ("--by", "Ida Moor", "--data", judged.root)
    assert whosaid("correct", "a1.1.q0", "--wrong", "span", "--content", "We open at nine,", *by).returncode == 0
    assert whosaid("correct", "a1:14-21", "--wrong", "missing", "--kind", "direct", *by).returncode == 0
    span, missing = (judged.corrections / "corrections.csv").read_text().splitlines()[1:]
    assert span.startswith('a1.1.q0,a1,14,32,"""We open at nine,""",span,,,,"We open at nine,",,Ida Moor,')
    assert missing.startswith(',a1,14,21,"""We ope",missing,,,direct,,,Ida Moor,')
    for place, wrong, said in (
        ("a1.1.q0", ("span", "--content", "We shut"), "the article does not print 'We shut'"),
        ("a1.1.q0", ("missing",), "name what is missing as ARTICLE_ID:START-END"),
        ("a9:1-2", ("missing",), "no article a9"),
    ):
        refused = whosaid("correct", place, "--wrong", *wrong, *by)
        assert refused.returncode == 2 and said in refused.stderr and refused.stderr.count("\n") == 1


def test_a_quote_that_is_not_there_is_not_corrected(judged: DataFolder) -> None:
    refused = whosaid("correct", "a1.1.q7", "--wrong", "nothing", "--by", "Ida Moor", "--data", judged.root)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "no quote a1.1.q7" in refused.stderr and not judged.corrections.exists()
