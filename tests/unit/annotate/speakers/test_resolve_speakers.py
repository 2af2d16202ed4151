"""Who speaks, resolved inside invented articles."""

from collections.abc import Callable

import pytest

from pipelines.records import Annotation, Quote

Annotate = Callable[..., Annotation]
LastQuote = Callable[[str], Quote]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mayor Lena Orr opened the bridge.\n“It is safe for all,” Orr said.", "Lena Orr"),
        ("Mayor Lena Orr met Tom Falk.\n“It is safe for all,” Mr. Falk said.", "Tom Falk"),
        ("Minister Volodko Marchenky spoke.\n“It is safe for all,” Marchenkiy said.", "Volodko Marchenky"),
        ("Spokeswoman Lena Orr met Tom Falk.\n“It is safe for all,” she said.", "Lena Orr"),
        ("Harbour director Lena Orr spoke first.\n“It is safe for all,” the director said.", "Lena Orr"),
        ("Tom Falk, a fisherman, waited.\n“I saw it all happen,” he said. “It was dark and cold there.”", "Tom Falk"),
        ("“It is safe for all,” Lena Orr said.\n“We tested every single cable.”", "Lena Orr"),
        ("Lena Orr spoke.\n“It is safe for all,” said Tom Falk’s lawyer Rudi Brae.", "Rudi Brae"),
        ("Tom Falk pulled in his nets. The 40-year-old fisherman said he was tired.", "Tom Falk"),
        ("Tom Falk pulled in his nets. The 40-year-old left winger said he was tired.", "Tom Falk"),
        ("Tom Falk thinks of running. The former sergeant-at-arms said he was ready.", "Tom Falk"),
        ("Chief Tom Brandt spoke. Falk’s father, Tom, wept. His father said he was brave.", "Tom"),
        ("Justice Lena Orr ruled. The judge said that the port must pay.", "Lena Orr"),
        ("Mayor Lena Orr left. It rained.\n“I saw it all happen,” the former judge said.", None),
        ("Lena Orr left. It rained.\n“I saw it all happen,” the former judge said.", "Lena Orr"),
        ("Lena Orr left. Tom Falk wept.\n“I saw it all happen,” the former judge said.", None),
        ("Lena Orr left. It rained.\n“I saw it all happen,” the spokesman said.", None),
        ("Lena Orr left. It rained.\n“I saw it all happen,” the Irishwoman said.", "Lena Orr"),
        ("Mr. Tom Falk left. It rained.\n“I saw it all happen,” the Irishwoman said.", None),
        ("Lena Orr left. “It is shut to all of us,” said Mayor Tom Falk and Sen. Rudi Brae.", "Tom Falk"),
        ("Vell Shuts Old Port\nVell was late. Vell said that the port is shut.", "Vell"),
        ("Rain fell. The bridge shook. “We ran for it,” said Orr's father, Tom Falk, who lives there.", "Tom Falk"),
    ],
)
def test_the_speaker_is_the_fullest_name_printed(last_quote: LastQuote, text: str, speaker: str | None) -> None:
    assert last_quote(text).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Lena Orr waited.\n“It is not safe at all,” an official said.",
        "Mayor Lena Orr waited.\n“It is not safe at all,” a spokesman for Tom Falk said.",
        "Mayor Lena Orr waited.\nAn engineer looked on.\n“It is not safe at all,” residents said.",
        "“It is not safe at all,” a witness said.\n“I would not cross it myself,” he said.",
        "“It is not safe at all,” she said.",
    ],
)
def test_nobody_is_named_where_the_text_names_nobody(last_quote: LastQuote, text: str) -> None:
    assert last_quote(text).speaker is None


def test_an_unnamed_source_is_named_where_the_text_introduces_it_next(annotate: Annotate) -> None:
    text = "A spokeswoman for the port said it was safe.\nIt rained.\n“We tested it twice,” said spokeswoman Lena Orr."
    assert annotate(text).quotes[0].speaker == "Lena Orr"


def test_an_unnamed_source_is_who_speaks_next_new_and_without_a_role(annotate: Annotate) -> None:
    text = "A spokeswoman for Tom Falk said it was safe.\n“We tested it twice this year,” said Lena Orr."
    assert annotate(text).quotes[0].speaker == "Lena Orr"


def test_an_unnamed_source_is_not_who_speaks_next_with_another_role(annotate: Annotate) -> None:
    text = "A spokeswoman for Tom Falk said it was safe.\n“I saw it shake this year,” said baker Lena Orr."
    assert annotate(text).quotes[0].speaker is None


def test_who_signs_an_embedded_post_is_nobodys_he(last_quote: LastQuote) -> None:
    text = "Tom Falk waited.\nWe will not pay. — Rudi Brae (@rudibrae) May 4, 2019\n“It is safe for all,” he said."
    assert last_quote(text).speaker == "Tom Falk"


def test_who_is_introduced_speaks_before_who_spoke_often(last_quote: LastQuote) -> None:
    said = "“It is a good budget,” Orr said. “It is a very good budget,” she said."
    text = f"Mayor Lena Orr rose. {said} A walk helped accountant Ida Brae, 50. “I had a dog for years,” she said."
    assert last_quote(text).speaker == "Ida Brae"


SPOKE = "Mayor Tom Falk rose. “It is a good plan,” Falk said. “It is a very good plan,” he said. Falk said it was late."


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("Brae was wary.", "Rudi Brae"),
        ("Brae was wary of it all, Falk said.", "Tom Falk"),
        ("It was late.", "Tom Falk"),
    ],
)
def test_who_the_sentence_right_before_is_about_speaks_before_who_spoke_often(
    last_quote: LastQuote, lead: str, speaker: str
) -> None:
    text = f"Rudi Brae came with Lena Orr.\n{SPOKE}\n{lead} “A pier that nobody guards will fall. It is wood,” he said."
    assert last_quote(text).speaker == speaker


@pytest.mark.parametrize(
    "credit", ["Rudi Brae", "Photo: Rudi Brae", "Rudi Brae/Port Press", "Rudi Brae for Port Press"]
)
def test_a_photographers_credit_is_nobodys_he(last_quote: LastQuote, credit: str) -> None:
    text = f"Tom Falk came home. He waited.\n{credit}\n“It is safe for all,” he said."
    assert last_quote(text).speaker == "Tom Falk"


def test_an_acronym_is_named_as_the_text_writes_it_out(last_quote: LastQuote) -> None:
    text = "The Parliamentary Harbour Office has a plan. The PHO said that the port is safe."
    assert last_quote(text).speaker == "Parliamentary Harbour Office"


def test_a_statement_is_its_authors(last_quote: LastQuote) -> None:
    text = "Mayor Lena Orr resigned, to her own surprise.\n“It was time to go home,” her statement said."
    quote = last_quote(text)
    assert (quote.speaker, quote.cue_class) == ("Lena Orr", "writing")


def test_a_pronoun_skips_a_person_of_the_other_gender(last_quote: LastQuote) -> None:
    text = "Ms. Lena Orr spoke to Mr. Tom Falk.\n“It is safe for all,” he said."
    assert last_quote(text).speaker == "Tom Falk"


@pytest.mark.parametrize(("sentences_between", "speaker"), [(4, "Tom Falk"), (40, None)])
def test_a_pronoun_is_nobody_whom_the_text_left_long_ago(
    last_quote: LastQuote, sentences_between: int, speaker: str | None
) -> None:
    text = f"Tom Falk left.{' It rained.' * sentences_between} “It is safe for all of us,” he said."
    assert last_quote(text).speaker == speaker


def test_gender_is_not_guessed_from_a_given_name(last_quote: LastQuote) -> None:
    text = "Mary Falk opened the ferry.\n“It is safe for all,” he said."
    assert last_quote(text).speaker == "Mary Falk"


def test_the_path_of_resolution_is_kept(last_quote: LastQuote) -> None:
    text = "Lena Orr spoke.\nOrr smiled at the crowd.\n“It is safe for all,” she said."
    assert list(last_quote(text).resolution_path) == ["pronoun: she", "mention: Orr", "name: Lena Orr"]


def test_two_people_of_one_surname_are_kept_apart_by_their_titles(last_quote: LastQuote) -> None:
    text = "Mr. Tom Orr and Mrs. Lena Orr spoke.\n“It is safe for all,” Mrs. Orr said."
    assert last_quote(text).speaker == "Lena Orr"


def test_an_organisation_can_speak(last_quote: LastQuote) -> None:
    quote = last_quote("The Vell Harbour Commission said that the bridge is safe.")
    assert (quote.speaker, quote.source_type) == ("Vell Harbour Commission", "organisation")


@pytest.mark.parametrize(
    ("source", "expected"),
    [("a source", "unnamed"), ("residents", "group"), ("the report", "document"), ("the company", "organisation")],
)
def test_sources_without_a_name_have_a_type(last_quote: LastQuote, source: str, expected: str) -> None:
    assert last_quote(f"“It is not safe at all,” {source} said.").source_type == expected


def test_the_mention_of_a_quote_is_its_source(annotate: Annotate) -> None:
    annotation = annotate("“It is safe for all,” Lena Orr said.")
    number = annotation.quotes[0].speaker_mention_no
    assert number is not None
    assert annotation.mentions[number].local_entity_name == "Lena Orr"


def test_the_writers_i_is_nobody_whom_the_text_names(annotate: Annotate) -> None:
    text = "As I sit opposite Lena Orr in her office by the harbour, I ask if the bridge is safe. She laughs."
    assert [q.speaker for q in annotate(text).quotes if q.source and q.source[0].of(text) == "I"] in ([None], [])


def test_initials_that_label_an_answer_are_the_name_at_the_start(annotate: Annotate) -> None:
    text = "LENA ORR: Is the bridge safe?\nTOM FALK: It is safe.\nLO: Are you sure?\nTF: We tested it.\nLO: Thanks."
    assert [q.speaker.title() for q in annotate(text).quotes if q.speaker] == [
        "Lena Orr",
        "Tom Falk",
        "Lena Orr",
        "Tom Falk",
        "Lena Orr",
    ]
