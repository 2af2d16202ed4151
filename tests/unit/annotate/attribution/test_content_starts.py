"""Where contents begin and end beside headings."""

import pytest

from pipelines.annotate.attribution.content_starts import with_subject, within_its_line
from pipelines.annotate.reading import Attribution
from pipelines.records import Span


def span(text: str, printed: str) -> Span:
    at = text.index(printed)
    return Span(at, at + len(printed))


def read(text: str, cue: str, content: str) -> Attribution:
    return Attribution([span(text, content)], [span(text, cue)])


@pytest.mark.parametrize(
    ("text", "cue", "content", "whole"),
    [
        (
            "He added the man, who is on leave, never came back.",
            "added",
            "never came back",
            "the man, who is on leave, never came back",
        ),
        ("Orr told Valley Echo the bridge was shut.", "told", "was shut", "the bridge was shut"),
        ("Orr told reporters the bridge was shut.", "told", "was shut", "the bridge was shut"),
        ("Orr told reporters that were shut out.", "told", "were shut out", "were shut out"),
        ("Orr said on Monday closed the case.", "said", "closed the case", "closed the case"),
    ],
)
def test_a_content_begins_with_the_subject_of_its_verb(text: str, cue: str, content: str, whole: str) -> None:
    assert with_subject(text, read(text, cue, content)).content[0].of(text) == whole


def test_a_content_ends_with_its_heading_and_one_of_a_paragraph_begins_with_it() -> None:
    text = "Orr says bridge is safe\nThe bridge will stay open, the mayor said."
    assert (
        within_its_line(text, read(text, "says", "bridge is safe\nThe bridge")).content[0].of(text) == "bridge is safe"
    )
    found = within_its_line(text, read(text, "said", "bridge is safe\nThe bridge will stay open"))
    assert found.content[0].of(text) == "The bridge will stay open"


def test_paragraphs_that_end_with_a_stop_quotations_and_signed_posts_are_left_whole() -> None:
    for text in (
        "It is safe.\nIt is open, he said",
        "“It is safe\nIt is open”, he said",
        "It is safe\nIt is open — Orr",
    ):
        found = read(text, "he said" if "said" in text else "—", text.split(",")[0].split(" —")[0])
        assert list(within_its_line(text, found).content) == list(found.content)
