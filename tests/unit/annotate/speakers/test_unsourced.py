"""Whose a quotation is that has no source in print, inside invented articles."""

import re

import pytest

from pipelines.annotate.page.quotations import find_quotations
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.steps import finish
from pipelines.records import Document, Quote, Span

SAID = "“The bridge is safe for all of us,” Lena Orr said."
MORE = "“We tested every single cable of it twice.”"


def quotes(text: str) -> list[Quote]:
    """Every quotation of `text` is an attribution; it has a source where `Lena Orr said` stands right behind it."""
    names = [Name(Span(*m.span()), "PERSON") for m in re.finditer("Lena Orr|Tom Falk", text)]
    found = []
    for quotation in find_quotations(text):
        said = re.compile(r" (\w+ \w+) (said)").match(text, quotation.span.end_char)
        source, cue = ([Span(*said.span(1))], [Span(*said.span(2))]) if said else ([], [])
        found.append(Attribution(quotation.pieces, cue, source))
    return list(finish(Document("d", text), Reading(split_sentences(text), names, found)).quotes)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{SAID} {MORE}", "Lena Orr"),
        (f"{SAID}\n{MORE}", "Lena Orr"),
        (f"It rained all day on the coast.\n{MORE}", None),
    ],
    ids=["same paragraph", "next paragraph", "nobody spoke"],
)
def test_a_quotation_goes_on_in_its_paragraph_or_opens_the_next(text: str, speaker: str | None) -> None:
    assert quotes(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("Lena Orr shook her head.", "Lena Orr"),
        ("The mayor of Vell, Lena Orr, shook her head.", "Lena Orr"),
        ("Rain fell on Lena Orr.", None),
        ("It rained all day on the coast.", None),
    ],
)
def test_a_quotation_alone_is_whom_the_sentence_before_is_about(lead: str, speaker: str | None) -> None:
    assert quotes(f"{lead} {MORE}")[-1].speaker == speaker


def test_a_quotation_in_a_sentence_is_whom_that_sentence_is_about() -> None:
    assert quotes("Tom Falk left. Lena Orr called the bridge “perfectly safe for all of us” by now.")[0].speaker == (
        "Lena Orr"
    )


def test_a_quotation_before_the_said_clause_of_its_paragraph_is_that_speakers() -> None:
    assert quotes(f"{MORE} Nobody slept. {SAID}")[0].speaker == "Lena Orr"


def test_who_speaks_in_the_paragraph_counts_before_who_spoke_in_the_one_before() -> None:
    text = f"“I saw nothing at all of it,” Tom Falk said.\n{MORE} Nobody slept. {SAID}"
    assert quotes(text)[1].speaker == "Lena Orr"


def test_whom_another_quotation_names_is_less_sure_and_its_path_says_so() -> None:
    said, same_paragraph = quotes(f"{SAID} Nobody slept. {MORE}")
    next_paragraph = quotes(f"{SAID}\n{MORE}")[1]
    scores = [said.speaker_score, same_paragraph.speaker_score, next_paragraph.speaker_score]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3
    assert list(next_paragraph.resolution_path) == ["quotation beside", "name: Lena Orr"]


def test_who_is_quoted_inside_the_words_before_is_not_who_goes_on() -> None:
    text = f"“Falk said it rains, Falk said it snows, Falk said it hails and we wait,” Lena Orr said. {MORE}"
    outer, more = find_quotations(text)
    said = text.index("Lena Orr said")
    found = [
        Attribution(outer.pieces, [Span(said + 9, said + 13)], [Span(said, said + 8)]),
        *(
            Attribution([Span(m.end() + 1, m.end() + 9)], [Span(m.end() - 4, m.end())], [Span(m.start(), m.end() - 5)])
            for m in re.finditer("Falk said", text)
        ),
        Attribution(more.pieces),
    ]
    names = [Name(Span(*m.span()), "PERSON") for m in re.finditer("Lena Orr|Falk", text)]
    reading = Reading(split_sentences(text), names, found)
    annotated = finish(Document("d", text), reading, is_right=True).quotes
    assert [quote.speaker for quote in annotated] == ["Lena Orr", "Falk", "Falk", "Falk", "Lena Orr"]
    assert list(annotated[-1].resolution_path) == ["quotation beside", "name: Lena Orr"]
