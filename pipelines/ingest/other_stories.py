"""What a page shows of other stories than its own: teasers, lists, sidebars, whose authors and dates are not its."""

import re
from itertools import islice

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from pipelines.ingest.words import words_of

_TAGS = ("aside", "nav", "footer")
_OF_A_LIST = ("ListItem", "ItemList", "Collection", "BreadcrumbList")
_ARTICLES = ("Article", "Posting", "Report", "CreativeWork", "Review")
_OF_ANOTHER = frozenset(("haspart", "comment", "mentions", "citation", "isrelatedto", "relatedlink", "video"))
_LEAST_SHARED = 0.5  # of a headline's words, as in `json_ld`
_LONGEST_NAME = 2  # words of a linked heading beside a date that names its writer
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_CARD = 800  # characters: headline, teaser, writer and date of another story
_FEWEST_TEASERS, _MOST_LINES = 4, 200
_NAMED = re.compile(
    r"(?:^|\s)(?:related|recommended|recommendations?|teaser|trending|most-?(?:read|popular|viewed|shared)|popular|"
    r"more-(?:stories|news|from)|also-(?:read|like)|you-may|see-also|similar|read-next|up-next|latest|recirc\w*|"
    r"outbrain|taboola|sidebar|promo|carousel)s?(?=$|[\s_-])",
    re.IGNORECASE,
)


def is_of_another_story(element: HtmlElement) -> bool:
    """True for what stands in a list, in a sidebar, in an <article> or item that does not hold the page's headline, or
    beside a linked headline.
    """
    headline = next((heading for heading in element.getroottree().iter("h1") if _line(heading)), None)
    around = {headline, *headline.iterancestors()} if headline is not None else set()
    within = []
    for outer in (element, *element.iterancestors()):
        if outer.tag in ("body", "html"):
            break
        within.append(outer)
        if outer.tag in _TAGS or _kind(outer).endswith(_OF_A_LIST):
            return True
        if outer not in around and any(_NAMED.search(outer.get(name) or "") for name in ("class", "id")):
            return True
        if outer is not element and not _OF_ANOTHER.isdisjoint(_properties(outer)):
            return True
    if headline is None:
        return False
    if _is_in_another(within, around):
        return True
    if any(outer.tag == "li" and outer not in around and _leads_to_a_story(outer) for outer in within):
        return True
    return not _items(within) and _is_beside_a_link(within[0], around)


def _leads_to_a_story(item: HtmlElement) -> bool:
    """True for an item of a list that holds a link of more words than a writer's name has."""
    return any(len(words_of(_line(link))) > _LONGEST_NAME for link in item.iter("a") if link.get("href"))


def _items(within: list[HtmlElement]) -> list[HtmlElement]:
    return [outer for outer in within if _kind(outer).endswith(_ARTICLES)]


def _kind(element: HtmlElement) -> str:
    return str(element.get("itemtype") or element.get("typeof") or "").rstrip("/")


def _properties(element: HtmlElement) -> list[str]:
    names = str(element.get("itemprop") or element.get("property") or "").casefold().split()
    return [name.removeprefix("schema:") for name in names]


def _is_in_another(within: list[HtmlElement], around: set[HtmlElement]) -> bool:
    """True within articles of which none holds the headline, where another does or they are items of their own."""
    tags = [outer for outer in within if outer.tag == "article"]
    items = _items(within)
    if tags and around.isdisjoint(tags) and any(outer.tag == "article" for outer in around):
        return True
    return bool(items) and around.isdisjoint(items) and _has_own_headline(items[-1])


def _has_own_headline(item: HtmlElement) -> bool:
    """True where an item names a headline that is not the page's, or names none and is one of a list."""
    named = [inner for inner in _direct(item) if not {"headline", "name"}.isdisjoint(_properties(inner))]
    if named:
        return not _is_of_page(str(named[0].get("content") or named[0].text_content()), item)
    siblings = item.getparent().iterchildren(item.tag) if item.getparent() is not None else ()
    return sum(_kind(sibling) == _kind(item) for sibling in siblings) > 1


def _is_of_page(headline: str, item: HtmlElement) -> bool:
    """True for a headline that shares most of its words with a heading or title of the page."""
    words = words_of(headline)
    printed = (words_of(_line(each)) for each in item.getroottree().iter("h1", "title"))
    return any(2 * len(words & other) > _LEAST_SHARED * (len(words) + len(other)) for other in printed)


def _direct(item: HtmlElement) -> list[HtmlElement]:
    """The properties of an item, less those of items within it."""
    return [inner for inner in item.xpath(".//*[@itemprop or @property]") if _scope(inner) is item]


def _scope(element: HtmlElement) -> HtmlElement | None:
    scopes = (outer for outer in element.iterancestors() if not {"itemscope", "typeof"}.isdisjoint(outer.keys()))
    return next(scopes, None)


def _is_beside_a_link(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """True where the nearest heading around is no headline of the page but one that leads to another story."""
    heading = linked_heading(element, around)
    if heading is None:
        return False
    words = words_of(_line(heading))
    is_writer = len(words) <= _LONGEST_NAME and element.tag == "time"
    return not is_writer and not words <= words_of(_line(element))


def linked_heading(
    element: HtmlElement, around: set[HtmlElement], lengths: dict[HtmlElement, int] | None = None
) -> HtmlElement | None:
    """Return the heading of the card that an element is in where it is a link; None where it is in no card.

    `around` is the page's headline and what holds it; `lengths` keeps those of elements for the next call.
    """
    lengths = {} if lengths is None else lengths
    for outer in element.iterancestors():
        if outer in around or outer.tag in ("head", "body", "html"):
            return None
        if outer not in lengths:
            lengths[outer] = len(_line(outer))
        if lengths[outer] > _LONGEST_CARD:
            return None
        heading = next(outer.iter(*_HEADINGS), None)
        if heading is not None:
            links = (*heading.iter("a"), *heading.iterancestors("a"))
            return heading if any(link.get("href") for link in links) else None
    return None


def is_list_of_teasers(tree: HtmlElement, text: str) -> bool:
    """True where most of a page's text is that of the links on it: linked headings, each with a paragraph or two."""
    lines = set(text.split("\n"))
    headline = next((heading for heading in tree.iter("h1") if _line(heading)), None)
    around = {headline, *headline.iterancestors()} if headline is not None else set()
    shown = [(element, _line(element)) for element in islice(tree.iter("p", "h2", "h3", "h4"), _MOST_LINES)]
    lengths: dict[HtmlElement, int] = {}
    teasers = {line: linked_heading(element, around, lengths) for element, line in shown if line in lines}
    linked = {line: heading for line, heading in teasers.items() if heading is not None}
    is_list = len(set(linked.values())) >= max(_FEWEST_TEASERS, len(linked) / 3)
    return is_list and 2 * sum(map(len, linked)) >= len(text)


def _line(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
