"""Bodies meant by a description or "it", chosen among those that the text names; invented texts."""

from collections.abc import Callable

import pytest

from pipelines.records import Quote

LastQuote = Callable[[str], Quote]

MINISTRY = "Norland’s Defence Ministry said on Sunday that it had closed the port. Two ferries were sent back to Vell."
AIRLINE = "Tarn Airways said it was sorry. All flights out of Vell were late on Monday, and some did not leave at all."


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        (MINISTRY, "the ministry", "Defence Ministry"),
        (AIRLINE, "the airline", "Tarn Airways"),
        ("“We are sorry for the trouble,” Tarnhill Water said in a statement.", "the company", "Tarnhill Water"),
    ],
)
def test_a_description_is_the_body_of_which_the_text_told(
    last_quote: LastQuote, before: str, source: str, speaker: str
) -> None:
    quote = last_quote(f"{before}\n“The gates will stay shut until the end of the week,” {source} said.")
    assert quote.speaker is not None and quote.speaker.endswith(speaker)
    assert quote.speaker_score is not None and 0 < quote.speaker_score <= 1


def test_who_else_it_could_be_is_less_likely(last_quote: LastQuote) -> None:
    said = "“It will stay shut until Friday,” the ministry said."
    quote = last_quote(f"{MINISTRY} The Harbour Board did not agree.\n{said}")
    assert quote.speaker_runner_up_score is None or quote.speaker_runner_up_score <= (quote.speaker_score or 0)
