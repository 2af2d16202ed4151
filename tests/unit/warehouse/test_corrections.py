"""Corrections in the marts: the right value and the reader's beside it, until the words change or it is taken back."""

from pathlib import Path

import pytest

from pipelines.corrections.stage import commit_corrections
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build
from pipelines.warehouse.dbt import run_dbt
from tests.lake_samples import FERRY, FISH, FISH_AGAIN, Said, Story, annotate, first_batch, ingest, resolve
from tests.published import make, rows

HEAD = "quote_id,words,wrong,speaker,source,kind,corrected_by,corrected_at\n"
NONE = 'a2.1.q1,"None,",{wrong},{speaker},{source},{kind},Ida Moor,2026-03-05\n'
WAVED = 'a1.1.q0,"We café sell fish,",speaker,Lia Tarn,,,Ida Moor,2026-03-05\n'
QUOTED = (
    "select speaker, reader_speaker, source, kind, is_refuted, len(correction_ids) from quotes where quote_id = '{}'"
)


def line(wrong: str, speaker: str = "", source: str = "", kind: str = "") -> str:
    return NONE.format(wrong=wrong, speaker=speaker, source=source, kind=kind)


def correct(data: DataFolder, batch_id: str, *lines: str, head: str = HEAD) -> int | None:
    """Write the file of corrections and commit it."""
    data.corrections.mkdir(exist_ok=True)
    (data.corrections / "a.csv").write_text(head + "".join(lines), encoding="utf-8")
    return commit_corrections(Lake(data.lake), data.corrections, batch_id=batch_id)


@pytest.fixture
def corrected(published: DataFolder) -> DataFolder:
    """The first batch, published, and then one corrected speaker."""
    correct(published, "b2", line("speaker", "Odo Fenn"))
    make(published)
    return published


def test_a_corrected_quote_keeps_what_the_reader_read_beside(corrected: DataFolder) -> None:
    assert rows(corrected.warehouse, QUOTED.format("a2.1.q1")) == [("Odo Fenn", "Brill", "Brill", "direct", False, 1)]
    assert rows(corrected.warehouse, "select n_quotes from speakers where name = 'Odo Fenn'") == [(3,)]
    entities = rows(corrected.warehouse, "select distinct speaker_entity_id from quotes where speaker = 'Odo Fenn'")
    assert len(entities) == 1


def test_what_is_taken_back_is_as_the_reader_read_it(corrected: DataFolder) -> None:
    correct(corrected, "b3")
    make(corrected)
    assert rows(corrected.warehouse, QUOTED.format("a2.1.q1")) == [("Brill", "Brill", "Brill", "direct", False, 0)]
    assert rows(corrected.warehouse, "select * from corrections") == []


def test_corrections_outlive_a_reader_that_numbers_quotes_otherwise(corrected: DataFolder) -> None:
    fewer = type(FERRY)(FERRY.article_id, FERRY.text, FERRY.quotes[1:], outlet=FERRY.outlet)
    annotate(Lake(corrected.lake), "b4", [fewer], reader_version="r2")
    build.start_build(corrected)
    assert run_dbt("run", corrected).failures == []  # its tests ask for utterances of the new quotes
    assert rows(corrected.build_warehouse, QUOTED.format("a2.1.q0")) == [
        ("Odo Fenn", "Brill", "Brill", "direct", False, 1)
    ]


def test_all_at_once_makes_the_same_quotes(corrected: DataFolder) -> None:
    before = rows(corrected.warehouse, "select * from quotes order by all")
    make(corrected, full_refresh=True)
    assert rows(corrected.warehouse, "select * from quotes order by all") == before


def test_source_kind_and_refutation_are_applied_and_counted(data: DataFolder, lake: Lake) -> None:
    first_batch(lake)
    lines = [
        line("source", source="said Brill"),
        line("kind", kind="mixed"),
        WAVED.replace("speaker,Lia Tarn", "not_a_quote,"),
    ]
    assert correct(data, "b2", *lines) == 3
    make(data)
    assert rows(data.warehouse, QUOTED.format("a2.1.q1")) == [("Brill", "Brill", "said Brill", "mixed", False, 2)]
    assert rows(data.warehouse, QUOTED.format("a1.1.q0")) == [(None, "Odo Fenn", "Odo Fenn", "direct", True, 1)]
    counted = rows(data.warehouse, "select field, n_checked, n_right from reader_accuracy order by 1")
    assert counted == [("found", 1, 1), ("kind", 1, 0), ("quote", 2, 1), ("source", 1, 0)]


def test_who_finds_nothing_wrong_is_counted_for_the_reader(data: DataFolder, lake: Lake) -> None:
    first_batch(lake)
    correct(data, "b2", line("nothing"))
    make(data)
    counted = rows(data.warehouse, "select field, n_checked, n_right, share_right from reader_accuracy order by 1")
    assert counted == [(field, 1, 1, 1.0) for field in ("found", "kind", "quote", "source", "span", "speaker")]


def test_a_correction_whose_words_have_changed_is_a_finding_until_it_is_taken_back(
    data: DataFolder, lake: Lake
) -> None:
    def lost() -> list[tuple[object, ...]]:
        query = "select article_id, evidence, resolved_at is null from attribution_findings"
        return rows(data.warehouse, f"{query} where rule = 'correction_lost'")

    first_batch(lake)
    correct(data, "b2", WAVED)
    make(data)
    assert lost() == []
    ingest(lake, "b3", [FISH_AGAIN])
    annotate(lake, "b3", [FISH_AGAIN])
    resolve(lake, "b3")
    make(data)
    assert lost() == [(FISH.article_id, "We café sell fish,", True)]
    assert rows(data.warehouse, "select speaker from quotes where article_id = 'a1'") == [("Odo Fenn",)]
    correct(data, "b4")
    make(data)
    assert lost() == [(FISH.article_id, "We café sell fish,", False)]


BY_IDA = 'a2.1.q1,"None,",{},{},,,Ida Moor,2026-03-05\n'
BY_BO = 'a2.1.q1,"None,",{},{},,,Bo Kell,2026-03-06\n'


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (("speaker", "Odo Fenn"), ("speaker", "Lia Tarn"), "Bo Kell: speaker Lia Tarn / Ida Moor: speaker Odo Fenn"),
        (("speaker", "Odo Fenn"), ("speaker", ""), "Bo Kell: speaker nobody / Ida Moor: speaker Odo Fenn"),
        (("nothing", ""), ("speaker", "Lia Tarn"), "Bo Kell: speaker Lia Tarn / Ida Moor: nothing"),
        (("nothing", ""), ("not_a_quote", ""), "Bo Kell: not a quote / Ida Moor: nothing"),
        (("speaker", "Odo Fenn"), ("speaker", "Odo Fenn"), None),
    ],
)
def test_what_two_people_say_otherwise_of_a_quote_is_a_finding_until_one_takes_it_back(
    data: DataFolder, lake: Lake, one: tuple[str, str], other: tuple[str, str], evidence: str | None
) -> None:
    told = "select evidence from attribution_findings where rule = 'corrections_differ' and resolved_at is null"
    first_batch(lake)
    correct(data, "b2", BY_IDA.format(*one), BY_BO.format(*other))
    make(data)
    assert rows(data.warehouse, told) == ([(evidence,)] if evidence else [])
    correct(data, "b3", BY_BO.format(*other))
    make(data)
    assert rows(data.warehouse, told) == []


def test_unchanged_files_are_not_read_again(corrected: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(folder: Path) -> list[dict[str, object]]:
        raise AssertionError("read")

    monkeypatch.setattr("pipelines.corrections.stage.read_corrections", read)
    assert commit_corrections(Lake(corrected.lake), corrected.corrections, batch_id="b9") is None


def test_a_corrected_speaker_is_who_that_name_is_by_now(published: DataFolder) -> None:
    correct(published, "b2", 'a2.1.q0,"No boats today,",speaker,Brill,,,Ida Moor,2026-03-05\n')
    make(published)
    text = 'Sails\n"We sail," said Ida Brill.\n"Soon," said Odo Fenn.'
    named = Story("a5", text, [Said("We sail,", "Ida Brill"), Said("Soon,", "Odo Fenn")])
    ingest(Lake(published.lake), "b3", [named])
    annotate(Lake(published.lake), "b3", [named])
    resolve(Lake(published.lake), "b3")
    make(published)
    found = rows(published.warehouse, "select speaker, reader_speaker from quotes where quote_id = 'a2.1.q0'")
    assert found == [("Ida Brill", "Odo Fenn")]
