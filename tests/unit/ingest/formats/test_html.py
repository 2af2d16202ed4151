"""Pages: the article's text without its surroundings, and what the page says about itself."""

import io
import json

import pytest

from pipelines.ingest.formats.html import MAX_PAGE_BYTES, declared_encoding, extract, split
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

PARAGRAPHS = [
    "The harbour bridge will close on Friday for a week, the port authority said in a note to drivers on Monday.",
    "“We have looked at every other way,” said Lena Orr, who runs the port. “There is none, and we are sorry for it.”",
    "Ferries will cross every ten minutes from six in the morning until midnight, and bicycles travel for nothing.",
]
SURROUNDINGS = """<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>"""
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
CAPTION = "<figure><img src='a.jpg'><figcaption>The bridge seen from a kite last summer</figcaption></figure>"
COMMENTS = (
    "<div id='comments'><h2>Comments</h2><div class='comment'><p>What a mess this is, once again!</p></div></div>"
)


def _page(head: str = "", body: str = ARTICLE, html: str = "<html lang='en'>") -> str:
    return (
        f"<!doctype html>{html}<head>{head}</head><body>{SURROUNDINGS}<article><h1>Bridge to close for a week</h1>"
        f"{body}</article>{COMMENTS}<footer><a href='/terms'>Terms</a></footer></body></html>"
    )


def _extract(page: str | bytes, url: str | None = None) -> Extracted | Rejected:
    data = page.encode() if isinstance(page, str) else page
    return extract(RawRecord(SourceFile("a.html", len(data), 1), "html", data, url=url))


def _stated(head: str, body: str = ARTICLE, url: str | None = None) -> dict[str, str]:
    extracted = _extract(_page(head, body), url)
    assert isinstance(extracted, Extracted)
    return {name: stated.value for name, stated in extracted.stated.items()}


def test_paragraphs_come_one_a_line_without_navigation_caption_and_comments() -> None:
    extracted = _extract(_page(body=ARTICLE + CAPTION))
    assert isinstance(extracted, Extracted)
    lines = extracted.body.split("\n")
    assert [line for line in lines if line in PARAGRAPHS] == PARAGRAPHS
    for words in ("Home", "kite", "What a mess", "Terms"):
        assert words not in extracted.body


def test_a_page_states_title_outlet_byline_dates_and_section_by_json_ld() -> None:
    article = {
        "@type": "NewsArticle", "headline": "Bridge to close", "datePublished": "2026-01-05T08:00:00Z",
        "dateModified": "2026-01-05T09:00:00Z",
        "author": [{"@type": "Person", "name": "Lena Orr"}, {"name": "Max Tell"}],
        "publisher": {"@type": "Organization", "name": "Tarn Echo"}, "articleSection": ["Local", "Traffic"],
    }  # fmt: skip
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, article]}
    head = f"<script type='application/ld+json'>{json.dumps(graph)}</script>"
    extracted = _extract(_page(head))
    assert isinstance(extracted, Extracted)
    assert extracted.authors == ("Lena Orr", "Max Tell")
    stated = {name: value.value for name, value in extracted.stated.items()}
    assert stated == {
        "title": "Bridge to close", "outlet": "Tarn Echo", "section": "Local", "language": "en",
        "published_at": "2026-01-05T08:00:00Z", "modified_at": "2026-01-05T09:00:00Z",
    }  # fmt: skip


def test_authors_and_publisher_are_found_by_reference_within_the_graph() -> None:
    graph = [
        {"@type": "Article", "headline": "Bridge to close", "author": {"@id": "#orr"}, "publisher": {"@id": "#echo"}},
        {"@id": "#orr", "@type": "Person", "name": "Lena Orr"},
        {"@id": "#echo", "@type": "Organization", "name": "Tarn Echo"},
    ]
    extracted = _extract(_page(f"<script type='application/ld+json'>{json.dumps(graph)}</script>"))
    assert isinstance(extracted, Extracted)
    assert extracted.authors == ("Lena Orr",)
    assert extracted.stated["outlet"].value == "Tarn Echo"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "datePublished": "2026-01-05",} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2026-01-05"};\n//]]>',
        '{"@type": "NewsArticle", "headline": "He said "no"", "datePublished": "2026-01-05"}',
        '{"@type": "NewsArticle", "description": "line\nbreak", "datePublished": "2026-01-05"}',
    ],
)
def test_broken_json_ld_still_gives_its_date(script: str) -> None:
    assert _stated(f"<script type='application/ld+json'>{script}</script>")["published_at"] == "2026-01-05"


@pytest.mark.parametrize("script", ["{" * 5000, "[" * 100_000, "null", "3", '["a", [["b"]]]', ""])
def test_json_ld_of_any_shape_does_no_harm(script: str) -> None:
    assert "published_at" not in _stated(f"<script type='application/ld+json'>{script}</script>")


def test_meta_tags_speak_where_json_ld_does_not() -> None:
    head = """<meta property="og:title" content="Bridge to close"><meta property="og:site_name" content="Tarn Echo">
    <meta name="author" content="Lena Orr"><meta property="article:published_time" content="2026-01-05T08:00:00Z">
    <meta property="article:section" content="Local"><link rel="canonical" href="/news/bridge">"""
    stated = _stated(head, url="https://echo.example.org/x?y=1")
    assert stated == {
        "title": "Bridge to close", "outlet": "Tarn Echo", "byline": "Lena Orr", "section": "Local", "language": "en",
        "published_at": "2026-01-05T08:00:00Z", "url": "https://echo.example.org/news/bridge",
    }  # fmt: skip


def test_a_profile_address_is_no_byline_and_the_shown_one_is_taken() -> None:
    head = "<meta property='article:author' content='https://example.org/people/orr'>"
    assert _stated(head, f"<span class='byline'>By Lena Orr</span>{ARTICLE}")["byline"] == "By Lena Orr"


def test_a_shown_byline_keeps_lines_apart() -> None:
    shown = "<div class='byline'>By <a>Lena Orr</a>, <b>Max Tell</b><br>Associated Press</div>"
    assert _stated("", f"{shown}{ARTICLE}")["byline"] == "By Lena Orr, Max Tell, Associated Press"


def test_the_byline_of_a_comment_is_not_the_article_s() -> None:
    body = f"{ARTICLE}<div class='comments'><p class='byline'>Max Tell</p></div>"
    assert "byline" not in _stated("", body)


def test_a_time_tag_gives_the_date_where_nothing_else_does() -> None:
    assert (
        _stated("", f"<time datetime='2026-01-05T08:00Z'>Monday</time>{ARTICLE}")["published_at"] == "2026-01-05T08:00Z"
    )


def test_the_page_title_loses_the_outlet_s_name() -> None:
    head = "<meta property='og:site_name' content='Tarn Echo'><title>Why ferries are slow | Tarn Echo</title>"
    assert _stated(head)["title"] == "Why ferries are slow"


def test_a_title_that_only_names_the_outlet_gives_way_to_the_heading() -> None:
    head = "<meta property='og:site_name' content='Tarn Echo'><meta property='og:title' content='Tarn Echo'>"
    assert _stated(head)["title"] == "Bridge to close for a week"


@pytest.mark.parametrize(
    ("head", "masthead"),
    [
        ("<meta property='og:site_name' content='The Tarn Valley Echo'>", "<h1>The Tarn Valley Echo</h1>"),
        ("<meta property='og:site_name' content='tarnvalleyecho'>", "<h1>Tarn Valley Echo</h1>"),
        ("<link rel='canonical' href='https://www.tarnvalleyecho.example/a'>", "<h1>The Tarn Valley Echo</h1>"),
        ("", "<h1><a href='/'>The Tarn Valley Echo</a></h1>"),
        ("", "<a href='https://echo.example'><h1>The Tarn Valley Echo</h1></a>"),
        ("", "<h1>The Tarn Valley Echo</h1>"),
    ],
)
@pytest.mark.parametrize(
    "title", ["Bridge to close for a week | The Tarn Valley Echo", "Bridge to close for a week - The Tarn Valley Echo"]
)
def test_a_masthead_is_no_headline_though_it_is_the_first_heading(head: str, masthead: str, title: str) -> None:
    page = _page(f"{head}<title>{title}</title>").replace("<article>", f"{masthead}<article>")
    extracted = _extract(page)
    assert isinstance(extracted, Extracted)
    assert extracted.stated["title"].value == "Bridge to close for a week"


def test_a_masthead_in_front_of_the_page_s_title_is_none_either() -> None:
    head = "<meta property='og:site_name' content='Tarn Echo'><title>Tarn Echo: Bridge to close for a week</title>"
    page = _page(head).replace("<article>", "<h1>Tarn Echo</h1><article>")
    extracted = _extract(page)
    assert isinstance(extracted, Extracted)
    assert extracted.stated["title"].value == "Bridge to close for a week"


def test_a_script_in_a_title_is_text_at_most() -> None:
    assert "<" not in _stated("<title>&lt;script&gt;x()&lt;/script&gt; Bridge to close for a week</title>")["title"]


def test_the_declared_encoding_is_found_in_the_head() -> None:
    assert declared_encoding(b"<meta charset='windows-1251'>") == "windows-1251"
    assert declared_encoding(b"<meta http-equiv=content-type content='text/html; charset=koi8-r'>") == "koi8-r"
    assert declared_encoding(b"<?xml version='1.0' encoding='iso-8859-2'?><html>") == "iso-8859-2"
    assert declared_encoding(b"<html>") is None


def test_a_page_in_another_encoding_is_read_by_its_declaration() -> None:
    page = _page("<meta charset='windows-1252'>", ARTICLE.replace("bridge", "brücke")).encode("cp1252")
    extracted = _extract(page)
    assert isinstance(extracted, Extracted)
    assert "brücke" in extracted.body
    assert "“We have" in extracted.body


def test_a_stray_byte_in_a_page_is_replaced_and_the_page_is_read() -> None:
    page = _page("<meta charset=utf-8>").encode().replace(b"Ferries", b"F\xffrries")
    extracted = _extract(page)
    assert isinstance(extracted, Extracted)
    assert "F\ufffdrries will cross" in extracted.body


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "<!-- -->", "<"]
)
def test_a_page_without_an_article_has_no_body(page: str) -> None:
    extracted = _extract(page)
    assert isinstance(extracted, Rejected)
    assert extracted.reason_code == "no_body"


def test_deep_nesting_is_refused() -> None:
    extracted = _extract("<html><body>" + "<div>" * 50_000 + PARAGRAPHS[0])
    assert isinstance(extracted, Rejected)
    assert extracted.reason_code == "too_deep"


def test_too_many_elements_are_refused() -> None:
    extracted = _extract("<html><body>" + "<p>a</p>" * 60_000)
    assert isinstance(extracted, Rejected)
    assert extracted.reason_code == "too_large"


def test_a_huge_page_is_refused_before_it_is_read_whole() -> None:
    stream = io.BytesIO(b"<p>" + b"a" * (2 * MAX_PAGE_BYTES))
    (rejected,) = split(stream, SourceFile("a.html", 0, 1))
    assert isinstance(rejected, Rejected)
    assert rejected.reason_code == "too_large"
    assert stream.tell() == MAX_PAGE_BYTES + 1


TEASER = (
    "<div itemscope itemtype='https://schema.org/ListItem'><span itemprop='author'>Wrong Person</span>"
    "<meta itemprop='datePublished' content='2019-01-01'></div>"
    "<div class='related-stories'><span class='byline'>By Other Person</span><time datetime='2018-01-01'></time></div>"
    "<aside><time class='entry-date' datetime='2017-01-01'>x</time></aside>"
)


def test_authors_and_dates_of_other_stories_on_the_page_are_not_its_own() -> None:
    teaser = (
        "<article><h2>Another story</h2><span class='author'>Third Person</span><time datetime='2016-01-01'></time>"
    )
    own = f"{ARTICLE}<p class='byline'>By Lena Orr</p><time datetime='2026-01-15T10:00:00Z'></time>"
    page = _page("", own).replace("<article>", f"{TEASER}{teaser}</article><article>", 1)
    extracted = _extract(page)
    assert isinstance(extracted, Extracted)
    assert extracted.stated["byline"].value == "By Lena Orr"
    assert extracted.stated["published_at"].value == "2026-01-15T10:00:00Z"


def _ld(*nodes: dict[str, object]) -> str:
    return "".join(f"<script type='application/ld+json'>{json.dumps(node)}</script>" for node in nodes)


OWN = {"@type": "NewsArticle", "headline": "Bridge to close for a week", "datePublished": "2026-01-15"}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Bridge to open for a year",
    "url": "https://post.example/other",
    "datePublished": "2019-01-01",
    "author": {"@type": "Person", "name": "Wrong Person"},
}


@pytest.mark.parametrize(
    "nodes",
    [
        [OTHER, OWN],
        [OWN, OTHER],
        [{"@graph": [OTHER, OWN]}],
        [{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}, OWN],
        [{**OWN, "hasPart": OTHER}],
        [{"@type": "WebPage", "mainEntity": OWN, "relatedLink": OTHER}],
        [{"@type": "Blog", "blogPost": [OTHER]}, OWN],
        [
            OTHER,
            {"@type": "WebPage", "url": "https://post.example/own", "mainEntity": {"@id": "#story"}},
            {**OWN, "@id": "#story", "headline": "A wholly other wording"},
        ],
        [{**OWN, "headline": "A wholly other wording", "mainEntityOfPage": "https://post.example/own/"}, OTHER],
    ],
)
def test_the_node_of_the_pages_own_article_is_read_and_no_other(nodes: list[dict[str, object]]) -> None:
    extracted = _extract(_page(_ld(*nodes) + "<link rel=canonical href=https://www.post.example/own>"))
    assert isinstance(extracted, Extracted)
    assert extracted.stated["published_at"].value == "2026-01-15"
    assert "Wrong Person" not in extracted.authors


def test_of_other_stories_alone_nothing_is_taken() -> None:
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}
    extracted = _extract(_page(_ld(listed)))
    assert isinstance(extracted, Extracted)
    assert "published_at" not in extracted.stated
    assert extracted.authors == ()


TEASER = {"@type": "NewsArticle", "headline": "Ferry timetable is cut again", "author": {"name": "Otto Wrong"}}


def _read(page: str) -> Extracted:
    extracted = _extract(page)
    assert isinstance(extracted, Extracted)
    return extracted


def test_a_lone_description_of_another_story_is_not_this_page_s() -> None:
    extracted = _read(_page(f"<script type='application/ld+json'>{json.dumps(TEASER)}</script>"))
    assert (extracted.authors, "published_at" in extracted.stated) == ((), False)


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "name": ["Lena Orr", "Tom Birch"]},
        {"@list": [{"@type": "Person", "name": "Lena Orr"}, {"@type": "Person", "name": "Tom Birch"}]},
        [{"@type": "Person", "givenName": "Lena", "familyName": "Orr"}, "Tom Birch"],
    ],
)
def test_authors_are_read_in_every_form_of_their_names(author: object) -> None:
    node = {"@type": "NewsArticle", "headline": "Bridge to close for a week", "author": author}
    extracted = _read(_page(f"<script type='application/ld+json'>{json.dumps(node)}</script>"))
    assert extracted.authors == ("Lena Orr", "Tom Birch")


RIVER = (
    '<div itemscope itemtype="https://schema.org/NewsArticle"><a href="/x"><span itemprop="headline">Ferry timetable '
    'is cut</span></a><span itemprop="author">Otto Wrong</span><time itemprop="datePublished" datetime="2024-10-30">'
    "</time></div>"
)
LATEST = (
    '<ul><li itemscope itemtype="https://schema.org/Article"><span itemprop="author">Otto Wrong</span></li>'
    '<li itemscope itemtype="https://schema.org/Article"><span itemprop="author">Ada Wrong</span></li></ul>'
)
PART = '<div itemprop="hasPart" itemscope><span itemprop="author">Otto Wrong</span></div>'
CARD = (
    '<div class="card"><h3><a href="/x">Ferry timetable is cut</a></h3><span class="byline">By Otto Wrong</span></div>'
)


RDFA = (
    '<div typeof="schema:NewsArticle"><a href="/x" property="schema:headline">Ferry timetable is cut</a>'
    '<span class="author">Otto Wrong</span><time property="schema:datePublished" datetime="2024-10-30"></time></div>'
)
LINKS = '<ul><li><a href="/x">Ferry timetable is cut</a> <b class="author">Otto Wrong</b><time datetime="2024-10-30">'
ALSO = '<div class="you-may-also-like"><i class="byline">By Otto Wrong</i><time datetime="2024-10-30"></time></div>'


@pytest.mark.parametrize("other", [RIVER, LATEST, PART, CARD, RDFA, f"{LINKS}</time></li></ul>", ALSO])
def test_author_and_date_of_other_stories_on_the_page_are_not_its(other: str) -> None:
    page = _page().replace("<article>", "<div>").replace("</article>", "</div>")
    for extracted in (
        _read(page.replace("</nav>", f"</nav>{other}")),
        _read(page.replace("<footer>", f"{other}<footer>")),
    ):
        assert {"byline", "published_at"}.isdisjoint(extracted.stated)


def test_the_author_of_the_page_s_own_item_is_read() -> None:
    own = '<span itemprop="author" itemscope><span itemprop="name">Lena Orr</span></span>'
    item = '<article itemscope itemtype="https://schema.org/NewsArticle">'
    page = _page(body=own + ARTICLE).replace("<article>", item).replace("</nav>", f"</nav>{RIVER}")
    assert _read(page).stated["byline"].value == "Lena Orr"


@pytest.mark.parametrize("word", ["Read on", ""])
def test_a_page_of_linked_headings_and_their_teasers_is_a_list(word: str) -> None:
    cards = "".join(
        f"<section><h2><a href='/{place}'>{place} opens a harbour for ferries</a></h2>"
        f"<p>The harbour of {place} was opened on Monday by the mayor, who had waited for it.</p>{word}</section>"
        for place in ("Tarn", "Oakmere", "Carrow", "Netherby", "Saltney", "Greyling")
    )
    extracted = _read(f"<html><head><title>Harbours</title></head><body><h1>Harbours</h1>{cards}</body></html>")
    assert extracted.stated["extent"].value == "teasers"


def test_a_tag_that_says_an_article_is_locked_counts_as_for_subscribers() -> None:
    assert _stated("<meta property='article:content_tier' content='locked'>")["extent"] == "restricted"
