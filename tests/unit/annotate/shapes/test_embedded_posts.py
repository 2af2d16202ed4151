"""Posts that an article embeds."""

import time

import pytest

from pipelines.annotate.reading import Attribution
from pipelines.annotate.shapes.embedded_posts import with_posts
from pipelines.records import Span


def posts(text: str, *found: Attribution) -> list[tuple[str, str]]:
    read = with_posts(text, found)
    return [(a.source[0].of(text) if a.source else "", a.content[0].of(text)) for a in read]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Orr spoke.\n\nThe bridge is safe. — Lena Orr (@lena_orr) March 3, 2024\n\nHe left.",
            "Lena Orr",
            "The bridge is safe.",
        ),
        (
            "Orr spoke.\n\nThe bridge is safe.\nCross it! https://t.co/x1\n— Lena Orr MP (@LO) 3 March 2024\nHe left.",
            "Lena Orr MP",
            "The bridge is safe.\nCross it!",
        ),
        (
            "“It was shut.”\nTrains run again. pic.twitter.com/x\n— Vell Rail (@vellrail)",
            "Vell Rail",
            "Trains run again.",
        ),
    ],
)
def test_words_above_a_signature_with_a_handle_are_its_owners(text: str, source: str, content: str) -> None:
    assert posts(text) == [(source, content)]


def test_lines_that_no_post_could_hold_with_the_last_are_the_articles() -> None:
    told = "The council told of its plan for the bridge. " * 8
    text = f"{told}\nThe bridge is safe.\n— Lena Orr (@lena_orr) March 3, 2024"
    assert posts(text) == [("Lena Orr", "The bridge is safe.")]


def test_two_posts_of_one_line_part_where_the_first_is_signed() -> None:
    text = "Four hours in. — Lena Orr (@lo) May 2, 2019 They turned back. — Lena Orr (@lo) May 2, 2019"
    assert [content for _, content in posts(text)] == ["Four hours in.", "They turned back."]


@pytest.mark.parametrize(
    "text", ["Write to us — Lena Orr (left) knows.", "Ask @lena_orr (she knows).", "— Lena Orr (@lo)"]
)
def test_without_words_or_a_handle_there_is_no_post(text: str) -> None:
    assert posts(text) == []


def test_what_was_read_in_a_post_gives_way_and_the_rest_stays() -> None:
    text = "Orr left.\nIt is safe. — Lena Orr (@lo) May 2, 2019"
    inside, outside = Attribution([Span(10, 15)]), Attribution([Span(0, 8)])
    assert posts(text, inside, outside) == [("", "Orr left"), ("Lena Orr", "It is safe.")]


def test_a_text_full_of_handles_takes_linear_time() -> None:
    began = time.process_time()
    posts("It is safe. — Lena Orr (@lo) May 2, 2019\n" * 2000)
    assert time.process_time() - began < 5
