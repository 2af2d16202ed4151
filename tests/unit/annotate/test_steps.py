"""What finishing adds to spans: kinds, nesting, channels, repeats, layout."""

from collections.abc import Callable
from time import process_time

import pytest

from pipelines.annotate import RuleAnnotator
from pipelines.records import Annotation, Document

Annotate = Callable[..., Annotation]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The bridge is safe,” Orr said.", "direct"),
        ("Orr said the bridge is “quite safe” by now.", "mixed"),
        ("Orr said the bridge is safe.", "indirect"),
    ],
)
def test_the_kind_follows_the_quotation_marks(annotate: Annotate, text: str, kind: str) -> None:
    assert annotate(text).quotes[0].kind == kind


@pytest.mark.parametrize(
    ("headline", "source"),
    [("Police: Driver fell asleep at the wheel", "Police"), ("Bridge will open in May: mayor", "mayor")],
)
def test_a_headline_attributes_with_a_colon(annotate: Annotate, headline: str, source: str) -> None:
    text = f"{headline}\nThe bridge was shut in May after a storm. Residents had asked for it."
    quote = annotate(text, len(headline) + 1).quotes[0]
    assert [span.of(text) for span in quote.source] == [source]


def test_a_quotation_signed_with_a_name_is_that_speakers(annotate: Annotate) -> None:
    text = "It rained all day.\n“We will rebuild the bridge in a year.” — Lena Orr\nThe bridge was shut in May."
    assert [(q.speaker, q.kind) for q in annotate(text).quotes] == [("Lena Orr", "direct")]


def test_a_quote_inside_a_quote_points_to_it(annotate: Annotate) -> None:
    quotes = annotate("Falk said that Orr had said that the bridge is safe.").quotes
    assert [(q.speaker, q.parent_quote_no) for q in quotes] == [("Falk", None), ("Orr", 0)]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("“The bridge is safe for all,” Orr wrote on Telegram.", "Telegram"),
        ("“The bridge is safe for all,” Orr said on X.", "X"),
        ("Orr told Reuters that the bridge is safe.", "Reuters"),
        ("“The bridge is safe for all,” Orr said in a statement.", "a statement"),
        ("“The bridge is safe for all,” Orr said during a conference call.", "a conference call"),
        ("In a statement, Orr said that the bridge is safe.", "a statement"),
        ("In a speech to parliament on Monday, Orr said that the bridge is safe.", "a speech to parliament"),
        ("“The bridge is safe for all,” Orr told VNN.", "VNN"),
        ("“The bridge is safe for all,” Orr told VNN’s Tom Falk.", "VNN"),
        ("“The bridge is safe for all,” Orr told the Vell Gazette Monday.", "Vell Gazette"),
        ("“The bridge is safe for all,” Orr told Tom Falk.", None),
        ("“The bridge is safe for all,” Orr told local radio.", "local radio"),
        ("“The bridge is safe for all,” Orr told a packed chamber.", "a packed chamber"),
        ("In his speech Orr told the crowd that the bridge is safe.", "his speech"),
        ("“The bridge is safe for all,” Orr said on Tuesday in an open letter.", "an open letter"),
        ("“The bridge is safe for all,” VNN quoted Orr as saying.", "VNN"),
        ("“The bridge is safe for all,” the newspaper quoted Orr as saying.", "the newspaper"),
        ("“The bridge is safe for all,” Orr said, Radio Vell reported.", "Radio Vell"),
        ("“The bridge is safe for all,” Orr said, and Tom Falk reported a fault.", None),
        ("The two met on Monday for the only debate of May, and Orr said that the bridge is safe.", None),
        ("“The bridge is safe for all,” said Orr, who had called on Facebook to act.", None),
        ("“The bridge is safe for all,” Orr said.", None),
    ],
)
def test_the_channel_is_read_beside_the_cue(annotate: Annotate, text: str, channel: str | None) -> None:
    assert annotate(text).quotes[0].channel == channel


@pytest.mark.parametrize(("words_between", "channel"), [(15, "a statement"), (60, None)])
def test_the_channel_is_printed_near_the_cue(annotate: Annotate, words_between: int, channel: str | None) -> None:
    text = f"“The bridge is safe for all,” Orr said {'by night ' * (words_between // 2)}in a statement."
    assert annotate(text).quotes[0].channel == channel


def test_the_channel_of_an_outer_quote_is_not_the_inner_ones(annotate: Annotate) -> None:
    quotes = annotate("Falk told Reuters that Orr had said that the bridge is safe.").quotes
    assert [(q.speaker, q.channel) for q in quotes] == [("Falk", "Reuters"), ("Orr", None)]


@pytest.mark.parametrize("gap", ["\n", " It rained all day. ", " "])
def test_a_quotation_that_goes_on_keeps_the_channel(annotate: Annotate, gap: str) -> None:
    text = f"“The bridge is safe for all,” Lena Orr said on X.{gap}“We tested every single cable.”"
    assert {q.channel for q in annotate(text).quotes} == {"X"}


def test_a_quotation_with_a_said_clause_of_its_own_has_the_channel_of_that_one(annotate: Annotate) -> None:
    text = "“The bridge is safe for all,” Lena Orr said on X.\nIt rained. “We tested every single cable,” Orr said."
    assert [q.channel for q in annotate(text).quotes] == ["X", None]


def test_a_channel_named_in_the_words_before_is_none_of_those_that_go_on(annotate: Annotate) -> None:
    text = "“I spoke to all of them on Facebook,” Lena Orr said.\n“We tested every single cable.”"
    assert [q.channel for q in annotate(text).quotes] == [None, None]


def test_a_repeated_paragraph_and_its_quotes_are_marked(annotate: Annotate) -> None:
    said = "Orr said the harbour bridge is safe for lorries"
    text = f"Bridge Opens\n{said}\nIt rained.\n{said}."
    annotation = annotate(text, 13)
    assert [s.is_repeat for s in annotation.sentences] == [False, False, False, True]
    assert [q.is_repeat for q in annotation.quotes] == [False, True]


@pytest.mark.parametrize(
    ("paragraph", "is_repeat"), [("Read more of what the port has said of it", True), ("Read more", False)]
)
def test_short_paragraphs_repeat_without_meaning(annotate: Annotate, paragraph: str, is_repeat: bool) -> None:
    sentences = annotate(f"{paragraph}\nIt rained.\n{paragraph}").sentences
    assert [s.is_repeat for s in sentences] == [False, False, is_repeat]


def test_sentences_know_their_role_and_paragraph(annotate: Annotate) -> None:
    text = "Bridge Opens\nBy Ada Brae\nThe bridge opened. It rained.\nPhoto: Vell Courier"
    sentences = annotate(text, 13).sentences
    assert [(s.role, s.paragraph_no) for s in sentences] == [
        ("headline", 0),
        ("byline", 1),
        ("body", 2),
        ("body", 2),
        ("caption", 3),
    ]


def test_mentions_carry_form_type_and_role(annotate: Annotate) -> None:
    annotation = annotate("Bridge director Lena Orr waited. “It is safe for all,” she said.")
    rows = [(m.form, m.entity_type, m.local_entity_name) for m in annotation.mentions]
    assert rows == [("name", "PERSON", "Lena Orr"), ("pronoun", "PERSON", "Lena Orr")]
    assert annotation.mentions[0].role == "Bridge director"


NASTY = {
    "empty": "",
    "one character": "a",
    "one mark": "“",
    "one long word": "a" * 200_000,
    "no sentence ends": "word " * 40_000,
    "capitals": "SHE SAID THE PLAN WAS DEAD. " * 1_000,
    "mojibake": "â€œHeâ€™s goodâ€, said Ã‰mile. " * 1_000,
    "straight marks": '"' * 10_000,
    "opening marks": "“" * 10_000,
    "single marks": "'" * 10_000,
    "spaced marks": ' "a' * 10_000,
    "controls": "\x00\x01 said\ud800 “x”\u202e" * 200,
    "emoji": "😀 “Hi there, my dear old friend,” said Léna Örr 👍🏽. " * 200,
    "cues only": "said " * 10_000,
    "initials": "A. " * 10_000,
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_no_text_raises_and_every_span_lies_inside_it(text: str) -> None:
    (annotation,) = RuleAnnotator().annotate([Document("d", text)])
    spans = [s.span for s in annotation.sentences] + [m.span for m in annotation.mentions]
    spans += [s for q in annotation.quotes for part in (q.content, q.cue, q.source) for s in part]
    assert all(0 <= s.start_char < s.end_char <= len(text) for s in spans)


@pytest.mark.parametrize(
    "text",
    [
        'said "x" ',
        "SHE SAID IT IS DEAD. ",
        "“We go,” Lena Orr said.\n“We do.”\n",
        "قالت: “لن نقبل”. ",
        "oﬃce “ﬂow” said Éva 😀. ",
    ],
)
def test_time_is_linear_in_the_length(text: str) -> None:
    def seconds(count: int) -> float:
        start = process_time()
        RuleAnnotator().annotate([Document("d", text * count)])
        return process_time() - start

    seconds(100)
    assert seconds(4_000) < 10 * max(seconds(1_000), 0.02)  # four times the text; sixteen would be quadratic
