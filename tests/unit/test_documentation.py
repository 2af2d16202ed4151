"""The pages of docs/ hang together, and what they show is what there is."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def _named(nav: Any) -> set[str]:
    if isinstance(nav, str):
        return {nav}
    return set().union(*map(_named, nav.values() if isinstance(nav, dict) else nav))


def test_every_page_stands_in_the_sites_navigation() -> None:
    site = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    assert _named(site["nav"]) == {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}


def test_the_annotator_that_is_shown_is_the_one_that_is_tested() -> None:
    page = (DOCS / "annotators.md").read_text(encoding="utf-8")
    assert (REPOSITORY / "examples" / "own_annotator.py").read_text(encoding="utf-8") in page
