"""NewsML-G2 and NITF."""

import io
from types import ModuleType

import pytest

from pipelines.ingest.formats import newsml, nitf
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><title>Bridge</title>
<docdata><date.issue norm="20260105T080000Z"/></docdata><pubdata name="Tarn Echo" position.section="Local"/>
</head><body>
<body.head><hedline><hl1>Bridge to close</hl1></hedline>
<byline>By Lena Orr, <byttl>Staff writer</byttl></byline><dateline><location>Tarnmouth</location></dateline></body.head>
<body.content><p>The bridge will <em>close</em>.</p><media><media-caption>A bridge.</media-caption></media>
<block><p>Ferries will cross.</p></block></body.content></body></nitf>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" xml:lang="en"><itemMeta>
<provider literal="x"><name>Tarn Agency</name></provider><versionCreated>2026-01-05T09:00:00Z</versionCreated>
<firstCreated>2026-01-05T08:00:00Z</firstCreated></itemMeta>
<contentMeta><by>By Max Tell</by><dateline>TARNMOUTH</dateline>
<creditline>Tarn Agency</creditline><headline>Bridge to close</headline></contentMeta>
<contentSet>{}</contentSet></newsItem>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>
<body><p>The bridge will close.</p><div><p>Ferries will cross.</p></div></body></html></inlineXML>"""
BODY = "The bridge will close.\nFerries will cross."


def _outcomes(module: ModuleType, document: str | bytes) -> list[Extracted | Rejected]:
    data = document.encode() if isinstance(document, str) else document
    records: list[RawRecord | Rejected] = list(module.split(io.BytesIO(data), SourceFile("a.xml", len(data), 1)))
    return [record if isinstance(record, Rejected) else module.extract(record) for record in records]


def _codes(module: ModuleType, document: str) -> list[str]:
    return [
        outcome.reason_code if isinstance(outcome, Rejected) else "extracted" for outcome in _outcomes(module, document)
    ]


def test_nitf_gives_paragraphs_without_captions_and_what_its_head_states() -> None:
    (article,) = _outcomes(nitf, NITF)
    assert isinstance(article, Extracted)
    assert article.body == BODY
    assert {name: stated.value for name, stated in article.stated.items()} == {
        "title": "Bridge to close", "byline": "By Lena Orr, Staff writer", "dateline_place": "Tarnmouth",
        "published_at": "20260105T080000Z", "outlet": "Tarn Echo", "section": "Local",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        XHTML,
        f"<inlineXML contenttype='application/nitf+xml'>{NITF}</inlineXML>",
        "<inlineData contenttype='text/plain'>The bridge\nwill close.\n\nFerries will cross.</inlineData>",
        "<inlineData contenttype='text/html'>&lt;p&gt;The bridge will close.&lt;/p&gt;Ferries will cross.</inlineData>",
        "<remoteContent href='a.jpg'/><inlineXML><p>The bridge will close.</p><p>Ferries will cross.</p></inlineXML>",
    ],
)
def test_a_news_item_s_inline_text_is_read_in_every_form(content: str) -> None:
    (article,) = _outcomes(newsml, ITEM.format(content))
    assert isinstance(article, Extracted)
    assert article.body == BODY
    stated = {name: stated.value for name, stated in article.stated.items() if name != "section"}
    assert stated == {
        "title": "Bridge to close", "byline": "By Max Tell", "dateline_place": "TARNMOUTH",
        "wire_credit": "Tarn Agency", "outlet": "Tarn Agency", "published_at": "2026-01-05T08:00:00Z",
        "modified_at": "2026-01-05T09:00:00Z", "language": "en",
    }  # fmt: skip


def test_each_item_of_a_message_is_a_record_of_its_own() -> None:
    message = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{ITEM.format(XHTML)}
    <packageItem/><conceptItem/></itemSet></newsMessage>"""
    assert _codes(newsml, message) == ["extracted", "package_without_content", "not_an_article"]
    numbers = [
        record.record_no
        for record in newsml.split(io.BytesIO(message.encode()), SourceFile("a", 1, 1))
        if isinstance(record, RawRecord)
    ]
    assert numbers == [0, 1, 2]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (ITEM.format("<remoteContent href='a.jpg'/>"), "no_body"),
        (ITEM.format("<inlineXML> </inlineXML>"), "no_body"),
        (ITEM.format("<inlineData encoding='base64'>YQ==</inlineData>"), "no_body"),
        ("<newsMessage><itemSet/></newsMessage>", "no_entries"),
        ("<planningItem/>", "not_an_article"),
        ("<other/>", "not_an_article"),
        ("<newsItem>&undeclared;</newsItem>", "broken_xml"),
        ("<newsItem>", "broken_xml"),
        ("<newsItem>" + "<a>" * 1000 + "</a>" * 1000 + "</newsItem>", "too_deep"),
        ("<!DOCTYPE newsItem [<!ENTITY a 'b'>]><newsItem>&a;</newsItem>", "xml_entities"),
    ],
)
def test_what_is_no_article_has_its_reason(document: str, code: str) -> None:
    assert _codes(newsml, document) == [code]


def test_an_external_dtd_is_not_loaded() -> None:
    assert _codes(nitf, "<!DOCTYPE nitf SYSTEM 'http://example.org/nitf.dtd'>" + NITF) == ["extracted"]
    assert _codes(nitf, "<nitf><body><body.content/></body></nitf>") == ["no_body"]
