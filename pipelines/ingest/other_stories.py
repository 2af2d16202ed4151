"""What a page shows of other stories than its own: teasers, lists, sidebars, whose authors and dates are not its."""

import re

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from pipelines.ingest.words import word_lists, words_of

_TAGS = ("aside", "nav", "footer")
_OF_A_LIST = ("ListItem", "ItemList", "Collection", "BreadcrumbList")
_ARTICLES = ("Article", "Posting", "Report", "CreativeWork", "Review")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEWEST_TEASERS, _MOST_LINES = 4, 200
_NAMED = re.compile(
    r"(?:^|\s)(?:related|recommended|teaser|trending|most-?(?:read|popular)|popular|more-(?:stories|news|from)|also-read|"
    r"read-next|sidebar|promo|carousel)s?(?=$|[\s_-])",
    re.IGNORECASE,
)


def is_of_another_story(element: HtmlElement) -> bool:
    """True for what stands in a list, in a sidebar, in an <article> or item that does not hold the page's headline, or
    beside a linked headline.
    """
    within = []
    for outer in (element, *element.iterancestors()):
        if outer.tag in ("body", "html"):
            break
        within.append(outer)
        if outer.tag in _TAGS or _kind(outer).endswith(_OF_A_LIST):
            return True
        if _NAMED.search(outer.get("class") or "") or _NAMED.search(outer.get("id") or ""):
            return True
        if outer is not element and not word_lists()["property_of_another"].isdisjoint(_properties(outer)):
            return True
    headline = next(iter(element.getroottree().iter("h1")), None)
    if headline is None:
        return False
    around = {headline, *headline.iterancestors()}
    return _is_in_another(within, around) or _is_beside_a_link(within, around)


def _kind(element: HtmlElement) -> str:
    return str(element.get("itemtype") or "").rstrip("/")


def _properties(element: HtmlElement) -> list[str]:
    return str(element.get("itemprop") or "").casefold().split()


def _is_in_another(within: list[HtmlElement], around: set[HtmlElement]) -> bool:
    """True within articles of which none holds the headline, where another does or they are items of their own."""
    tags = [outer for outer in within if outer.tag == "article"]
    items = [outer for outer in within if _kind(outer).endswith(_ARTICLES)]
    if tags and around.isdisjoint(tags) and any(outer.tag == "article" for outer in around):
        return True
    return bool(items) and around.isdisjoint(items) and _has_own_headline(items[-1])


def _has_own_headline(item: HtmlElement) -> bool:
    """True where an item names a headline, or is one of a list."""
    if any("headline" in _properties(inner) or "name" in _properties(inner) for inner in _direct(item)):
        return True
    siblings = item.getparent().iterchildren(item.tag) if item.getparent() is not None else ()
    return sum(_kind(sibling) == _kind(item) for sibling in siblings) > 1


def _direct(item: HtmlElement) -> list[HtmlElement]:
    """The properties of an item, less those of items within it."""
    return [inner for inner in item.xpath(".//*[@itemprop]") if _scope(inner) is item]


def _scope(element: HtmlElement) -> HtmlElement | None:
    return next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)


def _is_beside_a_link(within: list[HtmlElement], around: set[HtmlElement]) -> bool:
    """True where the nearest heading around is no headline of the page but one that leads to another story."""
    heading = linked_heading(within[0], around)
    return heading is not None and not words_of(heading.text_content()) <= words_of(within[0].text_content())


def linked_heading(element: HtmlElement, around: set[HtmlElement]) -> HtmlElement | None:
    """Return the nearest heading around an element where it is a link; `around` is the headline and what holds it."""
    for outer in element.iterancestors():
        if outer in around or outer.tag in ("body", "html"):
            return None
        heading = next(outer.iter(*_HEADINGS), None)
        if heading is not None:
            links = (*heading.iter("a"), *heading.iterancestors("a"))
            return heading if any(link.get("href") for link in links) else None
    return None


def is_list_of_teasers(tree: HtmlElement, text: str) -> bool:
    """True where the text of a page is that of the links on it: linked headings, each with a paragraph or two."""
    lines = set(text.split("\n"))
    headline = next(tree.iter("h1"), None)
    around = {headline, *headline.iterancestors()} if headline is not None else set()
    shown = [element for element in tree.iter("p", "h2", "h3", "h4") if _line(element) in lines]
    headings = [linked_heading(element, around) for element in shown[:_MOST_LINES]]
    linked = [heading for heading in headings if heading is not None]
    return len(set(linked)) >= max(_FEWEST_TEASERS, len(linked) / 3) and len(linked) * 2 >= len(headings)


def _line(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
