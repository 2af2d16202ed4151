"""The learned class of a cue in invented sentences: what one cue means depends on what stands beside it."""

from collections.abc import Callable

import pytest

from pipelines.annotate import ReaderAnnotator
from pipelines.annotate.attribution.cue_evidence import Reported
from pipelines.annotate.attribution.cues import Cue, judge_cue
from pipelines.annotate.attribution.withheld import is_withheld
from pipelines.annotate.naming.source_phrases import read_source
from pipelines.annotate.reading import Name
from pipelines.records import STATEMENTS, Annotation, Document, QuoteKind, SourceType, Span

Reader = Callable[[str], Annotation]


@pytest.fixture(scope="module")
def reader() -> Reader:
    annotator = ReaderAnnotator()
    return lambda text: annotator.annotate([Document("d", text, 0)])[0]


def judged(
    text: str, cue: str, *, source: str = "Orr", kind: QuoteKind = "indirect", source_type: SourceType = "person"
) -> Cue:
    at, who = text.index(cue), text.index(source)
    read = read_source(text, [Span(who, who + len(source))], [])
    content = [Span(at + len(cue) + 1, len(text) - 1)]
    return judge_cue(text, Reported([Span(at, at + len(cue))], content, read, kind, source_type, 0.95))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Orr said that the ferry would be late.", "said"),
        ("Orr accused the council of hiding the report.", "accused"),
        ("Orr warned that the bridge was not safe.", "warned"),
        ("Orr has said the ferry would be late again.", "has said"),
        ("Orr promised that the ferry would come back.", "promised"),
    ],
)
def test_words_that_a_cue_reports_are_a_statement(text: str, cue: str) -> None:
    assert judged(text, cue).cue_class in STATEMENTS


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Orr believes the ferry is late.", "believes"),
        ("Orr hopes to open the bridge in May.", "hopes"),
        ("Orr wants to sell the ferry.", "wants"),
    ],
)
def test_thoughts_and_wishes_are_none(text: str, cue: str) -> None:
    assert judged(text, cue).cue_class not in STATEMENTS


def test_a_whole_quotation_is_a_statement_whatever_its_cue() -> None:
    assert judged("Orr laughed “the ferry is never late”.", "laughed", kind="direct").cue_class in STATEMENTS


def test_what_is_withheld_or_only_a_mark_is_no_matter_of_learning() -> None:
    assert judged("Orr did not say that the ferry was late.", "did not say").is_withheld
    assert judged("Orr: the ferry is late again.", ":").cue_class == "speech"


def test_what_is_done_by_saying_is_a_statement_and_no_plain_report() -> None:
    announced = judged("Orr announced the end of the strike.", "announced")
    accused = judged("Orr accused the council of hiding the report.", "accused")  # of what, words say
    said = judged("Orr said that the ferry would be late.", "said")
    assert (announced.cue_class in STATEMENTS, announced.is_performed) == (True, True)
    assert (accused.cue_class in STATEMENTS, accused.is_performed) == (True, False)
    assert (said.cue_class, said.is_performed) == ("speech", False)


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("Theresa May spoke in Vell on Friday. May said the ferry would stay.", True),
        ("Columnist George Will writes for a paper. Mr. Will argues that the tax is unfair.", True),
        ("Elizabeth M. May has said the ferry must stay open.", True),
        ("The party of Lena Orr is small. Orr may say that the ferry will stay.", False),
    ],
)
def test_a_surname_that_is_spelled_as_a_modal_verb_makes_no_saying_unsaid(
    reader: Reader, text: str, is_plain: bool
) -> None:
    (quote,) = reader(text).quotes
    assert (quote.cue_class == "speech" and quote.is_speech) == is_plain


def test_a_surname_that_is_spelled_as_a_negation_withholds_nothing() -> None:
    read = read_source("Ryan Not said it rains.", [Span(0, 8)], [(0, Name(Span(0, 8), "PERSON"))])
    assert not is_withheld("Ryan Not said it rains.", [Span(9, 13)], Span(14, 22), read)
