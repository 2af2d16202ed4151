"""Plain text and Markdown."""

import io
from itertools import pairwise
from typing import Any

import pytest

from pipelines.ingest.formats.text import extract, split
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected, Stated


def _read(content: str | bytes, name: str = "a.txt", sidecar: dict[str, Any] | None = None) -> Extracted:
    data = content.encode() if isinstance(content, str) else content
    [record] = split(io.BytesIO(data), SourceFile(name, len(data), 0, sidecar))
    assert isinstance(record, RawRecord)
    extracted = extract(record)
    assert isinstance(extracted, Extracted)
    return extracted


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_first_line_is_the_headline(newline: str) -> None:
    found = _read(f"Mill reopens{newline}{newline}It stood idle.{newline}Now it grinds.{newline}")
    assert found.stated == {"title": Stated("Mill reopens", "text")}
    assert found.body == "It stood idle.\nNow it grinds."


def test_lines_broken_at_a_margin_are_one_paragraph() -> None:
    wrapped = (
        "The board said on Monday that registrations of grain\nhad fallen to the lowest level since the harbour was\n"
        "dredged."
    )
    assert _read(f"Grain falls\n\n{wrapped}\n\nNo more was said.").body.split("\n") == [
        wrapped.replace("\n", " "),
        "No more was said.",
    ]


def test_short_lines_stay_lines() -> None:
    assert _read("Results\n\nTarn 3\nHarbour 1\nMill 0").body == "Tarn 3\nHarbour 1\nMill 0"


def test_a_first_line_as_long_as_a_paragraph_is_no_headline() -> None:
    found = _read("word " * 100 + "\nand another line of it")
    assert "title" not in found.stated
    assert found.body.startswith("word word")


def test_front_matter_that_a_program_wrote_bare_is_read_though_it_is_no_yaml() -> None:
    found = _read("\n---\ntitle: Mill: a history\nurl: https://tarn.example/a\n---\nIt stood idle.\n", "a.md")
    assert (found.stated["title"].value, found.body) == ("Mill: a history", "It stood idle.")


def test_front_matter_states_metadata_and_is_no_text() -> None:
    matter = (
        "---\ntitle: Mill reopens\nauthor: Mara Quill\ndate: 2026-01-30\noutlet: Tarn Courier\n---\nIt stood idle.\n"
    )
    found = _read(matter)
    assert found.body == "It stood idle."
    assert found.stated == {
        "title": Stated("Mill reopens", "front_matter"),
        "byline": Stated("Mara Quill", "front_matter"),
        "published_at": Stated("2026-01-30", "front_matter"),
        "outlet": Stated("Tarn Courier", "front_matter"),
    }


# Twelve lines that mean ten to the eleventh words.
LAUGHS = "\n".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghijkl"))


@pytest.mark.parametrize(
    "matter", ["a: [", "- a\n- b", "&a [*a]", "!!python/object:os.system x", f"a: &a [ha]\n{LAUGHS}\ntext: *l"]
)
def test_what_is_no_yaml_mapping_is_text(matter: str) -> None:
    assert "It stood idle." in _read(f"---\n{matter}\n---\nIt stood idle.\n").body


def test_a_sidecar_counts_before_front_matter() -> None:
    found = _read("---\noutlet: Harbour Post\n---\nA\n\nText.", sidecar={"outlet": "Tarn Courier"})
    assert found.stated["outlet"] == Stated("Tarn Courier", "sidecar")


def test_markdown_comes_down_to_its_text() -> None:
    markdown = (
        "# Mill *reopens*\n\nIt stood [idle](https://mill.example) for\nyears, **she** said.\n\n"
        "- First point\n- Second `one`\n\n> Quoted words\n\n![A mill](mill.jpg)\n\n```\ncode\n```\n\n"
        "<script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    found = _read(markdown, "a.md")
    assert found.stated["title"] == Stated("Mill reopens", "text")
    assert found.body.split("\n") == [
        "It stood idle for years, she said.",
        "First point",
        "Second one",
        "Quoted words",
        "a b",
        "1 2",
    ]


def test_packed_markdown_is_markdown() -> None:
    [record] = split(io.BytesIO(b"# A\n\nB"), SourceFile("news.zip!a.md.gz", 1, 0))
    assert isinstance(record, RawRecord)
    assert record.source_format == "markdown"


def test_a_headline_alone_is_no_article() -> None:
    [record] = split(io.BytesIO(b"# Only a headline\n"), SourceFile("a.md", 1, 0))
    assert isinstance(record, RawRecord)
    assert isinstance(extract(record), Rejected)


def test_a_byline_right_below_the_headline_is_a_line_of_its_own() -> None:
    found = _read("Council votes to keep the old ferry running\nBy Mirela Ostrander\n\nThe vote was close.\n")
    assert found.stated == {"title": Stated("Council votes to keep the old ferry running", "text")}
    assert found.body == "By Mirela Ostrander\nThe vote was close."
