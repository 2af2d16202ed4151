"""Invented headlines that attribute with a colon."""

import pytest

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.headline_colons import with_headlines
from pipelines.records import Span


def read(headline: str) -> list[tuple[str, str]]:
    text = f"{headline}\nMayor Lena Orr spoke of the Vell Works on Monday."
    names = [
        Name(Span(text.index(printed), text.index(printed) + len(printed)), kind)
        for printed, kind in (("Lena Orr", "PERSON"), ("Vell Works", "ORG"))
    ]
    return [(a.source[0].of(text), a.content[0].of(text)) for a in with_headlines(text, names, [])]


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Orr: Bridge will open in May", "Orr", "Bridge will open in May"),
        ("Lena Orr: Bridge will open in May", "Lena Orr", "Bridge will open in May"),
        ("Police: Bridge was not safe", "Police", "Bridge was not safe"),
        ("Bridge was not safe: mayor", "mayor", "Bridge was not safe"),
        ("‘We were never asked’: residents", "residents", "‘We were never asked’"),
        ("Bridge was not safe: report", "report", "Bridge was not safe"),
    ],
)
def test_who_speaks_stands_on_either_side_of_the_colon(headline: str, source: str, content: str) -> None:
    assert read(headline) == [(source, content)]


@pytest.mark.parametrize(
    "headline",
    [
        "Vell Works: Five things to know",
        "Correction: Bridge will open in May",
        "Bridge in numbers: 300 tons of steel",
        "The bridge is safe for lorries. Photograph: Lena Orr",
        "The mayor: a life in pictures.",
        "Bridge will open in May",
    ],
)
def test_topics_credits_and_sentences_are_no_headlines_that_attribute(headline: str) -> None:
    assert read(headline) == []


def test_only_the_first_lines_are_headlines_and_what_was_read_there_stays() -> None:
    text = "Orr: Bridge is safe\nIt rained.\nOrr: Bridge is safe"
    names = [Name(Span(0, 3), "PERSON")]
    known = Attribution([Span(5, 19)], [Span(3, 4)])
    assert with_headlines(text, names, [known]) == [known]


def test_a_quotation_before_a_colon_is_somebodys_and_a_title_is_not() -> None:
    said, title = "‘I’ve waited all my life’: the harbour in words", "‘The Last of the Ferries’: what to know"
    assert [a.content[0].of(said) for a in with_headlines(said, [], [])] == ["‘I’ve waited all my life’"]
    assert with_headlines(title, [], []) == []


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Bridge can open in May, judge says", "judge", "Bridge can open in May"),
        ("Bridge Can Open in May Says Lena Orr", "Lena Orr", "Bridge Can Open in May"),
        ("Fewer swifts, says report", "report", "Fewer swifts"),
        ("“The bridge will be safe”: Lena Orr on ice and steel", "Lena Orr", "“The bridge will be safe”"),
    ],
)
def test_a_headline_that_ends_with_who_says_it(headline: str, source: str, content: str) -> None:
    at = headline.find("Lena Orr")
    names = [Name(Span(at, at + 8), "PERSON")] if at >= 0 else []
    (found,) = with_headlines(headline, names, [])
    assert (found.source[0].of(headline), found.content[0].of(headline)) == (source, content)


@pytest.mark.parametrize("headline", ["Bridge can open, what it says", "Bridge can open in May, season starts"])
def test_one_that_ends_with_nobody_or_an_act_says_nothing(headline: str) -> None:
    assert with_headlines(headline, [], []) == []
