"""Repairs of sources that a finder read wrongly, in invented texts."""

import pytest

from pipelines.annotate.attribution.source_mending import mend_source
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

Parts = tuple[str, ...]


def spans(text: str, parts: Parts) -> list[Span]:
    return [Span(text.index(part), text.index(part) + len(part)) for part in parts]


def mended(text: str, content: Parts, cue: str, source: Parts) -> tuple[Parts, Parts]:
    found = Attribution(spans(text, content), spans(text, (cue,)), spans(text, source))
    result = mend_source(text, split_sentences(text), found)
    return tuple(s.of(text) for s in result.content), tuple(s.of(text) for s in result.source)


def test_a_source_ends_with_the_sentence_of_its_cue() -> None:
    text = "“It is shut,” said Mr Orr. Tom Falk, a fisher, thought it was open."
    over = ("Mr Orr. Tom Falk, a fisher,",)
    assert mended(text, ("“It is shut,”",), "said", over)[1] == ("Mr Orr",)
    assert mended(text, ("it was open",), "thought", over)[1] == ("Tom Falk, a fisher,",)


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("“It is shut,” mayor Lena Orr was quoted by Norwire as saying.", "“It is shut,”", "was quoted", "Norwire"),
        ("Mayor Lena Orr was quoted by Norwire as saying it is shut.", "Mayor Lena Orr", "was quoted", "Norwire"),
        ("Mayor Lena Orr was quoted as saying: “It is shut.”", "“It is shut.”", "was quoted as saying", ""),
        ("“It is shut,” Norwire quoted mayor Lena Orr as saying.", "“It is shut,”", "quoted", "Norwire"),
        (
            "Norwire quoted mayor Lena Orr as saying it is shut.",
            "mayor Lena Orr as saying it is shut",
            "quoted",
            "Norwire",
        ),
    ],
)
def test_whom_an_outlet_quotes_is_the_source_and_not_the_outlet(text: str, content: str, cue: str, source: str) -> None:
    said, by = mended(text, (content,), cue, (source,) if source else ())
    assert by[0].lower() == "mayor lena orr"
    assert said[0].strip("“”,.").lower() == "it is shut"


@pytest.mark.parametrize(
    ("behind", "is_source"),
    [("its owner Lena Orr", True), ("Lena Orr", True), ("it was late", False), ("“for good”", False)],
)
def test_a_noun_right_behind_said_is_the_source_that_was_read_as_content(behind: str, is_source: bool) -> None:
    text = f"The port will shut, said {behind}."
    content, source = mended(text, ("The port will shut", behind), "said", ())
    assert (content, source) == (
        (("The port will shut",), (behind,)) if is_source else (("The port will shut", behind), ())
    )


def test_a_label_above_a_story_is_no_source() -> None:
    text = "Story highlights “It is shut for good,” Tom Falk said."
    content, source = mended(text, ("“It is shut for good,”",), "highlights", ("Story",))
    assert (content, source) == (("“It is shut for good,”",), ("Tom Falk",))


def test_a_relative_pronoun_before_the_cue_is_the_source_that_is_missing() -> None:
    text = "It was praised by Lena Orr who wrote online: “Well done, Vell.”"
    assert mended(text, ("“Well done, Vell.”",), "wrote", ())[1] == ("who",)
    assert mended("It was praised as she wrote: “Well done.”", ("“Well done.”",), "wrote", ())[1] == ()


def test_a_source_goes_on_to_the_person_of_its_whose_clause() -> None:
    text = "Tom Falk, whose sister, Lena Orr, called it a ruin, wants to sell."
    assert mended(text, ("it a ruin",), "called", ("Tom Falk",))[1] == ("Tom Falk, whose sister, Lena Orr",)
    text = "Tom Falk, whose sister owns it, called it a ruin."
    assert mended(text, ("it a ruin",), "called", ("Tom Falk",))[1] == ("Tom Falk",)


def test_a_whose_clause_with_a_cue_of_its_own_leaves_the_source_of_the_next() -> None:
    text = "Tom Falk, whose lawyer, Lena Orr, called it a ruin, said he was glad."
    assert mended(text, ("he was glad",), "said", ("Tom Falk, whose lawyer, Lena Orr,",))[1] == ("Tom Falk",)


@pytest.mark.parametrize("cue", ["herself told", "told"])
def test_herself_is_part_of_the_source(cue: str) -> None:
    text = "She herself told the court it is shut."
    found = Attribution(spans(text, ("it is shut",)), spans(text, (cue,)), spans(text, ("She",)))
    result = mend_source(text, split_sentences(text), found)
    assert [s.of(text) for s in (*result.source, *result.cue)] == ["She herself", "told"]
