"""Feeds: one record an entry, full content only, nothing fetched."""

import io
import socket

import pytest

from pipelines.ingest.formats.feed import extract, split
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tarn Echo</title><language>en-gb</language>
<item><title>Bridge to close</title><link>https://echo.example.org/bridge</link><guid>tag:1</guid>
<pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate><dc:creator>Lena Orr</dc:creator><category>Local</category>
<description>Short.</description><content:encoded><![CDATA[<p>The bridge will close.</p>
<script>x()</script><p>Ferries &amp; boats will cross.</p>]]></content:encoded></item>
<item><title>Only a summary</title>
<description>Read it elsewhere.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tarn Echo</title><entry><title>Bridge</title><id>urn:1</id>
<updated>2026-01-05T08:00:00Z</updated><author><name>Lena Orr</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The bridge will close.</p>
<p>Ferries will cross.</p></div></content></entry></feed>"""


def _split(feed: str | bytes) -> list[RawRecord | Rejected]:
    data = feed.encode() if isinstance(feed, str) else feed
    return list(split(io.BytesIO(data), SourceFile("feed.xml", len(data), 1)))


def _outcomes(feed: str | bytes) -> list[Extracted | Rejected]:
    return [record if isinstance(record, Rejected) else extract(record) for record in _split(feed)]


def test_an_entry_with_full_content_is_an_article_and_one_with_a_summary_is_not() -> None:
    full, summary = _outcomes(RSS)
    assert isinstance(full, Extracted)
    assert full.body == "The bridge will close.\nFerries & boats will cross."
    assert full.authors == ("Lena Orr",)
    assert {name: stated.value for name, stated in full.stated.items()} == {
        "title": "Bridge to close", "url": "https://echo.example.org/bridge", "outlet": "Tarn Echo", "section": "Local",
        "published_at": "Mon, 05 Jan 2026 08:00:00 GMT", "language": "en-gb",
    }  # fmt: skip
    assert isinstance(summary, Rejected)
    assert summary.reason_code == "feed_without_content"


def test_entries_are_numbered_and_known_by_their_guid() -> None:
    records = [record for record in _split(RSS) if isinstance(record, RawRecord)]
    assert [(record.record_no, record.key, record.source_format) for record in records] == [
        (0, "tag:1", "rss"),
        (1, None, "rss"),
    ]


def test_content_of_nothing_but_elements_is_no_article() -> None:
    (entry,) = _outcomes(
        ATOM.replace("<p>The bridge will close.</p>\n<p>Ferries will cross.</p>", "<details></details>")
    )
    assert isinstance(entry, Rejected)


def test_atom_content_is_read_as_paragraphs() -> None:
    (entry,) = _outcomes(ATOM)
    assert isinstance(entry, Extracted)
    assert entry.body == "The bridge will close.\nFerries will cross."
    assert entry.stated["published_at"].value == "2026-01-05T08:00:00Z"


def test_a_broken_feed_gives_what_can_be_salvaged() -> None:
    first = _outcomes(RSS[: RSS.index("</item>")])[0]
    assert isinstance(first, Extracted)
    assert first.stated["title"].value == "Bridge to close"


TWO = RSS.replace("<description>Read it elsewhere.</description>", "<content:encoded>Ferries cross.</content:encoded>")


@pytest.mark.parametrize("cut", range(TWO.index("<item>"), TWO.index("</rss>")))
def test_a_feed_cut_anywhere_says_so_and_gives_whole_articles_alone(cut: int) -> None:
    *articles, last = _outcomes(TWO[:cut])
    assert isinstance(last, Rejected)
    assert last.reason_code == "broken_xml"
    whole = ["The bridge will close.\nFerries & boats will cross.", "Ferries cross."]
    bodies = [article.body for article in articles if isinstance(article, Extracted)]
    assert bodies == whole[: len(articles)]
    assert len(articles) >= TWO[:cut].count("</item>")


def test_entries_that_a_broken_tag_hides_are_counted() -> None:
    hidden = TWO.replace("<item><title>Only", "<itex><title>Only")
    *_, last = _outcomes(hidden)
    assert isinstance(last, Rejected)
    assert (last.reason_code, last.detail) == ("broken_xml", "2 entries, of which 1 could be read")


def test_a_stray_byte_does_not_spoil_the_whole_feed() -> None:
    quoted = TWO.replace("Ferries cross.", "“Ferries cross,” said Lena Grün, “each day.”").encode()
    outcome = _outcomes(quoted.replace(b"each", b"e\xffch"))[1]
    assert isinstance(outcome, Extracted)
    assert outcome.body == "“Ferries cross,” said Lena Grün, “e\ufffdch day.”"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!-- <a> --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://example.org/b.dtd"> %b;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused_unread(doctype: str, encoding: str) -> None:
    (rejected,) = _outcomes((doctype + RSS.partition("?>")[2]).encode(encoding))
    assert isinstance(rejected, Rejected)
    assert rejected.reason_code == "xml_entities"


@pytest.mark.parametrize(
    "feed", ["<rss><channel><title>a</title></channel></rss>", "https://example.org/feed", "feed.xml", "\0\0"]
)
def test_no_entries_is_said_and_nothing_is_opened_or_fetched(feed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (rejected,) = _outcomes(feed)
    assert isinstance(rejected, Rejected)
    assert rejected.reason_code == "no_entries"
