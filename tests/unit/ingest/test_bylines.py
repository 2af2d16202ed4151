"""Bylines, stated and printed. Everyone here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.bylines import find_byline, read_byline
from pipelines.ingest.names import is_name, is_role
from pipelines.ingest.stated_bylines import stated_byline


@pytest.mark.parametrize(
    ("line", "printed", "authors"),
    [
        ("By Lena Orr", "Lena Orr", ("Lena Orr",)),
        ("By Lena Orr and Max Tell", "Lena Orr and Max Tell", ("Lena Orr", "Max Tell")),
        ("by Lena Orr, Reuters", "Lena Orr, Reuters", ("Lena Orr",)),
        ("By Lena Orr, Max Tell and J.P. de Wet, Staff Writers", None, ("Lena Orr", "Max Tell", "J.P. de Wet")),
        ("LENA ORR, Staff writer", "LENA ORR, Staff writer", ("Lena Orr",)),
        ("By Lena Orr Political Editor", "Lena Orr Political Editor", ("Lena Orr",)),
        ("By Lena Orr | March 3, 2026", "Lena Orr", ("Lena Orr",)),
        ("By Lena Orr March 11, 2026 3:46 PM", "Lena Orr", ("Lena Orr",)),
        ("By Lena Orr in Tokyo (Tarn Daily)", "Lena Orr in Tokyo (Tarn Daily)", ("Lena Orr",)),
        ("Xinhua | Updated: 2026-01-15 17:52", "Xinhua", ()),
        ("Bridge shut Updated: 2026-01-15 13:14 By Agencies(Tarn Daily)", "Agencies", ()),
        ("Updated: 2026-01-15 13:14 (Xinhua)", "Xinhua", ()),
        ("AFP", "AFP", ()),
    ],
)
def test_the_usual_forms_are_read(line: str, printed: str | None, authors: tuple[str, ...]) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.authors == authors
    assert printed in (None, byline.printed)


@pytest.mark.parametrize(
    "line",
    [
        "By the time he arrived, it was over.",
        "By Monday the party had split",
        "By Contrast",
        "By Law",
        "“By Lena,” he said",
        "Orr, the editor",
        "Lena Orr, a staff writer, was there.",
        "Lena Orr, Max Tell",
        "Bridges | Harbours",
        "By land, sea and air",
    ],
)
def test_sentences_and_lists_are_not(line: str) -> None:
    assert read_byline(line) is None


def test_the_credit_at_the_end_names_the_reporters_and_not_the_editors() -> None:
    lines = ["One."] * 8 + ["(Reporting by Lena Orr in Tarnmouth and Max Tell; Editing by Jo Roe)"]
    byline = find_byline(lines)
    assert byline is not None
    assert byline.authors == ("Lena Orr", "Max Tell")
    assert "Editing by Jo Roe" in byline.printed


def test_a_list_of_authors_loses_page_furniture_and_doubled_names() -> None:
    listed = ["Lena Orr", "Max J Tell", "Lena Orr Max J Tell", "More Stories Lena Orr"]
    assert stated_byline(None, listed) == stated_byline("Lena Orr, Max J Tell", [])


def test_what_follows_a_photo_credit_is_no_author() -> None:
    byline = stated_byline(None, ["Lena Orr", "Image", "Max Tell", "Getty Images", "Reuters"])
    assert byline is not None
    assert (byline.printed, byline.authors, byline.wire_service) == ("Lena Orr", ("Lena Orr",), None)


def test_a_role_stays_in_the_byline_and_is_no_author() -> None:
    byline = stated_byline(None, ["Lena Orr", "Technology Correspondent"])
    assert byline is not None
    assert (byline.printed, byline.authors) == ("Lena Orr, Technology Correspondent", ("Lena Orr",))


def test_the_outlet_after_a_name_is_no_part_of_the_name() -> None:
    byline = stated_byline(None, ["Lena Orr For Dailymail.Com"])
    assert byline is not None
    assert byline.authors == ("Lena Orr",)


def test_an_author_with_a_title_or_agency_after_the_name_is_split() -> None:
    byline = stated_byline(None, ["LENA ORR, AP Auto Writer", "Max Tell, CNN Business", "Max Tell, Tarn.com"])
    assert byline is not None
    assert byline.authors == ("Lena Orr", "Max Tell")


@pytest.mark.parametrize(
    ("printed", "authors", "service"),
    [
        ("Lena Orr Associated Press", ("Lena Orr",), "AP"),
        ("Lena Orr and Max Tell USA TODAY", ("Lena Orr", "Max Tell"), None),
        ("Lena Orr. Daily Mail", ("Lena Orr",), None),
    ],
)
def test_an_agency_or_outlet_set_right_after_a_name_is_no_part_of_it(
    printed: str, authors: tuple[str, ...], service: str | None
) -> None:
    byline = stated_byline(printed, [])
    assert byline is not None
    assert (byline.printed, byline.authors, byline.wire_service) == (printed, authors, service)


def test_an_agency_as_author_is_the_wire_service() -> None:
    byline = stated_byline("The Associated Press", [])
    assert byline is not None
    assert (byline.authors, byline.wire_service) == ((), "AP")


@pytest.mark.parametrize(
    "junk",
    [
        "admin",
        "By",
        "https://example.com/author/orr",
        "Published P.M. Et Nov.",
        "Feb",
        "View all posts",
        "2026-01-02",
        "",
        "Www.Tarn.Com",
    ],
)
def test_junk_is_no_byline(junk: str) -> None:
    assert stated_byline(junk, []) is None
    assert stated_byline(None, [junk]) is None


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=5))
def test_no_text_makes_the_reader_fail(text: str, authors: list[str]) -> None:
    for byline in (stated_byline(text, authors), read_byline(text), find_byline(text.split("\n"))):
        assert byline is None or byline.printed.strip()


def test_names_have_capitals_particles_and_no_digits() -> None:
    assert is_name("Ludwig van der Tarn")
    assert is_name("Ana de la Orr")
    assert not is_name("Lena Orr 2")
    assert not is_name("The Bridge")
    assert not is_name("lena orr")


def test_desks_and_titles_are_roles() -> None:
    assert is_role("Senior Political Editor")
    assert is_role("Sports Staff")
    assert not is_role("Lena Orr")


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("Rennick, Della", ("Della Rennick",)),
        ("Rennick, Della; Gantry, Otto", ("Della Rennick", "Otto Gantry")),
        ("Rennick, Della and Gantry, Otto", ("Della Rennick", "Otto Gantry")),
        ("Rennick, Della|Gantry, Otto", ("Della Rennick", "Otto Gantry")),
        ("Rennick, Della, and Otto Gantry", ("Della Rennick", "Otto Gantry")),
        ("Rennick, Della, Staff Writer", ("Della Rennick",)),
        ("Rennick,Della", ("Della Rennick",)),
        ("Words: Della Rennick", ("Della Rennick",)),
        ("Della Rennick (she/her)", ("Della Rennick",)),
        ("van der Gantry, Pieter", ("Pieter van der Gantry",)),
        ("RENNICK, DELLA", ("Della Rennick",)),
        ("Joe Gantry, Jr., Tara Varley, MD", ("Joe Gantry Jr", "Tara Varley")),
        ("3 hours ago Della Rennick", ("Della Rennick",)),
        ("Della Rennick | 2 days ago", ("Della Rennick",)),
        ("della rennick", ("Della Rennick",)),
        ("staff writer", ()),
        ("Della Rennick with additional reporting by Otto Gantry", ("Della Rennick", "Otto Gantry")),
        ("Della Rennick / Oakmere Post", ("Della Rennick",)),
        ("Della Rennick, Tarn Echo", ("Della Rennick",)),
        ("Tarn Echo", ()),
        ("Rennick, Reuters", ("Rennick",)),
        ("Von Lena Orr und Max Tell", ("Lena Orr", "Max Tell")),
        ("Par Lena Orr et Max Tell", ("Lena Orr", "Max Tell")),
        ("Von Miller", ("Von Miller",)),
    ],
)
def test_a_stated_byline_names_persons_in_their_order(printed: str, authors: tuple[str, ...]) -> None:
    found = stated_byline(printed, (), "Tarn Echo")
    assert (found.authors if found else ()) == authors


def test_authors_listed_last_name_first_are_turned_round_and_the_outlet_is_none() -> None:
    found = stated_byline(None, ("Rennick, Della", "Tarn Echo"), "Tarn Echo")
    assert found is not None
    assert found.authors == ("Della Rennick",)


def test_an_agency_alone_at_the_end_is_no_byline() -> None:
    assert find_byline(["The ferry was late.", "It will be late again.", "(NAN)"]) is None


def test_a_printed_line_that_names_more_than_the_list_is_believed() -> None:
    byline = stated_byline("By Lena Orr and Max Tell", ["Lena Orr"])
    assert byline is not None and byline.authors == ("Lena Orr", "Max Tell")
    byline = stated_byline("By Lena Orr", ["Lena Orr", "Max Tell"])
    assert byline is not None and byline.authors == ("Lena Orr", "Max Tell")
