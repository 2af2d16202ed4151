"""Utterances across articles: kinds, evidence, ids from run to run, counts. All people and outlets are invented."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.resolve.arrow.columns import make_spans
from pipelines.resolve.utterances import Utterances, resolve_utterances
from pipelines.resolve.utterances.links.evidence import label, relate
from pipelines.resolved import UTTERANCE_QUOTES, UTTERANCE_SEGMENTS, UTTERANCE_TABLES
from tests.unit.resolve.printed_articles import Printed, Said, prints

BRIDGE = "The eastern bearing of the bridge was finished and I wrote so three times to the county"
RIVER = "I might as well have written to the river."
LETTERS = "Letters do not vanish in a building with eleven secretaries"
TERMS = "Our terms for the northern harbour have been on the table since early spring"
EARLY_TERMS = "Our terms for the northern harbour lie on the table since early spring"
ALL_TERMS = f"{EARLY_TERMS}, while the silent council burned every unopened letter"
LATE_TERMS = ALL_TERMS[ALL_TERMS.index("early") :]
SNOW = "There has to be a truce before the snow closes the mountain passes"


def resolve(*articles: Printed, known: Utterances | None = None, copies: frozenset[str] = frozenset()) -> Utterances:
    return resolve_utterances(prints(*articles, copies=copies), known or Utterances.none(), batch_id="b1")


def ids(found: Utterances) -> dict[str, str]:
    return dict(zip(found.quotes["segment_id"].to_pylist(), found.quotes["utterance_id"].to_pylist(), strict=True))


def kinds(found: Utterances) -> list[str]:
    return sorted(row["kind"] for row in found.pairs.to_pylist())


def groups(found: Utterances) -> set[frozenset[str]]:
    """Return the segments of each utterance; the names of the ids do not matter."""
    by_id: dict[str, set[str]] = {}
    for segment, utterance in ids(found).items():
        by_id.setdefault(utterance, set()).add(segment)
    return {frozenset(members) for members in by_id.values()}


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (Said(BRIDGE + ".", "Tobias Wrenfield"), "identical"),
        (Said(BRIDGE.upper() + "!", "Tobias Wrenfield"), "punctuation_only"),
        (Said("The eastern bearing of the bridge was finished and I wrote so", "Tobias Wrenfield"), "truncated"),
        (Said("that " + BRIDGE.replace("county", "council"), "Tobias Wrenfield", "indirect"), "words_changed"),
        (
            Said(
                "he had written to the county three times about the bridge's finished eastern bearing", None, "indirect"
            ),
            "paraphrase",
        ),
    ],
)
def test_each_kind_of_pair_is_named(other: Said | str, kind: str) -> None:
    found = resolve(Printed("a", [Said(BRIDGE, "Tobias Wrenfield")]), Printed("b", [other]))
    assert kinds(found) == [kind]
    assert len(found.utterances) == 1


@pytest.mark.parametrize(
    ("left", "right", "is_one"),
    [(None, None, False), ("Marle Ferries", None, False), ("Marle Ferries", "Marle Ferries", True)],
)
def test_two_accounts_of_one_event_in_other_words_need_one_speaker(
    left: str | None, right: str | None, *, is_one: bool
) -> None:
    first = "Ten pickers and two drivers fell ill on Tuesday after a lunch of mussels at the Marle orchard festival"
    second = (
        "A cook and three helpers were among ten pickers who fell ill on Tuesday when mussels were served at a Marle "
        "orchard"
    )
    both = Said(TERMS, "Ada Brill")
    found = resolve(
        Printed("a", [both, Said(first, left, "indirect")]), Printed("b", [both, Said(second, right, "indirect")])
    )
    assert kinds(found) == ["identical", *(["paraphrase"] if is_one else [])]
    assert len(found.utterances) == (2 if is_one else 3)


@pytest.mark.parametrize("sentence", [TERMS + ".", f"Today {TERMS[0].lower()}{TERMS[1:]}, as everyone knows."])
def test_a_sentence_in_the_articles_own_voice_that_repeats_a_quote_is_an_unattributed_copy(sentence: str) -> None:
    found = resolve(Printed("a", [Said(TERMS, "Ilya Sorokov")]), Printed("b", [sentence]))
    assert kinds(found) == ["unattributed_copy"]


def test_a_quote_printed_as_several_is_merged_or_split() -> None:
    whole = Printed("a", [Said(f"{BRIDGE}. {LETTERS}.", "Helen Karras")])
    parts = Printed("b", [Said(BRIDGE, "Helen Karras"), Said(LETTERS, "Helen Karras")])
    pairs = [row for row in resolve(whole, parts).pairs.to_pylist() if row["grain"] == "quote"]
    assert {(row["left_quote_id"], row["right_quote_id"], row["kind"]) for row in pairs} == {
        ("a.1.q0", "b.1.q0", "merged_or_split"),
        ("a.1.q0", "b.1.q1", "merged_or_split"),
    }


def test_one_sentence_that_holds_two_of_another_article_is_merged_or_split() -> None:
    whole = Printed("a", [Said(f"{BRIDGE}, and {TERMS.lower()}", "Helen Karras")])
    found = resolve(whole, Printed("b", [Said(f"{BRIDGE}. {TERMS}.", "Helen Karras")]))
    assert kinds(found) == ["merged_or_split", "merged_or_split"]


def test_a_segment_that_runs_two_together_is_a_pair_with_each_and_ties_neither_to_the_other() -> None:
    run_on = Printed("c", [Said(f"{TERMS}, and {SNOW[0].lower()}{SNOW[1:]}", "Ilya Sorokov")])
    found = resolve(Printed("a", [Said(TERMS, "Ilya Sorokov")]), Printed("b", [Said(SNOW, "Ilya Sorokov")]), run_on)
    named = ids(found)
    assert kinds(found) == ["truncated", "truncated"]
    assert named["a.1.q0.s0"] != named["b.1.q0.s0"]


def test_spans_of_a_pair_cover_what_both_sides_share() -> None:
    articles = [
        Printed("a", ["Rain fell.", Said(f"Well, {SNOW}, he knows", "Viktor Anselm")]),
        Printed("b", [Said(SNOW, "Viktor Anselm")]),
    ]
    (pair,) = resolve(*articles).pairs.to_pylist()
    for side, article in zip(("left", "right"), articles, strict=True):
        (span,) = pair[f"{side}_spans"]
        assert article.text[span["start_char"] : span["end_char"]].lower() == SNOW.lower()
    assert pair["left_words"] == ["well", "he", "knows"]
    assert pair["is_same_speaker"] is True


def test_short_words_join_only_with_more_to_speak_for_them() -> None:
    yes = Said("He said yes", "Mara Teldin")
    assert len(resolve(Printed("a", [yes]), Printed("b", [yes])).utterances) == 2
    wait = Said("The continent is waiting", "Mara Teldin")
    assert len(resolve(Printed("a", [wait]), Printed("b", [wait], day=1)).utterances) == 1
    assert len(resolve(Printed("a", [wait]), Printed("b", [wait], day=40)).utterances) == 2
    other = Said("The continent is waiting", "Bo Ferrick")
    assert len(resolve(Printed("a", [wait]), Printed("b", [other], day=1)).utterances) == 2


def test_short_words_beside_shared_words_are_the_same() -> None:
    answer = [Said("No.", "Tobias Wrenfield"), Said(BRIDGE, "Tobias Wrenfield")]
    found = resolve(Printed("a", answer), Printed("b", answer, day=30), Printed("c", [Said("No.", "Tobias Wrenfield")]))
    assert ids(found)["a.1.q0.s0"] == ids(found)["b.1.q0.s0"] != ids(found)["c.1.q0.s0"]


def test_a_negated_sentence_is_another_utterance() -> None:
    found = resolve(
        Printed("a", [Said("We will sell the northern harbour to foreign investors next spring", "Bo Ferrick")]),
        Printed("b", [Said("We will not sell the northern harbour to foreign investors next spring", "Bo Ferrick")]),
    )
    assert len(found.utterances) == 2
    assert found.pairs["kind"].to_pylist() == ["contradicted"]


def test_unattributed_sentences_are_no_utterance_among_themselves() -> None:
    found = resolve(Printed("a", [TERMS]), Printed("b", [TERMS]))
    assert (len(found.utterances), len(found.pairs), len(found.quotes)) == (0, 0, 0)


def test_a_quote_finds_the_unattributed_sentence_that_came_before_it() -> None:
    first = resolve(Printed("a", [TERMS]))
    then = resolve(Printed("b", [Said(TERMS, "Ilya Sorokov")]), known=first)
    (pair,) = then.pairs.to_pylist()
    assert (pair["kind"], pair["left_article_id"], pair["right_article_id"]) == ("unattributed_copy", "b", "a")
    (utterance,) = then.utterances.to_pylist()
    assert (utterance["quotes"], utterance["unattributed"], utterance["speaker"]) == (1, 1, "Ilya Sorokov")


def test_an_utterance_counts_prints_outlets_and_votes_and_leaves_out_copies() -> None:
    found = resolve(
        Printed("a", [Said(TERMS, "Ilya Sorokov")], outlet="Echo", day=2),
        Printed("b", [Said(TERMS, "Ilia Sorokov")], outlet="Gazette", day=1),
        Printed("c", [Said(TERMS, "Viktor Anselm")], outlet="Post", day=3),
        Printed("d", [Said(TERMS, "Viktor Anselm")], outlet="Mirror", day=3),
        copies=frozenset({"d"}),
    )
    (row,) = found.utterances.to_pylist()
    assert (row["speaker"], row["speaker_votes"], row["votes"]) == ("Ilia Sorokov", 2, 3)
    assert (row["articles"], row["articles_without_copies"]) == (4, 3)
    assert row["outlets"] == ["Echo", "Gazette", "Mirror", "Post"]
    assert (row["first_article_id"], row["first_outlet"]) == ("b", "Gazette")


@pytest.mark.parametrize(
    ("left", "right", "speaker"),
    [
        (Said(TERMS, "Sorokov", path=["name: Sorokov"]), Said(TERMS, "Anselm", path=["pronoun: he"]), "Sorokov"),
        (Said(TERMS, "Sorokov", path=["nominal: the envoy"]), Said(TERMS, "Anselm", path=["pronoun: he"]), "Sorokov"),
        (Said(TERMS, "Sorokov", path=["name: Sorokov"]), Said(TERMS, "Anselm", path=["nominal: the envoy"]), "Sorokov"),
        (
            Said(TERMS, "Sorokov", path=["pronoun: he"]),
            Said(TERMS, "Vell", source_type="organisation"),
            "Sorokov",
        ),
        (Said(TERMS, "Sorokov", path=["name: Sorokov"]), Said(TERMS, "Anselm", path=["mention: Anselm"]), None),
    ],
)
def test_a_vote_weighs_what_its_article_says_for_the_speaker(left: Said, right: Said, speaker: str | None) -> None:
    (row,) = resolve(Printed("a", [left]), Printed("b", [right])).utterances.to_pylist()
    assert row["speaker"] == speaker
    assert (row["speaker_votes"], row["votes"]) == (1 if speaker else None, 2)
    assert row["tied_speakers"] == ([] if speaker else ["Anselm", "Sorokov"])


@pytest.mark.parametrize(("precision", "first"), [("second", "Gazette"), ("day", None), ("local", None)])
def test_the_first_outlet_is_known_where_all_times_are(precision: str, first: str | None) -> None:
    early = Printed("a", [Said(TERMS, "Ilya Sorokov")], outlet="Gazette", precision=precision)
    (row,) = resolve(early, Printed("b", [Said(TERMS, "Ilya Sorokov")], outlet="Echo", day=1)).utterances.to_pylist()
    assert row["first_outlet"] == first


def test_words_that_a_copy_adds_have_its_speaker_and_count_once() -> None:
    found = resolve(
        Printed("a", [Said(TERMS, "Ilya Sorokov")]),
        Printed("b", [Said(TERMS, "Ilya Sorokov"), Said(SNOW, "Mara Teldin")], day=1),
        Printed("c", [Said(TERMS, "Ilya Sorokov"), Said(SNOW, "Mara Teldin")], day=2),
        copies=frozenset({"b", "c"}),
    )
    rows = {row["text"]: row for row in found.utterances.to_pylist()}
    assert [(rows[text]["speaker"], rows[text]["votes"]) for text in (TERMS, SNOW)] == [
        ("Ilya Sorokov", 1),
        ("Mara Teldin", 1),
    ]
    assert [rows[text]["articles_without_copies"] for text in (TERMS, SNOW)] == [1, 1]


def test_an_article_found_later_to_be_a_copy_is_left_out_from_then_on() -> None:
    first = resolve(Printed("a", [Said(TERMS, "Ilya Sorokov")]), Printed("b", [Said(TERMS, "Ilya Sorokov")]))
    then = resolve(Printed("c", ["Rain."]), known=first, copies=frozenset({"b"}))
    assert first.utterances["articles_without_copies"].to_pylist() == [2]
    assert then.utterances["articles_without_copies"].to_pylist() == [1]


def test_ids_stay_when_more_is_printed_and_when_an_article_comes_again() -> None:
    first = resolve(Printed("a", [Said(TERMS, "Ilya Sorokov")]), Printed("b", [Said(SNOW, "Ilya Sorokov")]))
    more = resolve(Printed("c", [Said(TERMS, "Ilya Sorokov")]), known=first)
    again = resolve(Printed("a", [Said(SNOW, "Bo Ferrick"), Said(TERMS, "Ilya Sorokov")], revision=2), known=more)
    assert ids(more)["a.1.q0.s0"] == ids(first)["a.1.q0.s0"] == ids(more)["c.1.q0.s0"]
    assert ids(again)["a.2.q1.s0"] == ids(first)["a.1.q0.s0"]
    assert ids(again)["a.2.q0.s0"] == ids(first)["b.1.q0.s0"]
    assert len(more.history) == len(again.history) == 0


def test_the_same_articles_again_change_nothing() -> None:
    articles = [Printed(name, [Said(TERMS, "Ilya Sorokov"), Said(SNOW, "Bo Ferrick")]) for name in ("a", "b", "c")]
    first = resolve(*articles)
    again = resolve(*articles[1:], known=first)
    whole = resolve(*articles, known=again)
    assert ids(first) == ids(again) == ids(whole)
    assert len(whole.history) == 0
    assert sorted(map(str, whole.utterances.to_pylist())) == sorted(map(str, first.utterances.to_pylist()))


def test_a_merge_keeps_the_older_id_and_is_history() -> None:
    first = resolve(Printed("a", [Said(EARLY_TERMS, "Ilya Sorokov")]), Printed("b", [Said(LATE_TERMS, "Ilya Sorokov")]))
    then = resolve(Printed("c", [Said(ALL_TERMS, "Ilya Sorokov")]), known=first)
    (change,) = then.history.to_pylist()
    assert len(then.utterances) == 1
    assert "c.1.q0.s0" in change["reason"]
    assert (change["change"], change["utterance_id"], change["into_utterance_id"]) == (
        "merged",
        ids(first)["b.1.q0.s0"],
        ids(first)["a.1.q0.s0"],
    )


def test_when_the_words_that_tied_two_go_the_utterance_is_split() -> None:
    first = resolve(
        Printed("a", [Said(EARLY_TERMS, "Ilya Sorokov")]),
        Printed("b", [Said(LATE_TERMS, "Ilya Sorokov")]),
        Printed("c", [Said(ALL_TERMS, "Ilya Sorokov")]),
    )
    then = resolve(Printed("c", ["Nothing of it is left."], revision=2), known=first)
    (change,) = then.history.to_pylist()
    assert len(first.utterances) == 1
    assert len(then.utterances) == 2
    assert (change["change"], change["utterance_id"]) == ("split", ids(first)["a.1.q0.s0"])
    assert change["into_utterance_id"] == ids(then)["b.1.q0.s0"]


def test_an_utterance_whose_article_no_longer_prints_it_is_gone() -> None:
    first = resolve(Printed("a", [Said(TERMS, "Ilya Sorokov")]))
    then = resolve(Printed("a", ["Nothing."], revision=2), known=first)
    assert [(row["change"], row["utterance_id"]) for row in then.history.to_pylist()] == [
        ("gone", ids(first)["a.1.q0.s0"])
    ]
    assert (len(then.utterances), len(then.pairs)) == (0, 0)


def test_resolved_speakers_take_the_place_of_names() -> None:
    given = prints(
        Printed("a", [Said("The continent is waiting", "Hale")]), Printed("b", [Said("The continent is waiting")])
    )
    speakers = pa.table({"quote_id": ["a.1.q0", "b.1.q0"], "speaker_key": ["e1", "e1"], "speaker": ["Marcus Hale"] * 2})
    known = resolve_utterances(
        type(given)(given.quotes, given.sentences, given.articles, speakers), Utterances.none(), batch_id="b1"
    )
    (row,) = known.utterances.to_pylist()
    assert (row["speaker"], row["speaker_votes"]) == ("Marcus Hale", 2)


@pytest.mark.parametrize("content", ["", "?!", "…", "x", "«»", "東京都は", "x" * 5_000, "a " * 3_000, "\u200b"])
def test_odd_contents_are_taken_as_they_are(content: str) -> None:
    article = [Said(content, "Mara Teldin"), Said(TERMS, "??")]
    found = resolve(Printed("a", article), Printed("b", article))
    assert any(row["text"] == TERMS and row["articles"] == 2 for row in found.utterances.to_pylist())


def test_nothing_printed_is_nothing_known_in_the_declared_shapes() -> None:
    found = resolve()
    for name, table in (
        ("utterances", found.utterances),
        ("utterance_pairs", found.pairs),
        ("utterance_history", found.history),
    ):
        assert table.schema == UTTERANCE_TABLES[name]
    assert found.quotes.schema == UTTERANCE_QUOTES
    assert len(found.segments) == len(found.postings) == 0


WORDINGS = [BRIDGE, TERMS, SNOW, LETTERS, f"{TERMS} indeed", BRIDGE.replace("county", "council"), RIVER, "No."]


@given(st.lists(st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=3), min_size=2, max_size=6), st.data())
@settings(max_examples=25, deadline=None)
def test_two_runs_find_what_one_finds(printed: Sequence[Sequence[str]], data: Any) -> None:
    articles = [
        Printed(f"a{number}", [Said(text, "Mara Teldin") for text in lines]) for number, lines in enumerate(printed)
    ]
    cut = data.draw(st.integers(1, len(articles) - 1))
    at_once = resolve(*articles)
    in_two = resolve(*articles[cut:], known=resolve(*articles[:cut]))
    assert groups(in_two) == groups(at_once)
    assert sorted(in_two.utterances["text"].to_pylist()) == sorted(at_once.utterances["text"].to_pylist())


def test_labels_stay_beside_their_rows_in_more_segments_than_are_read_at_a_time() -> None:
    count = 1_100_000  # DuckDB reads a million at a time
    values = {"spans": make_spans([[(0, 1)]] * count), "wording": pa.array(np.arange(count, dtype=np.uint64))}
    fill = {"string": "x", "int32": 1, "int64": 0, "bool": False}
    columns = [
        values.get(field.name, pa.repeat(pa.scalar(fill.get(str(field.type)), field.type), count))
        for field in UTTERANCE_SEGMENTS
    ]
    segments = pa.table(columns, schema=UTTERANCE_SEGMENTS)
    with relate(segments, is_new=np.zeros(count, dtype=np.bool_)) as connection:
        label(connection, np.arange(count))
        apart = connection.sql("select count(*) from segments where label <> row or label <> wording").fetchall()
    assert apart == [(0,)]
