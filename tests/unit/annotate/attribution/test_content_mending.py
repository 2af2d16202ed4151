"""Repairs of what a finder found, in invented texts."""

import time

import pytest

from pipelines.annotate.attribution.content_mending import part_headline
from pipelines.annotate.page.quotations import find_quotations
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Attribution
from pipelines.annotate.steps import mend_attributions
from pipelines.records import Document, Span


def at(text: str, printed: str) -> Span:
    start = text.index(printed)
    return Span(start, start + len(printed))


def repaired(text: str, *found: Attribution) -> list[tuple[list[str], list[str], list[str]]]:
    mended = mend_attributions(Document("d", text), split_sentences(text), find_quotations(text), found)
    return [([s.of(text) for s in part] for part in (a.content, a.cue, a.source)) for a in mended]  # type: ignore[misc]


def parts(text: str, *found: Attribution) -> list[list[list[str]]]:
    return [list(row) for row in repaired(text, *found)]


def test_a_content_that_ends_at_an_abbreviation_goes_on_to_the_end_of_its_sentence() -> None:
    text = "Orr said a note by Sgt. Tomas Vell had gone missing. It rained."
    cut = Attribution([at(text, "a note by Sgt")], [at(text, "said")], [at(text, "Orr")])
    assert parts(text, cut)[0][0] == ["a note by Sgt. Tomas Vell had gone missing"]


def test_a_content_that_ends_with_its_sentence_stays() -> None:
    text = "Orr said the note is gone. It rained."
    whole = Attribution([at(text, "the note is gone")], [at(text, "said")], [at(text, "Orr")])
    assert parts(text, whole)[0][0] == ["the note is gone"]


@pytest.mark.parametrize(
    ("cue", "kept"),
    [
        ("said", "The old bridge will shut in May"),
        ("SAYS", "BRIDGE TO SHUT"),
        (None, "The old bridge will shut in May"),
    ],
)
def test_a_content_out_of_the_headline_into_the_body_is_cut_to_the_side_of_its_cue(cue: str | None, kept: str) -> None:
    text = "ORR SAYS BRIDGE TO SHUT\nThe old bridge will shut in May, Orr said."
    content = Span(text.index("BRIDGE"), text.index(", Orr"))
    found = Attribution([content], [at(text, cue)] if cue else [], [])
    assert [span.of(text) for span in part_headline(text, text.index("The"), found).content] == [kept]


def test_a_content_in_the_body_alone_stays_whole() -> None:
    text = "ORR SAYS BRIDGE TO SHUT\nThe old bridge will shut in May, Orr said."
    found = Attribution([at(text, "The old bridge will shut in May")], [at(text, "said")], [])
    assert part_headline(text, text.index("The"), found) == found


def test_a_source_is_cut_to_the_line_of_its_cue() -> None:
    text = "Bridge is safe: mayor\nLena Orr said the bridge is safe."
    found = Attribution([at(text, "the bridge is safe")], [at(text, "said")], [at(text, "mayor\nLena Orr")])
    assert parts(text, found)[0][2] == ["Lena Orr"]


@pytest.mark.parametrize(("label", "source"), [("THE BOTTOM LINE", []), ("ORR", ["ORR"]), ("ANALYSIS", [])])
def test_a_heading_in_capitals_is_no_source(label: str, source: list[str]) -> None:
    text = f"{label}: “Shares will rise again.”"
    found = Attribution([at(text, "“Shares will rise again.”")], [at(text, ":")], [at(text, label)])
    assert parts(text, found)[0][2] == source


@pytest.mark.parametrize(
    ("subject", "source"),
    [
        ("The port board", "The port board"),
        ("The Vell St. Anne Trust", "The Vell St. Anne Trust"),
        ("The board, and the mayor too,", "The"),
    ],
)
def test_a_source_that_is_an_article_alone_goes_on_to_its_cue(subject: str, source: str) -> None:
    text = f"{subject} said the note is gone. It rained."
    cut = Attribution([at(text, "the note is gone")], [at(text, "said")], [at(text, "The")])
    assert parts(text, cut)[0][2] == [source]


def test_a_heading_in_capitals_gives_way_to_the_said_clause_behind_the_quotation() -> None:
    text = "THE EXPERT'S VIEW: “The port is shut to all.” Tom Falk, a pilot from Vell, said in a note."
    found = Attribution([at(text, "“The port is shut to all.”")], [at(text, "VIEW:")], [at(text, "THE EXPERT'S VIEW")])
    assert parts(text, found) == [[["“The port is shut to all.”"], ["said"], ["Tom Falk, a pilot from Vell,"]]]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Asked if the port was shut, Orr laughed.", []),
        ("Orr asked if the port was shut and laughed.", ["Orr"]),
    ],
)
def test_whom_a_question_is_put_to_is_not_its_source(text: str, source: list[str]) -> None:
    cue = at(text, "Asked" if text.startswith("Asked") else "asked")
    found = Attribution([at(text, "if the port was shut")], [cue], [at(text, "Orr")])
    assert parts(text, found)[0][2] == source


def test_paragraphs_of_one_quotation_are_one_attribution() -> None:
    text = "“The first crack came in May.\n“Nobody told us.\n“We read it in the paper,” Orr said."
    alone = Attribution([at(text, "“The first crack came in May.\n“Nobody told us.")])
    said = Attribution([at(text, "“We read it in the paper,”")], [at(text, "said")], [at(text, "Orr")])
    assert parts(text, alone, said) == [
        [
            ["“The first crack came in May.\n“Nobody told us.", "“We read it in the paper,”"],
            ["said"],
            ["Orr"],
        ]
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("“We think it was the salt,” he confirmed.", "confirmed", "he"),
        ("“We think it was the salt,” Lena Orr said on Monday.", "said", "Lena Orr"),
        ("“We think it was the salt,” said Lena Orr, the mayor.", "said", "Lena Orr"),
        ("“We think it was the salt” and the rain, he confirmed.", None, None),
        ("“We think it was the salt,” he left.", None, None),
        ("“The salt,” he confirmed.", None, None),
    ],
)
def test_a_quotation_that_was_overlooked_is_read_with_the_said_clause_behind_it(
    text: str, cue: str | None, source: str | None
) -> None:
    assert [(c, s) for _, (c,), (s,) in parts(text)] == ([(cue, source)] if cue else [])


def test_a_quotation_read_by_its_shape_is_less_sure_than_one_that_was_read() -> None:
    text = "“We think it was the salt,” he confirmed."
    mended = mend_attributions(Document("d", text), split_sentences(text), find_quotations(text), [])
    assert [attribution.score for attribution in mended] == [0.9]


def test_a_said_clause_may_hold_who_the_speaker_is() -> None:
    text = "“We think it was the salt,” Tom Falk, 40, a pilot from Vell, confirmed."
    assert parts(text)[0][2] == ["Tom Falk, 40, a pilot from Vell,"]


def test_a_quotation_that_was_read_is_not_read_again() -> None:
    text = "“We think it was the salt,” he confirmed."
    assert len(parts(text, Attribution([at(text, "it was the salt")]))) == 1


@pytest.mark.parametrize("text", ["“We think it was the salt,” Orr " * 4_000, "“a\n" * 20_000, "A. b" * 30_000])
def test_long_texts_take_linear_time(text: str) -> None:
    quotations, sentences = find_quotations(text), split_sentences(text)
    found = [Attribution([q.pieces[0]], [q.pieces[0]]) for q in quotations]
    began = time.process_time()
    mend_attributions(Document("d", text), sentences, quotations, found)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("lead", "cue", "source"),
    [("She writes:", ["writes"], ["She"]), ("It rained.", [], []), ("Tom Falk sat on a quay by the sea:", [], [])],
)
def test_a_quotation_under_a_line_that_leads_up_to_it_takes_cue_and_source_from_there(
    lead: str, cue: list[str], source: list[str]
) -> None:
    text = f"{lead}\n“The bridge is shut and nobody knows why it is so.”"
    bare = Attribution([at(text, "“The bridge is shut and nobody knows why it is so.”")])
    assert parts(text, bare)[0][1:] == [cue, source]


@pytest.mark.parametrize(("n_spaces", "is_taken"), [(10, True), (11, False)])
def test_a_line_that_leads_up_to_a_quotation_ends_within_twelve_characters_of_it(n_spaces: int, is_taken: bool) -> None:
    text = f"She writes:{' ' * n_spaces}\n“The bridge is shut and nobody knows why it is so.”"
    bare = Attribution([at(text, "“The bridge is shut and nobody knows why it is so.”")])
    assert parts(text, bare)[0][1:] == ([["writes"], ["She"]] if is_taken else [[], []])


def test_paragraphs_of_a_quotation_that_the_finder_passed_over_are_content_of_its_one_attribution() -> None:
    text = "“We begin.\n“He said no.\n“We end,” she said."
    last = Attribution([at(text, "“We end,”")], [Span(text.rindex("said"), len(text) - 1)], [at(text, "she")])
    told = Attribution([at(text, "no")], [at(text, "said")], [at(text, "He")])
    contents = [content for content, _, _ in parts(text, last, told)]
    assert contents == [["no"], ["“We begin.", "“We end,”"]]


def test_a_paragraph_of_a_quotation_that_is_anothers_content_is_not_taken_from_it() -> None:
    text = "“It rains,” he said. “We begin.\n“We end,” she said."
    first = Attribution([at(text, "“It rains,”"), at(text, "“We begin.")], [at(text, "said")], [at(text, "he")])
    last = Attribution([at(text, "“We end,”")], [Span(text.rindex("said"), len(text) - 1)], [at(text, "she")])
    assert [content for content, _, _ in parts(text, first, last)] == [["“It rains,”", "“We begin."], ["“We end,”"]]


def test_parts_of_a_content_that_overlap_are_one() -> None:
    text = "Orr said the pier, which is old, will close."
    found = Attribution([at(text, "the pier, which is"), at(text, "which is old, will close")], [at(text, "said")])
    assert parts(text, found)[0][0] == ["the pier, which is old, will close"]
