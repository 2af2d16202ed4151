"""What looks like an attribution and is none, in invented texts."""

import pytest

from pipelines.annotate.attribution.not_quotes import is_quote
from pipelines.annotate.page.quotations import find_quotations, quoted_in
from pipelines.annotate.reading import Attribution
from pipelines.records import Span


def judged(text: str, content: str, cue: str | None = None, source: str | None = None, score: float = 1.0) -> bool:
    content_span, cue_span, source_span = (
        [Span(text.index(printed), text.index(printed) + len(printed))] if printed else []
        for printed in (content, cue, source)
    )
    quoted = [piece for quotation in find_quotations(text) for piece in quotation.pieces]
    return is_quote(text, Attribution(content_span, cue_span, source_span, score), quoted_in(quoted, content_span))


@pytest.mark.parametrize(
    "text",
    [
        "READ MORE: Orr says ferry is late",
        "WATCH BELOW: Orr says ferry is late",
        "Related: Orr says ferry is late",
        "Relevant reading: Orr says ferry is late",
        "More on the port: Orr says ferry is late",
        "Don’t miss: Orr says ferry is late",
    ],
)
def test_a_line_that_sends_the_reader_elsewhere_quotes_nobody(text: str) -> None:
    assert not judged(f"It rained.\n{text}\nIt snowed.", "ferry is late", "says", "Orr")


def test_a_label_inside_a_line_is_no_link() -> None:
    assert judged("It rained. READ MORE: Orr says ferry is late", "ferry is late", "says", "Orr")


@pytest.mark.parametrize(
    ("text", "content", "cue", "expected"),
    [
        ("The walls became known as the “long quay” of Vell.", "the “long quay” of Vell", "became known as", False),
        ("The rule, listed as “no boats” by day.", "“no boats”", "listed", True),
        ("In what was called a “cruel” vote, all left.", "a “cruel” vote", "was called", True),
        (
            "The rule, listed as “no boats may moor here at night” by day.",
            "as “no boats may moor here at night”",
            "listed",
            True,
        ),
        (
            "The rule, listed as an old rule of “one two three four five” by day.",
            "as an old rule of “one two three four five”",
            "listed",
            False,
        ),
        (
            "The rule, listed as an old rule of “one two three four five six” by day.",
            "as an old rule of “one two three four five six”",
            "listed",
            True,
        ),
    ],
)
def test_a_few_words_in_marks_that_nobody_says_are_scare_quotes(
    text: str, content: str, cue: str, expected: bool
) -> None:
    assert judged(text, content, cue) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("“Harbour Lights”", False),
        ("“Harbour Lights” and the play “The Nets of Vell”", False),
        ("“Harbour Lights” and the play “Nets”", False),
        ("“Harbour lights are out.”", True),
        ("“No”", True),
        (f"“{'Harbour ' * 11}Lights”", False),
        (f"“{'Harbour ' * 12}Lights”", True),
    ],
)
def test_titles_of_works_are_not_what_their_author_says(content: str, expected: bool) -> None:
    assert judged(f"She wrote {content} in May", content, "wrote", "She") is expected


@pytest.mark.parametrize(
    ("cue", "content", "score", "expected"),
    [
        ("unveiled", "the plan for the port", 0.6, False),
        ("unveiled", "the plan for the port", 0.8, True),
        ("questioned", "the plan for the port", 0.4, True),
        ("unveiled", "“the plan for the port”", 0.6, True),
    ],
)
def test_an_act_whose_cue_never_reports_needs_a_higher_score(
    cue: str, content: str, score: float, expected: bool
) -> None:
    assert judged(f"The council {cue} {content} in May.", content, cue, "The council", score) is expected


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("is seen", "leaving the port with a dog", False),
        ("can be heard calling for", "help", False),
        ("can be heard yelling", "that the port was shut", True),
        ("is widely seen as", "a threat to the port", True),
        ("was seen", "as a threat to the port", True),
        ("saw", "a threat to the port", True),
        ("was seen", "“the threat of a flood here in Vell”", True),
    ],
)
def test_what_somebody_is_seen_to_do_is_no_report(cue: str, content: str, expected: bool) -> None:
    assert judged(f"The man {cue} {content} in May.", content, cue) is expected
