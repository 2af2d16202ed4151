"""Pieces that a finder tied to a cue too far away, in invented texts."""

import pytest

from pipelines.annotate.attribution.stray_quotations import split_strays
from pipelines.annotate.page.quotations import find_quotations
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution
from pipelines.records import Span


def split(text: str) -> list[tuple[list[str], list[str]]]:
    """All quotations of `text` given to its first "said"; contents and cues of what comes back."""
    quotations = find_quotations(text)
    cue = Span(text.index("said"), text.index("said") + 4)
    others = [Attribution([Span(0, 1)], [Span(at, at + 6)]) for at in [text.find("adding")] if at > 0]
    whole = Attribution([q.span for q in quotations], [cue], [Span(cue.start_char - 4, cue.start_char - 1)])
    found = split_strays(text, split_sentences(text), quotations, [*others, whole])
    return [([s.of(text) for s in a.content], [s.of(text) for s in a.cue]) for a in found[len(others) :]]


def test_pieces_around_the_said_clause_stay_together() -> None:
    text = "“It is safe,” Orr said. “We tested it.” It rained."
    assert split(text) == [(["“It is safe,”", "“We tested it.”"], ["said"])]


def test_a_quotation_in_the_next_paragraph_is_another_by_the_same_source() -> None:
    text = "“It is safe,” Orr said.\n“We tested it.”"
    assert split(text) == [(["“It is safe,”"], ["said"]), (["“We tested it.”"], ["said"])]


def test_a_quotation_behind_another_cue_is_another_by_the_same_source() -> None:
    text = "“It is safe,” Orr said, adding that it rained. “We tested it.”"
    assert split(text) == [(["“It is safe,”"], ["said"]), (["“We tested it.”"], ["said"])]


@pytest.mark.parametrize(("between", "cue"), [("Falk shook his head.", []), ("She smiled.", ["said"])])
def test_a_quotation_behind_a_sentence_about_somebody_else_has_no_cue(between: str, cue: list[str]) -> None:
    text = f"“It is safe,” Orr said. {between} “We tested it.”"
    pieces = [text_and_cue for text_and_cue in split(text) if "“We tested it.”" in text_and_cue[0]]
    assert [c for _, c in pieces] == [cue]


@pytest.mark.parametrize(("gap", "groups"), [("\n", 2), (" ", 1)])
def test_a_quotation_in_the_paragraph_after_a_report_is_another_by_the_same_source(gap: str, groups: int) -> None:
    text = f"Orr said it is safe.{gap}“We tested it.”"
    report = Span(text.index("it is"), text.index("."))
    (quotation,) = find_quotations(text)
    whole = Attribution([report, quotation.span], [Span(4, 8)], [Span(0, 3)])
    found = split_strays(text, split_sentences(text), [quotation], [whole])
    assert [a.source for a in found] == [whole.source] * groups
    assert [span for a in found for span in a.content] == [report, quotation.span]
