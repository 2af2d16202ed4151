"""What a parsed page says about itself: JSON-LD, meta tags (`meta_names.csv`), links, microdata, time tags, its title.

Values are as printed; judging and cleaning them is for `metadata.complete`. The tree is not changed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from pipelines.ingest.dates import IN_ANY_ORDER, parse_date
from pipelines.ingest.html_title import read_title
from pipelines.ingest.json_ld import Page, read_json_ld
from pipelines.ingest.other_stories import is_of_another_story
from pipelines.ingest.paragraphs import clean_line
from pipelines.ingest.urls import canonical_url, has_own_path
from pipelines.ingest.words import read_table
from pipelines.records import Stated

_LONGEST_BYLINE = 100  # characters, as in Mozilla's Readability
_MOST_BYLINES, _MOST_DATES = 12, 20  # candidate elements looked at
_BYLINES = (
    "//*[@rel='author' or contains(concat(' ', @itemprop, ' '), ' author ')]",
    "//*[contains(@class, 'byline') or contains(@class, 'Byline') or contains(@id, 'byline')]",
    "//*[contains(@class, 'author') and not(contains(@class, 'authority'))]",
)
_PUBLISHED = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')]",
    "//article//header//time[@datetime]",
    "//article//time[@datetime]",
    "(//h1)[1]/following::time[@datetime]",
)
_MODIFIED = ("//*[@itemprop='dateModified']",)
_RESTRICTED = ("locked", "metered", "premium")  # what Facebook's tag says of an article that is not free
_NOT_OUTLET = re.compile(r"^https?://|^@?\d+$")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The stated fields of a page and its authors."""

    stated: Mapping[str, Stated]
    authors: tuple[str, ...]


def read_page_metadata(tree: HtmlElement, url: str | None = None) -> PageMetadata:
    """Return what the page states: JSON-LD before meta tags before what it shows; `url` is where it was fetched."""
    scripts = [script.text or "" for script in tree.iterfind(".//script[@type='application/ld+json']")]
    metas = _metas(tree)
    described, authors = read_json_ld(scripts, _own_page(tree, metas, url))
    fields = dict(described)
    for field, names in _meta_names().items():
        if field not in fields or (
            field in ("published_at", "modified_at") and parse_date(fields[field], IN_ANY_ORDER) is None
        ):
            _fill(fields, field, metas, names)
    fields["url"] = _url(tree, [described.get("url"), *map(metas.get, _meta_names()["url"])], url)
    fields["title"] = read_title(tree, fields)
    if not authors and not fields.get("byline"):
        fields["byline"] = _shown_byline(tree)
    if not fields.get("published_at"):
        fields["published_at"] = _shown_date(tree, _PUBLISHED)
    if not fields.get("modified_at"):
        fields["modified_at"] = _shown_date(tree, _MODIFIED)
    fields["language"] = tree.get("lang") or tree.get("xml:lang") or fields.get("language") or ""
    if metas.get("article:content_tier") in _RESTRICTED:
        fields["extent"] = "restricted"
    if authors:
        fields.pop("byline", None)
    return PageMetadata({name: Stated(value, "metadata") for name, value in fields.items() if value}, authors)


def _own_page(tree: HtmlElement, metas: Mapping[str, str], fetched: str | None) -> Page:
    """Return the addresses and headlines by which the page's own article is told from others on it."""
    addresses = [*_links(tree), *(metas.get(name, "") for name in _meta_names()["url"]), fetched or ""]
    elements = [*tree.iterfind(".//h1"), *tree.iterfind(".//title")]
    headlines = [*(metas.get(name, "") for name in _meta_names()["title"]), *(_shown_text(each) for each in elements)]
    return Page([_joined(fetched, address) for address in addresses if address], headlines)


@cache
def _meta_names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for row in read_table("meta_names.csv"):
        names.setdefault(row["field"], []).append(row["name"])
    return {field: tuple(listed) for field, listed in names.items()}


def _metas(tree: HtmlElement) -> Mapping[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = clean_line(meta.get("content") or "")
        if content and not (meta.get("itemprop") and is_of_another_story(meta)):
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                for name in (meta.get(attribute) or "").lower().split():
                    metas.setdefault(name, content)
    return metas


def _fill(fields: dict[str, str], field: str, metas: Mapping[str, str], names: Iterable[str]) -> None:
    for name in names:
        value = metas.get(name)
        if not value:
            continue
        if field in ("published_at", "modified_at") and parse_date(value, IN_ANY_ORDER) is None:
            continue
        if field == "byline" and (value.startswith(("http", "/", "www.")) or parse_date(value, IN_ANY_ORDER)):
            continue
        if (
            field == "byline"
            and name == "twitter:data1"
            and metas.get("twitter:label1", "").lower() not in ("written by", "by", "author")
        ):
            continue
        if (field == "outlet" and _NOT_OUTLET.match(value)) or (
            name == "twitter:site" and " " not in value and not value.startswith("@")
        ):
            continue
        fields[field] = value.removeprefix("@") if name == "twitter:site" else value
        return


def _url(tree: HtmlElement, stated: Sequence[str | None], fetched: str | None) -> str:
    """The canonical link, else another stated address; that of a whole site only where no page's is stated."""
    candidates = [_joined(fetched, candidate) for candidate in (*_links(tree)[:1], *stated, fetched) if candidate]
    addresses = [address for address in candidates if address.startswith(("http://", "https://"))]
    pages = (address for address in addresses if has_own_path(canonical_url(address) or ""))
    return next(pages, addresses[0] if addresses else "")


def _links(tree: HtmlElement) -> list[str]:
    """The addresses of canonical links."""
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return [link.get("href") or "" for link in links]


def _joined(fetched: str | None, address: str) -> str:
    try:
        return str(urljoin(fetched or "", address.strip()))
    except ValueError:
        return ""


def _shown_byline(tree: HtmlElement) -> str:
    for path in _BYLINES:
        for element in tree.xpath(path)[:_MOST_BYLINES]:
            if is_of_another_story(element):
                continue
            name = element.find(".//*[@itemprop='name']")
            text = _shown_text(element if name is None else name) or clean_line(element.get("content") or "")
            if 3 < len(text) <= _LONGEST_BYLINE and not text.startswith("http") and not _is_in_comments(element):
                return text
    return ""


def _shown_text(element: HtmlElement) -> str:
    """The text of an element on one line; a comma where two words touch that only their elements keep apart."""
    text = ""
    for piece in element.itertext():
        text += f", {piece}" if text[-1:].isalnum() and piece[:1].isalnum() else piece
    return clean_line(text)


def _is_in_comments(element: HtmlElement) -> bool:
    return any(
        "comment" in f"{outer.get('class', '')} {outer.get('id', '')}".lower() for outer in element.iterancestors()
    )


def _shown_date(tree: HtmlElement, paths: Iterable[str]) -> str:
    for path in paths:
        shown = (element for element in tree.xpath(path)[:_MOST_DATES] if not is_of_another_story(element))
        for element in islice(shown, 3):
            for printed in (element.get("datetime"), element.get("content"), element.text_content()):
                text = clean_line(printed or "")
                if parse_date(text, IN_ANY_ORDER):
                    return text
    return ""
