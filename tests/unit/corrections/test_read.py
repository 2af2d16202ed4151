"""Corrections are read strictly: what means nothing is one line with file, line and name."""

from pathlib import Path

import pytest

from pipelines.corrections.read import CorrectionError, corrections_stamp, read_corrections
from pipelines.corrections.stage import commit_corrections
from pipelines.lake import Lake
from tests.lake_samples import FERRY, first_batch

HEAD = "quote_id,article_id,start_char,end_char,words,wrong,speaker,source,kind,corrected_by,corrected_at\n"
RIGHT = 'a2.1.q1,,,,"None,",speaker,Odo Fenn,,,Ida Moor,2026-03-05\n'
OF_SPANS = "quote_id,article_id,start_char,end_char,words,wrong,content,spans,corrected_by,corrected_at\n"


def written(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "desk.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_line_becomes_a_row_with_its_place(tmp_path: Path) -> None:
    (row,) = read_corrections(written(tmp_path, HEAD + RIGHT))
    assert (row["path"], row["line_no"], row["article_id"], row["words"]) == ("desk.csv", 2, "a2", "None,")
    assert row["speaker"] == "Odo Fenn" and str(row["corrected_at"]) == "2026-03-05 00:00:00+00:00"


def test_a_line_that_stands_there_twice_is_one_correction(tmp_path: Path) -> None:
    other = RIGHT.replace("Odo Fenn", "Lia Tarn")
    rows = read_corrections(written(tmp_path, HEAD + RIGHT + other + RIGHT))
    assert [(row["line_no"], row["speaker"]) for row in rows] == [(2, "Odo Fenn"), (3, "Lia Tarn")]


def test_a_file_is_read_whatever_the_case_of_its_ending_and_named_where_it_cannot_be(tmp_path: Path) -> None:
    written(tmp_path, HEAD + RIGHT).joinpath("desk.csv").rename(tmp_path / "DESK.CSV")
    assert [row["path"] for row in read_corrections(tmp_path)] == ["DESK.CSV"]
    (tmp_path / "more.csv").mkdir()
    for read in (read_corrections, corrections_stamp):
        with pytest.raises(CorrectionError, match=r"^more\.csv, line 1: the file cannot be read \("):
            read(tmp_path)


def test_words_may_run_over_lines(tmp_path: Path) -> None:
    (row,) = read_corrections(written(tmp_path, HEAD + RIGHT.replace("None,", "None,\nnever")))
    assert row["words"] == "None,\nnever"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("kind", "kinds") + RIGHT, "desk.csv, line 1: no column 'kinds'"),
        (HEAD.replace("words,", "") + RIGHT, "desk.csv, line 1: the column 'words' is missing"),
        (HEAD + RIGHT.replace("speaker", "spekaer"), "desk.csv, line 2: wrong is 'spekaer': choose from speaker"),
        (HEAD + RIGHT + RIGHT.replace('"None,"', ""), "desk.csv, line 3: words is empty"),
        (HEAD + RIGHT.replace("a2.1.q1", "a2-q1"), "desk.csv, line 2: quote_id is 'a2-q1', which is no id of a quote"),
        (HEAD + RIGHT.replace("a2.1.q1", ""), "desk.csv, line 2: name the quote"),
        (HEAD + RIGHT.replace("2026-03-05", "5 March"), "desk.csv, line 2: corrected_at is '5 March'"),
        (HEAD + RIGHT.replace("speaker,Odo Fenn,,", "kind,,,quoted"), "desk.csv, line 2: kind is 'quoted'"),
        (HEAD + RIGHT.replace("speaker,Odo Fenn", "source,"), "desk.csv, line 2: source is empty"),
        (HEAD + RIGHT.replace("speaker,Odo Fenn", "nothing,Odo Fenn"), "desk.csv, line 2: speaker is given"),
        (HEAD + RIGHT.strip() + ",more\n", "desk.csv, line 2: more fields than the first line names"),
        (HEAD + RIGHT.replace("a2.1.q1,,", f"a2.1.q1,,{9**30}"), "which is no number of characters"),
        (HEAD + RIGHT + RIGHT.replace("Odo", "Odo" * 40_000), "desk.csv, line 3: speaker is longer than 100,000"),
        (HEAD + RIGHT + RIGHT.replace("Odo", "Odo" * 2_000_000), "desk.csv, line 3: this is no CSV (field larger than"),
    ],
)
def test_what_means_nothing_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CorrectionError) as refused:
        read_corrections(written(tmp_path, text))
    assert said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(("wrong_id", "said"), [("a9.1.q0", "no article a9"), ("a2.1.q7", "no quote a2.1.q7")])
def test_an_id_that_the_lake_never_had_is_named(tmp_path: Path, wrong_id: str, said: str) -> None:
    lake = Lake(tmp_path / "lake")
    first_batch(lake)
    folder = written(tmp_path / "corrections", HEAD + RIGHT + RIGHT.replace("a2.1.q1", wrong_id))
    with pytest.raises(CorrectionError, match=f"^desk.csv, line 3: {said}$"):
        commit_corrections(lake, folder, batch_id="b2")
    assert lake.count("corrections") == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('a2.1.q1,,,,"None,",span,,,', "give the right words as content, or where they stand as spans"),
        ('a2.1.q1,,,,"None,",span,None,5-9,', "give the right words as content, or where they stand as spans"),
        ('a2.1.q1,,,,"None,",span,,5-9 7-12,', "spans is '5-9 7-12': write start-end, in the order of the text"),
        ('a2.1.q1,,,,"None,",span,,five,', "spans is 'five': write start-end"),
        ('a2.1.q1,,,,"None,",nothing,None,,', "content is given and wrong says 'nothing'"),
        ('a2.1.q1,,,,"None,",span,Nobody,,', "the article does not print 'Nobody': give the right words as it does"),
        ('a2.1.q1,,,,"None,",span,,5-900,', "the article ends at 64, before 900"),
        ('a2.1.q1,,,,"None,",missing,,,', "a quote that is missing has no quote_id"),
        (',a2,0,5,"None,",missing,,,', "the article prints 'Ferry' there, not 'None,'"),
    ],
)
def test_spans_that_mean_nothing_are_named(tmp_path: Path, line: str, said: str) -> None:
    lake = Lake(tmp_path / "lake")
    first_batch(lake)
    folder = written(tmp_path / "corrections", f"{OF_SPANS}{line}Ida Moor,2026-03-05\n")
    with pytest.raises(CorrectionError) as refused:
        commit_corrections(lake, folder, batch_id="b2")
    assert str(refused.value).startswith(f"desk.csv, line 2: {said}") and "\n" not in str(refused.value)
    assert lake.count("corrections") == 0


def test_right_words_are_placed_at_their_nearest_place_to_the_quote(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    first_batch(lake)
    folder = written(tmp_path / "c", f'{OF_SPANS}a2.1.q1,,,,"None,",span,said,,Ida Moor,2026-03-05\n')
    assert commit_corrections(lake, folder, batch_id="b2") == 1
    (row,) = lake.read("corrections").to_pylist()
    start = FERRY.text.rindex("said")
    assert (row["content"], row["content_spans"]) == ("said", [{"start_char": start, "end_char": start + 4}])


def test_without_files_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert corrections_stamp(tmp_path / "corrections") == "none"
    assert commit_corrections(Lake(tmp_path / "lake"), tmp_path / "corrections", batch_id="b1") is None
