"""Who comes second is kept beside the speaker: whom else a pronoun, a name or a description could mean."""

from collections.abc import Callable

import pytest

from pipelines.records import Quote

LastQuote = Callable[[str], Quote]


def gap(quote: Quote) -> float:
    """Return by how much the speaker is surer than who comes second."""
    assert quote.speaker_score is not None and quote.speaker_runner_up_score is not None
    return quote.speaker_score - quote.speaker_runner_up_score


@pytest.mark.parametrize(
    ("text", "speaker", "second"),
    [
        ("Tom Falk met Rudi Brae on the pier.\nThen he said that it was late.", "Tom Falk", "Rudi Brae"),
        ("Lena Orr met Tom Orr on the pier.\n“It is safe for all,” Orr said.", "Tom Orr", "Lena Orr"),
        (
            "Director Lena Orr left. Director Tom Falk stayed.\n“It is safe for all,” the director said.",
            "Tom Falk",
            "Lena Orr",
        ),
        ("“We ran for our lives,” Tom Falk said. “It was dark and cold.” “We saw it all,” Rudi Brae said.", None, None),
    ],
)
def test_the_next_best_is_named(last_quote: LastQuote, text: str, speaker: str | None, second: str | None) -> None:
    quote = last_quote(text)
    if speaker is not None:
        assert (quote.speaker, quote.speaker_runner_up) == (speaker, second)
    assert quote.speaker_runner_up == second


@pytest.mark.parametrize(
    "text",
    [
        "Tom Falk spoke on the pier.\n“It is safe for all,” he said.",
        "Lena Orr met Tom Falk.\n“It is safe for all,” Mr. Falk said.",
        "“It is safe for all,” Lena Orr said.",
        "“It is safe for all,” she said.",
    ],
)
def test_nobody_comes_second_where_nobody_else_could_be_meant(last_quote: LastQuote, text: str) -> None:
    quote = last_quote(text)
    assert (quote.speaker_runner_up, quote.speaker_runner_up_score) == (None, None)


def test_a_name_farther_back_comes_less_near(last_quote: LastQuote) -> None:
    near = "Lena Orr met Tom Orr on the pier.\n“It is safe for all,” Orr said."
    far = "Lena Orr left.\nIt rained.\nIt snowed.\nTom Orr stayed on the pier.\n“It is safe for all,” Orr said."
    assert gap(last_quote(near)) == 0
    assert gap(last_quote(far)) > 0.1


def test_who_comes_second_is_carried_to_a_quotation_that_goes_on(last_quote: LastQuote) -> None:
    text = "Lena Orr met Tom Orr.\n“It is safe for all,” Orr said.\n“We tested every single cable twice.”"
    quote = last_quote(text)
    assert (quote.speaker, quote.speaker_runner_up) == ("Tom Orr", "Lena Orr")
    assert gap(quote) == 0
