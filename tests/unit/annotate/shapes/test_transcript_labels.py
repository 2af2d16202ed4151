"""Labelled lines of invented transcripts."""

import time

import pytest

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.transcript_labels import label_names, with_transcripts
from pipelines.records import Span

TALK = "The talk follows.\nORR: Is it safe?\nFALK: It is.\nWe tested it.\n(LAUGHTER)\nORR: Thank you.\nIt rained."


def read(text: str, *found: Attribution) -> list[tuple[str, list[str]]]:
    rows = sorted(with_transcripts(text, [], found), key=lambda a: a.content[0].start_char)
    return [(" ".join(s.of(text) for s in a.source), [s.of(text) for s in a.content]) for a in rows]


def test_a_label_names_who_says_its_paragraph_and_those_up_to_the_next_label() -> None:
    assert read(TALK) == [
        ("ORR", ["Is it safe?"]),
        ("FALK", ["It is.", "We tested it."]),
        ("ORR", ["Thank you."]),
    ]


def test_what_was_read_inside_gives_way_and_the_rest_stays() -> None:
    inside, outside = Attribution([Span(23, 34)]), Attribution([Span(0, 17)])
    assert read(TALK, inside, outside)[0] == ("", ["The talk follows."])
    assert len(read(TALK, inside, outside)) == 4


def test_the_last_answer_goes_on_over_paragraphs_in_person() -> None:
    text = "ORR: Is it safe?\nFALK: It is.\nORR: Sure?\nFALK: Yes.\nI tested it.\nThe bridge opens in May."
    assert read(text)[-1] == ("FALK", ["Yes.", "I tested it."])


def test_a_label_in_full_and_its_initials_are_names_of_one_type() -> None:
    text = "VELL RADIO: Is it safe?\nLENA ORR: It is.\nVR: Sure?\nLO: Yes.\nVR: Thank you."
    names = [Name(Span(0, 10), "ORG"), Name(Span(text.index("LO:"), text.index("LO:") + 2), "ORG")]
    found = [(name.span.of(text), name.entity_type) for name in label_names(text, names)]
    assert found == [("VELL RADIO", "ORG"), ("LENA ORR", "PERSON"), ("VR", "ORG"), ("LO", "PERSON"), ("VR", "ORG")]


@pytest.mark.parametrize(
    "text",
    [
        "MARKETS: Shares rose.\nOIL: Prices fell.\nGOLD: It shone.",
        "READ MORE: One.\nREAD MORE: Two.\nREAD MORE: Three.",
        "ORR: Is it safe?\nFALK: It is.",
    ],
)
def test_headings_and_links_are_no_labels(text: str) -> None:
    assert read(text) == []


def test_many_labels_take_linear_time() -> None:
    text = "ORR: yes\nFALK: no\n" * 20_000
    found = [Attribution([Span(at, at + 3)]) for at in range(0, len(text) - 3, 9)]
    began = time.process_time()
    with_transcripts(text, [], found)
    assert time.process_time() - began < 5
