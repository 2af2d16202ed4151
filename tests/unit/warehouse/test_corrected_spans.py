"""Corrections of spans, and quotes that the reader missed: applied where the words stand by now, else a finding."""

from dataclasses import replace

import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build
from pipelines.warehouse.dbt import run_dbt
from tests.lake_samples import FERRY, FISH, Said, annotate, ingest, resolve
from tests.published import make, rows
from tests.unit.warehouse.test_corrections import correct

HEAD = "quote_id,article_id,start_char,end_char,words,wrong,speaker,content,spans,corrected_by,corrected_at\n"
MARKED = 'a2.1.q1,,,,"None,",span,,"""None,""",,Ida Moor,2026-03-05\n'
WAVED = "Fenn waved."
START = FISH.text.index(WAVED)
MISSED = f",a1,{START},{START + len(WAVED)},{WAVED},missing,Odo Fenn,,,Ida Moor,2026-03-05\n"
SPAN = "select content, content_start_char, reader_content, sentence_no from quotes where reader_content = 'None,'"
ADDED = "select content, speaker, quote_no, kind, reader_content, sentence_no from quotes where is_added"
LOST = "select evidence from attribution_findings where rule = 'correction_lost' and resolved_at is null"
ACCURACY = "select n_checked, n_right from reader_accuracy where field = '{}'"


def corrected(data: DataFolder, batch_id: str, *lines: str) -> None:
    correct(data, batch_id, *lines, head=HEAD)
    make(data)


def revised(data: DataFolder, batch_id: str, text: str) -> None:
    """Bring the ferry's article in with another text and the same quotes."""
    story = replace(FERRY, text=text, revision=2)
    ingest(Lake(data.lake), batch_id, [story])
    annotate(Lake(data.lake), batch_id, [story])
    resolve(Lake(data.lake), batch_id)
    make(data)


def test_a_span_is_moved_to_the_right_words_and_back_when_that_is_taken_back(published: DataFolder) -> None:
    corrected(published, "b2", MARKED)
    start = FERRY.text.index('"None,"')
    assert rows(published.warehouse, SPAN) == [('"None,"', start, "None,", 2)]
    assert rows(published.warehouse, ACCURACY.format("span")) == [(1, 0)]
    corrected(published, "b3")
    assert rows(published.warehouse, SPAN) == [("None,", start + 1, "None,", 2)]


def test_spans_may_be_several_and_begin_in_another_sentence(published: DataFolder) -> None:
    first, second = FERRY.text.index("No boats"), FERRY.text.index("None")
    spans = f"{first}-{first + 8} {second}-{second + 4}"
    corrected(published, "b2", MARKED.replace('"""None,"""', "").replace(",,Ida", f",{spans},Ida"))
    assert rows(published.warehouse, SPAN) == [("No boats None", first, "None,", 1)]
    corrected(published, "b3")
    assert rows(published.warehouse, SPAN) == [("None,", second, "None,", 2)]


def test_a_corrected_span_moves_with_its_quote_and_is_lost_with_its_words(published: DataFolder) -> None:
    corrected(published, "b2", MARKED)
    moved = FERRY.text.replace("stops\n", "stops\nIt rained.\n")
    revised(published, "b3", moved)
    assert rows(published.warehouse, SPAN) == [('"None,"', moved.index('"None,"'), "None,", 3)]
    assert rows(published.warehouse, LOST) == []


def test_a_span_whose_right_words_are_gone_is_a_finding(published: DataFolder) -> None:
    corrected(published, "b2", MARKED)
    revised(published, "b3", FERRY.text.replace('"None,"', "“None,”"))
    assert rows(published.warehouse, SPAN)[0][0] == "None,"
    assert rows(published.warehouse, LOST) == [("None,",)]


def test_a_quote_that_the_reader_missed_is_added_and_counted(published: DataFolder) -> None:
    corrected(published, "b2", MISSED)
    assert rows(published.warehouse, ADDED) == [(WAVED, "Odo Fenn", -1, "indirect", None, 2)]
    assert rows(published.warehouse, ACCURACY.format("found")) == [(1, 0)]
    assert rows(published.warehouse, "select n_quotes from speakers where name = 'Odo Fenn'") == [(3,)]
    before = rows(published.warehouse, "select * from quotes order by all")
    make(published, full_refresh=True)
    assert rows(published.warehouse, "select * from quotes order by all") == before
    corrected(published, "b3")
    assert rows(published.warehouse, ADDED) == []


def test_a_reader_that_finds_what_was_missing_gets_what_was_said_of_it(published: DataFolder) -> None:
    corrected(published, "b2", MISSED)
    found = replace(FISH, quotes=[*FISH.quotes, Said(WAVED, None)])
    annotate(Lake(published.lake), "b3", [found], reader_version="r2")
    build.start_build(published)
    assert run_dbt("run", published).failures == []  # its tests ask for utterances of the new quotes
    query = f"select speaker, reader_speaker, is_added, len(correction_ids) from quotes where content = '{WAVED}'"
    assert rows(published.build_warehouse, query) == [("Odo Fenn", None, False, 1)]
    assert rows(published.build_warehouse, ACCURACY.format("found")) == [(1, 1)]


@pytest.mark.parametrize(
    "text", [FISH.text.replace("Fenn waved.", "Fenn left."), FISH.text.replace("Fenn waved.", "It rained. Fenn waved.")]
)
def test_a_missing_quote_stays_while_its_words_do(published: DataFolder, text: str) -> None:
    corrected(published, "b2", MISSED)
    story = replace(FISH, text=text, revision=2)
    ingest(Lake(published.lake), "b3", [story])
    annotate(Lake(published.lake), "b3", [story])
    resolve(Lake(published.lake), "b3")
    make(published)
    is_there = WAVED in text
    assert len(rows(published.warehouse, ADDED)) == is_there
    assert rows(published.warehouse, LOST) == ([] if is_there else [(WAVED,)])
