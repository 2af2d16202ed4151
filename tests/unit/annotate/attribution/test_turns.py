"""Turns of dialogue that a finder tied to one cue."""

import re

import pytest

from pipelines.annotate.attribution.turns import part_turns
from pipelines.annotate.reading import Attribution
from pipelines.records import Span


def parted(text: str, cue: str, source: str) -> list[tuple[tuple[str, ...], bool]]:
    """All quotations of `text` are one attribution's; returned are its parts and whether they have the cue."""
    content = [Span(*m.span()) for m in re.finditer("“[^”]*”", text)]
    spans = [[Span(text.index(part), text.index(part) + len(part))] for part in (cue, source)]
    return [
        (tuple(s.of(text) for s in a.content), bool(a.cue)) for a in part_turns(text, [Attribution(content, *spans)])
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source", "parts"),
    [
        (
            "“Did you read it?” “No,” Lena Orr said. “I lost it.”",
            "said",
            "Lena Orr",
            [(("“Did you read it?”",), False), (("“No,”", "“I lost it.”"), True)],
        ),
        (
            "“Will you talk to them?” asked Tom Falk. “I already have.”",
            "asked",
            "Tom Falk",
            [(("“Will you talk to them?”",), True), (("“I already have.”",), False)],
        ),
        (
            "“Why would they?” asked Tom Falk. “It makes no sense.”",
            "asked",
            "Tom Falk",
            [(("“Why would they?”", "“It makes no sense.”"), True)],
        ),
        ("“We,” said Lena Orr, “are tired.”", "said", "Lena Orr", [(("“We,”", "“are tired.”"), True)]),
    ],
    ids=["nothing between", "an answer", "the asker goes on", "one sentence"],
)
def test_turns_of_two_people_are_two_attributions(
    text: str, cue: str, source: str, parts: list[tuple[tuple[str, ...], bool]]
) -> None:
    assert parted(text, cue, source) == parts
