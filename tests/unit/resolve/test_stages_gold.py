"""The two hand-annotated articles through ingest, the trained reader and all three resolvers, held to their gold."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.annotate import default_annotator
from pipelines.annotate.stage import annotate_pending
from pipelines.ingest.ingest import ingest
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from tests.lake_samples import resolve


@pytest.fixture(scope="module")
def gold(shared_folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared_folder / "gold/seeds.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def lake(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = DataFolder(tmp_path_factory.mktemp("seeds"))
    shutil.copytree(shared_folder / "real/seeds", folder.raw)
    ingest([folder.raw], folder, batch_id="b1")
    lake = Lake(folder.lake)
    annotate_pending(lake, default_annotator, batch_id="b1")
    resolve(lake, "b1")
    return lake


def test_every_person_is_one_entity_with_all_the_spellings_that_are_read(lake: Lake, gold: dict[str, Any]) -> None:
    entities: dict[str, set[str]] = {}
    for row in lake.read("entity_aliases").to_pylist():
        entities.setdefault(row["alias"], set()).add(row["entity_id"])
    found = {}
    for person, spellings in gold["people"].items():
        # a given name alone, printed by one article in a quotation, says not who is meant
        spellings = [spelling for spelling in spellings if spelling != person.split()[0]]
        found[person] = set().union(*(entities.get(spelling, set()) for spelling in spellings))
    assert {person: len(ids) for person, ids in found.items()} == dict.fromkeys(gold["people"], 1)
    assert len(set().union(*found.values())) == len(found)


def test_the_six_utterances_are_found_in_both_articles_with_their_speaker(lake: Lake, gold: dict[str, Any]) -> None:
    prints = lake.read("utterance_segments").to_pylist()
    speakers = {row["utterance_id"]: row["speaker"] for row in lake.read("utterances").to_pylist()}
    assert len(gold["utterances"]) == 6
    for utterance in gold["utterances"]:
        texts = [_words_of(gold, quote_id, words) for quote_id, words in utterance["segments"]]
        members = [[row for row in prints if row["quote_id"] and _is_part(text, row["text"])] for text in texts]
        assert all(members), texts
        ids = [{row["utterance_id"] for row in rows} for rows in members]
        assert set.intersection(*ids), texts
        family = utterance["speaker"].split()[-1]
        assert {(speakers[name] or "").split()[-1] for name in set.intersection(*ids)} == {family}


def _words_of(gold: dict[str, Any], quote_id: str, words: str) -> str:
    """Return the words that gold names of a quote; its whole content where it names none."""
    quotes = {quote["id"]: quote for document in gold["documents"].values() for quote in document["quotes"]}
    return (words or quotes[quote_id]["content"]).rstrip(".!")


def _is_part(left: str, right: str) -> bool:
    """Say whether one holds the other: a reader's segment may be shorter or longer than gold's."""
    return left in right or (len(right.split()) > 3 and right in left)
