"""Folding, cutting and judging: what counts as the same words. All sentences are invented."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.resolve.utterances.segments.cutting import cut_text, place_in_article
from pipelines.resolve.utterances.segments.prints import Prints, cut_prints
from pipelines.resolve.utterances.wordings.alignment import place_words, tokenize
from pipelines.resolve.utterances.wordings.judging import judge
from pipelines.resolve.words import Vocabulary, fold_token, stem_of
from tests.unit.resolve.printed_articles import Printed, Said, prints

with (Path(__file__).parent / "wording_pairs.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = [tuple(row.values()) for row in csv.DictReader(file)]


def words(text: str) -> list[str]:
    vocabulary = Vocabulary()
    return [vocabulary.words[code] for code in vocabulary.fold([text]).codes]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("“We’re ready,” — she said!", "we are ready she said"),
        ("CAFÉ naïve", "cafe naive"),
        ("1,400,000 people", "1400000 people"),
        ("I can't, won't and cannot", "I can not, will not and can not"),
        ("the mayor's office", "the mayor office"),
        ("two days, 5%", "2 days 5 percent"),
        ("at 5:10 in the morning", "at 5.10 in the morning"),
        ("10\u00a0000 tons, 12mph, 1,5 million", "10000 tons, 12 mph, 1.5 million"),
        ("ﬁne", "fine"),
        ("fine ﾞ", "fine"),
    ],
)
def test_prints_that_differ_in_marks_alone_fold_to_the_same_words(first: str, second: str) -> None:
    assert words(first) == words(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.5 million", "15 million"),
        ("at 5:10", "at 5:11"),
        ("by 3:2", "by 3.2"),
        ("£1.50", "£150"),
        ("£1.5m", "£15m"),
        ("1,5", "15"),
        ("3.5", "3-5"),
        ("1.500", "1,500"),
    ],
)
def test_numbers_that_differ_fold_apart(first: str, second: str) -> None:
    assert words(first) != words(second)


def test_tenses_and_numbers_of_a_word_have_one_stem() -> None:
    assert stem_of("contacts") == stem_of("contact")
    assert stem_of("withdrawn") == stem_of("withdraws") == stem_of("withdrew")
    assert stem_of("recognise") == stem_of("recognized")


def test_a_wording_is_its_words_in_their_order() -> None:
    same, other, again, nothing = Vocabulary().fold(["A b c.", "b a c", "a, B C", "?!"]).wordings()
    assert same == again
    assert same != other
    assert nothing == 0


@pytest.mark.parametrize("token", ["x", "ß" * 300, "Київ", "東京都", "O’Brien’s", "1.000.000", "'"])
def test_any_token_folds_to_words_without_marks(token: str) -> None:
    assert all(word and "'" not in word and "’" not in word for word in fold_token(token)) or token == "'"


def test_a_quote_is_cut_at_sentence_ends_and_semicolons() -> None:
    text = "“The pier is old; it will fall. Mr. Orr knows that!”"
    assert [text[start:end] for start, end in cut_text(text)] == [
        "The pier is old",
        "it will fall.",
        "Mr. Orr knows that!",
    ]


def test_a_new_span_with_a_capital_begins_a_segment_and_one_without_goes_on() -> None:
    cut = "I'll miss the players,” “The tears are real."
    assert [cut[start:end] for start, end in cut_text(cut, [cut.index("“")])] == [
        "I'll miss the players,",
        "The tears are real.",
    ]
    whole = "The pier is old,” “and it will fall"
    assert cut_text(whole, [whole.index("“")]) == [(0, len(whole))]


def test_places_in_joined_spans_are_places_in_the_article() -> None:
    article = 'x"The pier is old," she said, "and it will fall."'
    spans = [(article.index("The"), article.index(',"')), (article.index("and"), article.index('."'))]
    content = " ".join(article[start:end] for start, end in spans)
    placed = place_in_article(spans, content.index("old"), content.index("will"))
    assert [article[start:end] for start, end in placed] == ["old", "and it "]


def test_segments_cover_their_own_text() -> None:
    said = Said("The pier is old. It will fall!", "Mara Teldin")
    table = cut_prints(prints(Printed("a", [said, "Nothing else."])), Vocabulary(), first_segment_no=7)
    assert table["segment_no"].to_pylist() == [7, 8]
    for row in table.to_pylist():
        (span,) = row["spans"]
        assert said.content[span["start_char"] : span["end_char"]] == row["text"]


def test_sentences_that_attribute_or_quote_or_say_little_are_not_the_articles_own_voice() -> None:
    lines = [
        "The inspectors found rust in every cable of the bridge.",
        "The inspectors found rust in every cable, said the mayor of the town.",
        "The inspectors “found rust” in every cable of the old bridge.",
        "Rain came.",
        Said("The inspectors have found rust in every cable of the bridge.", "Mara Teldin"),
    ]
    table = cut_prints(prints(Printed("a", lines)), Vocabulary(), first_segment_no=0)
    assert table["form"].to_pylist() == ["direct", "unattributed"]
    assert table["text"].to_pylist()[1] == lines[0]


def test_a_sentence_of_which_a_word_or_two_are_reported_is_still_the_articles_own_voice() -> None:
    line = "The inspectors found rust in every cable of the bridge, and the county knew it."
    printed = prints(Printed("a", [line]))
    end = len(line) - 1
    reported = prints(Printed("a", [Said(line, None, "indirect")])).quotes.to_pylist()[0]
    reported |= {"content": "it", "content_spans": [{"start_char": end - 2, "end_char": end}]}
    quotes = pa.Table.from_pylist([reported], schema=printed.quotes.schema)
    table = cut_prints(Prints(quotes, printed.sentences, printed.articles), Vocabulary(), first_segment_no=0)
    assert list(zip(table["form"].to_pylist(), table["text"].to_pylist(), strict=True)) == [
        ("indirect", "it"),
        ("unattributed", line),
    ]


@pytest.mark.parametrize(("expected", "besides", "left", "right"), PAIRS)
def test_hand_made_pairs_are_judged_as_a_reader_would(expected: str, besides: str, left: str, right: str) -> None:
    for first, second in ((left, right), (right, left)):
        vocabulary = Vocabulary()
        verdict = judge(tokenize(first, vocabulary), tokenize(second, vocabulary), vocabulary)
        assert (verdict.kind if verdict else "") == expected
        if verdict:
            assert str(int(verdict.besides)) == besides
            assert 0 < verdict.score <= 1


def test_a_verdict_names_differing_words_and_stretches() -> None:
    vocabulary = Vocabulary()
    texts = (
        "The old harbour will be closed to all cargo ships in winter",
        "Ana said the harbour will be shut to all cargo ships in winter",
    )
    verdict = judge(*(tokenize(text, vocabulary) for text in texts), vocabulary)
    assert verdict is not None
    assert verdict.left_words == ["old", "closed"]
    assert verdict.right_words == ["ana", "said", "shut"]
    places = place_words(texts[1], vocabulary)
    start, end = verdict.right_stretch
    assert texts[1][places[start][0] : places[end - 1][1]] == texts[1][9:]


def test_word_places_agree_with_tokens() -> None:
    vocabulary = Vocabulary()
    text = "“We can't,” she said — 5% of U.S. banks, e.g. Orr’s."
    tokens = tokenize(text, vocabulary)
    assert len(place_words(text, vocabulary)) == len(tokens.codes)
    assert np.array_equal(vocabulary.fold([text]).codes, np.array(tokens.codes))
