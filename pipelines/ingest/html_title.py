"""The headline of a page, told from the outlet's name, which stands in headings and titles too."""

import re
from collections.abc import Mapping

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from pipelines.ingest.paragraphs import clean_line
from pipelines.ingest.urls import canonical_url, host_of, registered_domain

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_FRONT_PAGE = re.compile(r"(?:(?:https?:)?//[^/?#]+)?/?(?:index\.\w+)?", re.IGNORECASE)
_WORD = re.compile(r"\w{2,}")
_SHORTEST_HEADING = 15  # characters; a shorter one may lie in a title by chance


def read_title(tree: HtmlElement, fields: Mapping[str, str]) -> str:
    """Return the stated title, else the page's, less the outlet's name; else the first heading that is no masthead."""
    stated, outlet = fields.get("title"), fields.get("outlet")
    element = tree.find(".//title")
    page_title = clean_line(element.text_content()) if element is not None else ""
    mastheads = {"", _letters(outlet or ""), _letters(_domain_name(fields["url"]))}
    headings = [
        clean_line(heading.text_content())
        for heading in tree.iterfind(".//h1")
        if _letters(heading.text_content()) not in mastheads and not _leads_home(heading)
    ]
    if stated and page_title and not _may_say_the_same(stated, page_title):
        stated = None  # some sites state a description as the headline
    title = next((text for text in (stated, page_title) if _letters(text or "") not in mastheads), None)
    if not title:
        return next((heading for heading in headings if heading), "")
    if stated is None:
        heading = next((heading for heading in headings if _is_headline_in(title, heading)), None)
        if heading is not None:
            return heading
    return _without_outlet(clean_line(title), outlet, may_guess=stated is None)


def _is_headline_in(title: str, heading: str) -> bool:
    """True for a heading that begins the page's title, or lies in it where it does not end it, as an outlet's does."""
    pieces = _SEPARATOR.split(title)
    is_last = len(pieces) > 1 and heading == pieces[-1]
    return heading == pieces[0] or (len(heading) >= _SHORTEST_HEADING and heading in title and not is_last)


def _leads_home(heading: HtmlElement) -> bool:
    """True for a masthead: a heading that is a link to the front page."""
    links = (*heading.iter("a"), *heading.iterancestors("a"))
    return any(_FRONT_PAGE.fullmatch((link.get("href") or "#").strip()) for link in links)


def _letters(name: str) -> str:
    """Return what is left of a name when a domain is made of it: "The Tarn Echo" is tarnecho.example."""
    return "".join(filter(str.isalnum, name.casefold().strip().removeprefix("the ")))


def _domain_name(url: str) -> str:
    """Return "tarnecho" of https://www.tarnecho.example/a, or nothing."""
    canonical = canonical_url(url)
    domain = registered_domain(host_of(canonical) or "") if canonical else None
    return (domain or "").partition(".")[0]


def _may_say_the_same(one: str, other: str) -> bool:
    """Return False for titles without a word in common; in scripts without blanks between words that tells nothing."""
    return not set(_WORD.findall(one.casefold())).isdisjoint(_WORD.findall(other.casefold())) or not other.isascii()


def _without_outlet(title: str, outlet: str | None, *, may_guess: bool) -> str:
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    first, last = pieces[0], pieces[-1]
    known = (outlet or "").casefold()
    if known and last.casefold() in (known, f"{known}.com", known.removeprefix("the ")):
        return title[: title.rindex(last)].rstrip(" |–—·•»:-")
    if known and first.casefold() == known:
        return title[len(first) :].lstrip(" |–—·•»:-")
    if may_guess and len(first.split()) >= 4 and len(last.split()) <= 4:
        return title[: title.rindex(last)].rstrip(" |–—·•»:-")
    return title
