"""Lists of names that annotation and resolution share."""

import csv

import pytest

from pipelines.names.lists import FOLDER, place_words, surnames_first, titles


@pytest.mark.parametrize("name", ["titles", "surnames_first", "places", "particles", "suffixes"])
def test_an_entry_stands_once_and_says_who_reads_it(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = [(row.get("word") or row["family"], row.get("form"), row.get("place")) for row in rows]
    assert sorted(keys) == sorted(set(keys))
    assert {row["used"] for row in rows} <= {"both", "article", "across"}


def test_a_title_states_the_gender_that_its_word_has_and_no_other() -> None:
    assert titles("article")["mrs"] == titles("across")["mrs"]
    assert titles("across")["mrs"].gender == "female"
    assert titles("across")["chairman"].gender is None


def test_one_list_serves_each_room_with_its_own_entries() -> None:
    assert "finance" in titles("across") and "finance" not in titles("article")
    assert "lee" in surnames_first("article") and "lee" not in surnames_first("across")


def test_words_for_a_place_lead_to_its_name() -> None:
    found = {(listed.word, listed.form): listed.place for listed in place_words("across")}
    assert found["Afghan", "demonym"] == "Afghanistan"
