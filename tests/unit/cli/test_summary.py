"""What `whosaid run` says at its end."""

from pathlib import Path

import duckdb
import pytest

from pipelines.cli.summary import print_summary
from pipelines.cli.terminal import console
from pipelines.resources.data_folder import DataFolder


def test_english_articles_without_annotation_are_named_with_the_way_to_learn_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = DataFolder(tmp_path)
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("create table speakers as select 'Ada' as name, 1 as n_statements, 1 as n_outlets")
        connection.execute("create table quotes as select 1 as n")
        connection.execute("create table outlets as select 1 as n")
        connection.execute(
            "create table articles as select * from (values"
            " ('ferry.txt', 'Ferry stays', 'en', false), ('bridge.txt', 'Bridge opens', 'en', true),"
            " ('faehre.txt', 'Die Faehre', 'de', false)"
            ") t(source_path, title, language, is_annotated), (select now() as ingested_at)"
        )
    print_summary(folder, [])
    said = capsys.readouterr().out
    assert "Not annotated (1)" in said and "ferry.txt" in said and "whosaid annotate FILE" in said
    assert "bridge.txt" not in said and "faehre.txt" not in said


def test_names_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("news [2026] :boom: [/i].txt")
    assert capsys.readouterr().out == "news [2026] :boom: [/i].txt\n"
