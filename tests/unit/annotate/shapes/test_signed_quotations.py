"""Quotations signed with a name."""

import time

import pytest

from pipelines.annotate.reading import Attribution
from pipelines.annotate.shapes.signed_quotations import with_signed
from pipelines.records import Span


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("“We were never asked.” — Lena Orr", "Lena Orr"),
        ('"We were never asked."- Tomas Vell.', "Tomas Vell"),
        ("“We were never asked.”\u00a0― Éva Nagy, 41, baker", "Éva Nagy, 41, baker"),
        ("”We were never asked.” — Lena Orr", "Lena Orr"),
        ("• “We were never asked.” — Lena Orr, baker", "Lena Orr, baker"),
        ("“We were never asked.”\n\n— Lena Orr", "Lena Orr"),
        ("“We were never asked” — and that was that.", None),
        ("We knew it all along, said nobody else.\n\n— Lena Orr", None),
        ("The “bridge of fools” — Lena Orr", None),
        ("“We were never asked.” Lena Orr", None),
    ],
)
def test_a_signature_makes_an_attribution(line: str, source: str | None) -> None:
    text = f"Readers wrote to us.\n{line}\nThe bridge stays shut."
    found = with_signed(text, [])
    assert [a.source[0].of(text) for a in found] == ([source] if source else [])
    assert all("never asked" in a.content[0].of(text) for a in found)


def test_what_was_read_in_the_same_paragraph_gives_way_and_the_rest_stays() -> None:
    text = "Orr said no.\n“We were never asked.” — Lena Orr"
    inside, outside = Attribution([Span(14, 33)]), Attribution([Span(9, 11)])
    found = with_signed(text, [outside, inside])
    assert outside in found
    assert inside not in found


def test_lines_full_of_marks_and_dashes_take_linear_time() -> None:
    began = time.process_time()
    with_signed('"-A' * 40_000 + "\n" + "“" * 20_000, [])
    assert time.process_time() - began < 5


def test_a_pull_quote_without_marks_is_known_by_its_words_in_the_text() -> None:
    words = "What is dangerous about a bridge that was shut for years?"
    text = f"It was late.\n\n{words}\n\n— Advocate Lena Orr\n\nHe left. “{words}” she asked."
    found = with_signed(text, [])
    assert [(a.source[0].of(text), a.content[0].of(text)) for a in found] == [("Advocate Lena Orr", words)]
