"""What a page shows of other stories than its own: teasers, lists, sidebars, whose authors and dates are not its."""

import re

from lxml.html import HtmlElement  # type: ignore[import-untyped]

_TAGS = ("aside", "nav", "footer")
_OF_A_LIST = ("ListItem", "ItemList", "Collection", "BreadcrumbList")
_NAMED = re.compile(
    r"(?:^|\s)(?:related|recommended|teaser|trending|most-?(?:read|popular)|popular|more-(?:stories|news|from)|also-read|"
    r"read-next|sidebar|promo|carousel)s?(?=$|[\s_-])",
    re.IGNORECASE,
)


def is_of_another_story(element: HtmlElement) -> bool:
    """True for what stands in a list, in a sidebar, or in an <article> that does not hold the page's headline."""
    within = []
    for outer in (element, *element.iterancestors()):
        if outer.tag in ("body", "html"):
            break
        within.append(outer)
        if outer.tag in _TAGS or (outer.get("itemtype") or "").rstrip("/").endswith(_OF_A_LIST):
            return True
        if _NAMED.search(outer.get("class") or "") or _NAMED.search(outer.get("id") or ""):
            return True
    return any(outer.tag == "article" for outer in within) and not _holds_headline(within)


def _holds_headline(within: list[HtmlElement]) -> bool:
    """True where one of the articles around an element holds the page's first <h1>, or no article does."""
    headline = next(iter(within[-1].getroottree().iter("h1")), None)
    if headline is None:
        return True
    holders = [outer for outer in headline.iterancestors() if outer.tag == "article"]
    return not holders or any(outer in holders for outer in within)
