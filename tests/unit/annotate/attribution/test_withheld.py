"""Sayings denied or refused, with invented sources."""

import pytest

from pipelines.annotate.attribution.withheld import is_withheld
from pipelines.annotate.naming.source_phrases import Source
from pipelines.records import Span


def withheld(text: str, cue: str) -> bool:
    start = text.index(cue)
    end = start + len(cue)
    return is_withheld(text, [Span(start, end)], Span(end, len(text)), Source("none"))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Orr did not say whether it rains.", "did not say"),
        ("Orr did not immediately say when.", "say"),
        ("The port has never confirmed that it rains.", "confirmed"),
        ("Orr declined to comment on the ferry.", "declined"),
        ("The port refused to publicly confirm the date.", "refused"),
        ("Orr denied saying that it rains.", "saying"),
        ("Orr wouldn’t tell how it rained.", "wouldn’t tell"),
    ],
)
def test_what_the_source_does_not_say_is_withheld(text: str, cue: str) -> None:
    assert withheld(text, cue)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Orr said it did not rain.", "said"),
        ("Orr not only said it rains.", "said"),
        ("Orr denied that it rains.", "denied"),
        ("Orr refused to leave the ferry.", "refused"),
        ("It did not rain. Orr said so.", "said"),
        ("Orr: it rains.", ":"),
    ],
)
def test_what_the_source_does_say_is_not(text: str, cue: str) -> None:
    assert not withheld(text, cue)
