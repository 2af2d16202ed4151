"""Terms, runs of text, differences and revisions: the parts of pages that need no warehouse."""

import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.desk.published import PublishedWarehouse
from pipelines.desk.question import Question
from pipelines.desk.questions.search import read_wanted
from pipelines.desk.questions.utterance import mark_differences
from pipelines.desk.revisions import show_changes
from pipelines.desk.search_terms import Term, mark_terms, parse_terms
from pipelines.desk.text_runs import Mark, cut_paragraphs
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.errors import WarehouseMissing


def test_words_and_phrases_are_told_apart_and_signs_are_none() -> None:
    assert parse_terms('Truce “Port  Maren” "a b" -- * negotiat* "') == [
        Term("truce"), Term("port maren"), Term("a b"), Term("negotiat", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "text", "is_found"),
    [
        ("negotiat*", "Negotiations began", True),
        ("the", "they", False),
        ("gotiat*", "Negotiations began", False),
        ('"a truce"', "such a  truce.", True),
        ('"a truc"', "such a truce.", False),
        ("école", "l'École ferme", True),
        ("can't", "we can’t", True),
        ("a.c", "abc", False),
        ("50%", "it is 50% now", True),
    ],
)
def test_a_term_matches_in_duckdb_and_is_marked_alike(typed: str, text: str, is_found: bool) -> None:
    (term,) = parse_terms(typed)
    asked = [text, term.core, text, term.pattern]
    found = duckdb.execute("select contains(lower(?), ?) and regexp_matches(?, ?, 'i')", asked).fetchone()
    assert found == (is_found,)
    assert any(piece.is_marked for piece in mark_terms(text, [term])) == is_found


@given(st.text(), st.text(max_size=20))
def test_marking_loses_nothing(text: str, typed: str) -> None:
    assert "".join(piece.text for piece in mark_terms(text, parse_terms(typed))) == text


spans = st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(["quote", "cue", "name"]))


@given(st.text("ab\n é\U0001f600", max_size=40), st.lists(spans, max_size=6))
def test_runs_give_the_text_back_and_each_begins_where_it_says(text: str, found: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, start + length, kind, f"{start}") for start, length, kind in found]
    paragraphs = cut_paragraphs(text, marks)
    assert ["".join(run.text for run in runs) for runs in paragraphs] == [line for line in text.split("\n") if line]
    for run in (run for runs in paragraphs for run in runs):
        assert text[run.start_char : run.start_char + len(run.text)] == run.text
        inside = {mark for mark in marks if mark.start_char <= run.start_char < mark.end_char}
        assert {*run.marks} == inside


def test_words_that_the_first_print_lacks_are_marked() -> None:
    pieces = mark_differences("We will not go there.", "We shall not go there, ever")
    assert [piece.text for piece in pieces if piece.is_marked] == ["shall", ", ever"]
    assert "".join(piece.text for piece in pieces) == "We shall not go there, ever"


def test_a_revision_shows_what_was_added_and_taken_away() -> None:
    rows = [
        {"revision": 1, "ingested_at": None, "text": "Head\n--- one\ntwo"},
        {"revision": 2, "ingested_at": None, "text": "Head\n--- one\nthree"},
    ]
    (change,) = show_changes(rows)
    assert change.lines == [(" ", "--- one"), ("-", "two"), ("+", "three")]


def test_values_are_quoted_in_the_sql_that_is_shown() -> None:
    question = Question("select $a || $ab, $n, $l", {"a": "it's $ab", "ab": "';--", "n": 3, "l": ["x'"]})
    assert question.shown() == "select 'it''s $ab' || ''';--', 3, ['x''']"
    assert duckdb.execute(question.shown()).fetchall() == duckdb.execute(question.sql, question.values).fetchall()


def test_an_address_that_means_nothing_asks_for_everything() -> None:
    wanted = read_wanted({"page": "-3", "since": "soon", "in": "drawers", "limit": "9", "class": "speech", "q": "a\0b"})
    assert (wanted.page, wanted.since, wanted.place, wanted.cue_class, wanted.q) == (1, "", "quotes", "speech", "ab")
    assert read_wanted({"until": "2026-03-02"}).link(outlet="A&B") == "outlet=A%26B&until=2026-03-02"


def _publish(folder: DataFolder, number: int) -> None:
    new = folder.root / "new.duckdb"
    with duckdb.connect(str(new)) as connection:
        connection.execute(f"create table t as select {number} as n")
    new.replace(folder.warehouse)


def test_what_a_run_publishes_is_read_by_the_next_request(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    published = PublishedWarehouse(folder)
    with pytest.raises(WarehouseMissing), published.reading():
        pass
    for number in (1, 2, 3):
        _publish(folder, number)
        for _ in range(2):
            with published.reading() as connection:
                assert connection.execute("from t").fetchall() == [(number,)]
    shutil.rmtree(tmp_path)
    with pytest.raises(WarehouseMissing), published.reading():
        pass
