"""Who says what in invented sentences: the spans that the rules find."""

import pytest

from pipelines.annotate.rule_finder.finder import find
from pipelines.records import Document


def found(text: str) -> list[tuple[list[str], list[str], list[str]]]:
    reading = find(Document("d", text))
    return [tuple([s.of(text) for s in part] for part in (a.source, a.cue, a.content)) for a in reading.attributions]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ('"We will rebuild the bridge," Orr said.', "Orr", "said", '"We will rebuild the bridge,"'),
        (
            '"We will rebuild the bridge," said Lena Orr, the mayor of Vell.',
            "Lena Orr, the mayor of Vell",
            "said",
            '"We will rebuild the bridge,"',
        ),
        ('Orr said: "We will rebuild the bridge."', "Orr", "said", '"We will rebuild the bridge."'),
        ("Orr said that the bridge is safe.", "Orr", "said", "that the bridge is safe"),
        ("The bridge is safe, officials said.", "officials", "said", "The bridge is safe"),
        (
            "The bridge is safe, according to the harbour office.",
            "the harbour office",
            "according to",
            "The bridge is safe",
        ),
        (
            "Tom Brannock, who runs the ferry, said it would sail.",
            "Tom Brannock, who runs the ferry,",
            "said",
            "it would sail",
        ),
        ("Orr told the Vell Courier that the bridge is safe.", "Orr", "told", "that the bridge is safe"),
        ("Orr called on Monday for calm in the harbour.", "Orr", "called", "calm in the harbour"),
        ('Orr called the plan "reckless and late".', "Orr", "called", 'the plan "reckless and late"'),
    ],
)
def test_source_cue_and_content_are_found(text: str, source: str, cue: str, content: str) -> None:
    assert ([source], [cue], [content]) in found(text)


def test_she_said_in_the_middle_joins_both_halves() -> None:
    text = "“The bridge is safe,” she said. “It will stay open.”"
    assert found(text) == [(["she"], ["said"], ["“The bridge is safe,”", "“It will stay open.”"])]


def test_a_participle_takes_the_source_of_its_clause() -> None:
    text = "“We are open,” Orr said, adding that trains run again."
    assert [(a[0], a[1]) for a in found(text)] == [(["Orr"], ["said"]), (["Orr"], ["adding"])]


def test_a_quotation_in_the_next_paragraph_belongs_to_the_lead_in() -> None:
    text = "Orr continued:\n\n“We will rebuild the bridge.”"
    assert found(text) == [(["Orr"], ["continued"], ["“We will rebuild the bridge.”"])]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “ghost train” ran late.",
        "He played in “The Long Harbour” last year.",
        "Tom “Red” Brannock scored.",
        "The claim was never tested.",
        "He wanted to say more.",
        "WATCH: The Bridge Opens",
    ],
)
def test_scare_quotes_titles_nicknames_and_nouns_are_no_attributions(text: str) -> None:
    assert found(text) == []


def test_a_quotation_that_stands_alone_has_no_source() -> None:
    assert found("The ferry sailed.\n“Nobody asked us before they closed it.”") == [
        ([], [], ["“Nobody asked us before they closed it.”"])
    ]
