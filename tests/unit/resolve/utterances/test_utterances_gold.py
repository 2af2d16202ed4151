"""The same utterances across the two hand-annotated articles beside the repository, from their gold quotes."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.annotate.page.sentences import split_sentences
from pipelines.records import ARTICLES, QUOTES, SENTENCES
from pipelines.resolve.utterances import Prints, Utterances, resolve_utterances
from tests.unit.resolve.printed_articles import filled_table


@pytest.fixture(scope="module")
def gold(shared_folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared_folder / "gold/seeds.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def found(shared_folder: Path, gold: dict[str, Any]) -> Utterances:
    articles, quotes, sentences = [], [], []
    for name, document in gold["documents"].items():
        text = (shared_folder / "real/seeds" / name).read_text(encoding="utf-8")
        articles.append({"article_id": name, "text": text, "published_at": None})
        for number, span in enumerate(split_sentences(text)):
            places = {"start_char": span.start_char, "end_char": span.end_char}
            sentences.append({"article_id": name, "sentence_no": number, "role": "body", **places})
        for quote in document["quotes"]:
            start, end = quote["span"]
            row = {"article_id": name, "quote_id": quote["id"], "kind": quote["kind"], "speaker": quote["speaker"]}
            quotes.append(
                {**row, "content": text[start:end], "content_spans": [{"start_char": start, "end_char": end}]}
            )
    tables = [
        filled_table(rows, schema) for rows, schema in ((quotes, QUOTES), (sentences, SENTENCES), (articles, ARTICLES))
    ]
    return resolve_utterances(Prints(*tables), Utterances.none(), batch_id="gold")


def _prints(found: Utterances, quote_id: str, words: str) -> list[dict[str, Any]]:
    rows = [row for row in found.quotes.to_pylist() if row["quote_id"] == quote_id]
    return [row for row in rows if words.rstrip(".!") in row["text"]]


def test_the_six_utterances_are_one_each_with_their_speaker(found: Utterances, gold: dict[str, Any]) -> None:
    speakers = dict(
        zip(found.utterances["utterance_id"].to_pylist(), found.utterances["speaker"].to_pylist(), strict=True)
    )
    for utterance in gold["utterances"]:
        members = [_prints(found, quote_id, words) for quote_id, words in utterance["segments"]]
        assert all(len(rows) == 1 for rows in members)
        (name,) = {rows[0]["utterance_id"] for rows in members}
        assert speakers[name] == utterance["speaker"]


def test_pairs_are_verbatim_exactly_where_gold_says_so(found: Utterances, gold: dict[str, Any]) -> None:
    kinds = {
        frozenset((row["left_segment_id"], row["right_segment_id"])): row["kind"]
        for row in found.pairs.to_pylist()
        if row["grain"] == "segment"
    }
    for utterance in gold["utterances"]:
        members = [_prints(found, quote_id, words)[0]["segment_id"] for quote_id, words in utterance["segments"]]
        assert (kinds[frozenset(members)] == "identical") == utterance["verbatim"]


def test_the_claim_without_attribution_is_tied_to_its_likely_source(found: Utterances, gold: dict[str, Any]) -> None:
    (issue,) = [issue for issue in gold["issues"] if issue["id"] == "unattributed_claim"]
    copies = [row for row in found.pairs.to_pylist() if row["kind"] == "unattributed_copy"]
    assert [(row["left_quote_id"], row["right_article_id"]) for row in copies] == [("B18", issue["document"])]


def test_conflicting_chains_and_split_quotes_are_tied(found: Utterances, gold: dict[str, Any]) -> None:
    pairs = {(row["left_quote_id"], row["right_quote_id"], row["grain"]): row for row in found.pairs.to_pylist()}
    (conflict,) = [issue for issue in gold["issues"] if issue["id"] == "attribution_conflict"]
    assert pairs[conflict["quote"], conflict["other"], "segment"]["is_same_speaker"] is False
    (split,) = [issue for issue in gold["issues"] if issue["id"] == "quote_split_or_merged"]
    for other in split["other"].split(","):
        assert pairs[split["quote"], other, "quote"]["kind"] == "merged_or_split"
