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
        (f"Tom Falk shook his head at it.\n{MORE}", "Tom Falk"),
        (f"It rained on Tom Falk all day.\n{MORE}", None),
    ],
    ids=["same paragraph", "next paragraph", "nobody spoke", "subject above", "no subject above"],
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


def test_a_quotation_in_a_sentence_is_whom_the_pronoun_that_opens_it_names() -> None:
    text = "Lena Orr left. Later, she called the bridge “perfectly safe for all of us” by now."
    assert quotes(text)[0].speaker == "Lena Orr"


def test_a_quotation_before_the_said_clause_of_its_paragraph_is_that_speakers() -> None:
    assert quotes(f"{MORE} Nobody slept. {SAID}")[0].speaker == "Lena Orr"


@pytest.mark.parametrize(("n_between", "speaker"), [(1, "Lena Orr"), (2, None)])
def test_who_speaks_two_quotations_on_in_the_paragraph_is_the_last_looked_at(
    n_between: int, speaker: str | None
) -> None:
    text = " ".join([MORE, *[f"Nobody slept. {MORE}"] * n_between, f"Nobody slept. {SAID}"])
    assert quotes(text)[0].speaker == speaker


@pytest.mark.parametrize(("n_between", "step"), [(2, "quotation beside"), (3, "subject beside")])
def test_in_a_sentence_the_third_quotation_on_is_the_last_looked_at(n_between: int, step: str) -> None:
    text = f"In May {'“the sea will rise” and ' * (n_between + 1)}“the pier will fall,” Lena Orr said."
    first = quotes(text)[0]
    assert (first.speaker, first.resolution_path[0]) == ("Lena Orr", step)


@pytest.mark.parametrize(("opening", "speaker"), [("", "Lena Orr"), ("So ", "Lena Orr"), ("And ", None)])
def test_a_quotation_within_three_characters_of_its_sentences_start_begins_it(
    opening: str, speaker: str | None
) -> None:
    assert quotes(f"Lena Orr shook her head. {opening}{MORE}")[-1].speaker == speaker


def test_who_speaks_in_the_paragraph_counts_before_who_spoke_in_the_one_before() -> None:
    text = f"“I saw nothing at all of it,” Tom Falk said.\n{MORE} Nobody slept. {SAID}"
    assert quotes(text)[1].speaker == "Lena Orr"


def test_whom_another_quotation_names_is_less_sure_and_its_path_says_so() -> None:
    said, same_paragraph = quotes(f"{SAID} Nobody slept. {MORE}")
    next_paragraph = quotes(f"{SAID}\n{MORE}")[1]
    scores = [said.speaker_score, same_paragraph.speaker_score, next_paragraph.speaker_score]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3
    assert list(next_paragraph.resolution_path) == ["quotation beside", "name: Lena Orr"]


@pytest.mark.parametrize(("n_told", "speaker"), [(1, "Lena Orr"), (3, "Lena Orr"), (4, None)])
def test_who_is_quoted_inside_the_words_before_is_not_who_goes_on(n_told: int, speaker: str | None) -> None:
    text = f"“{'Falk said it rains, ' * n_told}and we all wait,” Lena Orr said. {MORE}"
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
    assert [quote.speaker for quote in annotated] == ["Lena Orr", *["Falk"] * n_told, speaker]
    assert list(annotated[-1].resolution_path) == (["quotation beside", "name: Lena Orr"] if speaker else [])


def test_who_is_told_of_inside_a_quotation_does_not_say_it() -> None:
    text = f"{SAID}\n“They said, ‘Get on your knees’, and then they tied us up.”\nIt rained."
    assert [(q.speaker, q.parent_quote_no) for q in quotes(text)[1:]] == [("Lena Orr", None), (None, 1)]
