"""Paragraphs that an outlet prints under many articles, learned from the lake."""

from pathlib import Path

import pytest
from lake_samples import Story, ingest

from pipelines.ingest.furniture import open_furniture
from pipelines.lake import Lake

FORM = "Sign up for our newsletter and read the news of the harbour first."
OTHER = "The council of {} met on {} and voted on the pier that the storm of last winter had broken in two."


def _story(number: int, *, form: str = FORM, **fields: object) -> Story:
    name = "abcdefghij"[number] * 6
    return Story(f"a{number}", f"News {name}\n{OTHER.format(name, name[::-1])} It rained on {name}.\n{form}", **fields)  # type: ignore[arg-type]


def _marked(lake: Lake, story: Story) -> list[str]:
    with open_furniture(lake) as furniture:
        spans = furniture.spans(story.outlet_domain, story.text, story.text.index("\n") + 1)
    return [span.of(story.text) for span in spans]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_a_paragraph_under_three_articles_is_furniture_from_the_batch_that_brings_the_third(lake: Lake) -> None:
    ingest(lake, "b1", [_story(0), _story(1)])
    assert _marked(lake, _story(0)) == []
    ingest(lake, "b2", [_story(2, form=FORM.replace("first", "first"))])
    assert _marked(lake, _story(0)) == [FORM]
    assert _marked(lake, _story(3)) == [FORM]


def test_years_and_case_do_not_matter_and_another_outlet_does(lake: Lake) -> None:
    forms = [f"Copyright {year} The Harbour Ledger, all rights reserved." for year in (2023, 2024, 2025)]
    ingest(lake, "b1", [_story(number, form=form) for number, form in enumerate(forms)])
    assert _marked(lake, _story(4, form=forms[0].upper())) == [forms[0].upper()]
    assert _marked(lake, _story(4, form=forms[0], outlet_domain="other.example")) == []


def test_paragraphs_that_differ_in_other_figures_are_no_furniture(lake: Lake) -> None:
    forms = [f"The ferry took {count} cars over the harbour this week." for count in (166, 145, 98)]
    ingest(lake, "b1", [_story(number, form=form) for number, form in enumerate(forms)])
    assert _marked(lake, _story(4, form=forms[0])) == []


def test_a_story_that_is_printed_again_and_again_is_no_furniture(lake: Lake) -> None:
    story = _story(0)
    ingest(lake, "b1", [Story(f"a{number}", f"Edition {number}\n{story.text}") for number in range(5)])
    assert _marked(lake, story) == []


def test_the_counts_are_the_same_when_the_cache_is_lost(lake: Lake) -> None:
    ingest(lake, "b1", [_story(number) for number in range(3)])
    assert _marked(lake, _story(0)) == [FORM]
    cache = lake.folder.parent / ".build" / "furniture.sqlite"
    cache.write_bytes(b"broken" * 1000)
    assert _marked(lake, _story(0)) == [FORM]
    cache.unlink()
    assert _marked(lake, _story(0)) == [FORM]
