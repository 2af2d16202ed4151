"""Words that an article prints twice."""

import pytest

from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.steps import finish
from pipelines.records import Document, Span

BODY = "It rained.\n“I have waited all my life for the bridge, and it fell,” Lena Orr said."


def speakers(first: str) -> list[str | None]:
    text = f"{first}\n{BODY}"
    orr, said, second = text.index("Lena Orr"), text.index(" said") + 1, text.index("“I have")
    found = [Attribution([Span(0, len(first.split(":")[0]))])] if first else []
    found.append(Attribution([Span(second, orr - 1)], [Span(said, said + 4)], [Span(orr, orr + 8)]))
    reading = Reading(split_sentences(text), [Name(Span(orr, orr + 8), "PERSON")], found)
    return [quote.speaker for quote in finish(Document("d", text), reading, is_right=True).quotes]


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("‘I’ve waited all my life’: a bridge in words", "Lena Orr"),
        ("‘I never asked for a bridge’: the river in words", None),
        ("‘It fell’: a bridge in words", None),
    ],
    ids=["the same words", "other words", "too few to tell"],
)
def test_a_headline_is_said_by_whom_the_body_gives_the_same_words_to(headline: str, speaker: str | None) -> None:
    assert speakers(headline) == [speaker, "Lena Orr"]
