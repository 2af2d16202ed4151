"""Bundles of Nexis and Factiva, Word documents, RTF, mails and saved pages; all invented."""

import io
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from pipelines.ingest.discover import discover
from pipelines.ingest.reading import read
from pipelines.ingest.reading_settings import ReadingSettings
from pipelines.ingest.worker import read_record
from pipelines.records import Rejected

NEXIS_UNI = """Mill reopens

The Tarn Courier (Tarn)

March 3, 2024 Sunday

Copyright 2024 Tarn Media All Rights Reserved

Section: NEWS; Pg. 4
Length: 120 words
Byline: Mara Quill
Body

It stood idle for nine years.
Now it grinds: "We are glad," said Odo Fenn.

Load-Date: March 9, 2024

End of Document

Ferry late
The Tarn Courier
4 March 2024
Copyright 2024 Tarn Media
Length: 90 words
Body

The ferry was late again on Monday, the port said.

Classification
Language: ENGLISH
Publication-Type: Newspaper

End of Document
"""
FACTIVA = """NEWS
Mill reopens
By Mara Quill
120 words
3 March 2024
09:30
The Tarn Courier
TARNC
4
English
(c) 2024 Tarn Media

It stood idle for nine years.

Now it grinds: "We are glad," said Odo Fenn.

Document TARNC00020240303ek330000a

Ferry late
90 words
4 March 2024
The Tarn Courier
TARNC
English
(c) 2024 Tarn Media

The ferry was late again on Monday, the port said.

Document TARNC00020240304ek340000b
"""
FACTIVA_CODED = """HD  Mill reopens
BY  By Mara Quill
WC  120 words
PD  3 March 2024
SN  The Tarn Courier
SC  TARNC
LA  English
LP
It stood idle for nine years.
TD
Now it grinds: "We are glad," said Odo Fenn.
AN  Document TARNC00020240303ek330000a

HD  Ferry late
WC  90 words
PD  4 March 2024
SN  The Tarn Courier
SC  TARNC
LA  English
LP
The ferry was late again on Monday, the port said.
AN  Document TARNC00020240304ek340000b
"""
OLD_NEXIS = """                        1 of 2 DOCUMENTS

                    Copyright 2024 Tarn Media
                       All Rights Reserved

                        The Tarn Courier

                       March 3, 2024 Sunday
                          Late Edition

SECTION: NEWS; Pg. 4

LENGTH: 120 words

HEADLINE: Mill reopens

BYLINE: Mara Quill

BODY:
It stood idle for nine years.

Now it grinds: "We are glad," said Odo Fenn.

LOAD-DATE: March 9, 2024

                        2 of 2 DOCUMENTS

                        The Tarn Courier

                       March 4, 2024 Monday

HEADLINE: Ferry late

LENGTH: 90 words

The ferry was late again on Monday, the port said.

LOAD-DATE: March 9, 2024
"""


COVER = """User Name: Ann Lee
Date and Time: Tuesday, March 5, 2024 10:00:00 AM GMT
Documents (2)
1. Mill reopens
Client/Matter: -None-
Search Terms: mill AND ferry
2. Ferry late
Client/Matter: -None-
Narrowed by:
"""
PUBLISHER = "\n\nTarn Media Ltd\n\nDocument TARNC"
GERMAN_NEXIS = """                    1 von 2 DOKUMENTEN

                    The Tarn Courier

                    3. März 2024 Sonntag

Mill reopens

AUTOR: Mara Quill

LÄNGE: 120 Wörter

It stood idle for nine years.

Now it grinds: "We are glad," said Odo Fenn.

UPDATE: 9. März 2024

SPRACHE: GERMAN

                    2 von 2 DOKUMENTEN

                    The Tarn Courier

                    4. März 2024 Montag

Ferry late

LÄNGE: 90 Wörter

The ferry was late again on Monday, the port said.

SPRACHE: GERMAN
"""
PROQUEST = """____________________________________________

Document 1 of 2

Mill reopens

Author: Quill, Mara

Publication info: The Tarn Courier ; Tarn [Tarn]. 03 Mar 2024: 4.

Full text: It stood idle for nine years.

Now it grinds: "We are glad," said Odo Fenn.

Title: Mill reopens

Publication title: The Tarn Courier

Publication date: Mar 3, 2024

ProQuest document ID: 123451

____________________________________________

Document 2 of 2

Ferry late

Full text: The ferry was late again on Monday, the port said.

Publication title: The Tarn Courier

Publication date: Mar 4, 2024
"""


IN_FRENCH = {
    "March 3, 2024 Sunday": "dimanche 3 mars 2024",
    "4 March 2024": "lundi 4 mars 2024",
    "3 March 2024": "3 mars 2024",
    "Length: 120 words": "Longueur: 120 mots",
    "Length: 90 words": "Longueur: 90 mots",
    "words": "mots",
    "Byline:": "Auteur:",
    "By Mara": "Par Mara",
    "Body": "Corps",
    "Load-Date": "Date de chargement",
    "Classification\n": "",
    "Language: ENGLISH\n": "Langue: ENGLISH; ANGLAIS\n",
    "English": "Anglais",
    "Publication-Type": "Type-publication",
    "End of Document": "Fin du document",
}
IN_GERMAN = {
    "March 3, 2024 Sunday": "3. März 2024 Sonntag",
    "4 March 2024": "4. März 2024",
    "3 March 2024": "3. März 2024",
    "Length:": "Länge:",
    "words": "Wörter",
    "Byline:": "Autor:",
    "By Mara": "Von Mara",
    "Body": "Text",
    "Load-Date": "Ladedatum",
    "Language": "Sprache",
    "English": "Englisch",
    "End of Document": "Ende des Dokuments",
    "Document TARNC": "Dokument TARNC",
}
PAGES = NEXIS_UNI.replace("Mill reopens\n", "Page 1 of 2\nMill reopens\n\nMill reopens\n", 1).replace(
    "\nLoad-Date", "Page 2 of 2\nMill reopens\nLoad-Date", 1
)
EDITION = OLD_NEXIS.replace("HEADLINE: Mill reopens\n\n", "").replace("Edition\n", "Edition\n\nMill reopens\n")
UNDER_RULES = re.sub(
    r"Document \d of \d\n", "", PROQUEST.replace("date: Mar 4, 2024", "date: Mar 4, 2024\nProQuest document ID: 2")
)


def _in(text: str, words: dict[str, str]) -> str:
    for english, other in words.items():
        text = text.replace(english, other)
    return text


def _docx(text: str) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"{paragraphs}</w:body></w:document>",
        )
    return packed.getvalue()


def _rtf(text: str) -> bytes:
    plain = "".join(rf"\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in text)
    return (r"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0\pard " + plain.replace("\n", "\\par\n") + "}").encode("ascii")


def _mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def _rows(path: Path, data: bytes) -> Iterator[dict[str, Any]]:
    path.write_bytes(data)
    for found in discover([path], root=path.parent):
        for piece in read(found):
            content = piece.content
            result = content if isinstance(content, Rejected) else read_record(content, ReadingSettings())
            yield {"rejected": result.reason_code} if isinstance(result, Rejected) else dict(result.fields)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nexis.txt", NEXIS_UNI.encode()),
        ("nexis.docx", _docx(NEXIS_UNI)),
        ("nexis.rtf", _rtf(NEXIS_UNI)),
        ("old.txt", OLD_NEXIS.encode()),
        ("old.rtf", _rtf(OLD_NEXIS)),
        ("factiva.txt", FACTIVA.encode("utf-16")),
        ("factiva.rtf", _rtf(FACTIVA)),
        ("factiva.docx", _docx(FACTIVA)),
        ("coded.txt", FACTIVA_CODED.replace("\n", "\r\n").encode()),
        ("coded_narrow.txt", FACTIVA_CODED.replace("  ", " ").encode()),
        ("cover.docx", _docx(COVER + NEXIS_UNI)),
        ("german.txt", GERMAN_NEXIS.encode()),
        ("proquest.txt", PROQUEST.encode()),
        ("nexis_french.txt", _in(NEXIS_UNI, IN_FRENCH).encode()),
        ("nexis_german.docx", _docx(_in(NEXIS_UNI, IN_GERMAN))),
        ("factiva_french.rtf", _rtf(_in(FACTIVA, IN_FRENCH))),
        ("factiva_french_without_by.txt", _in(FACTIVA, IN_FRENCH | {"By Mara": "Mara"}).encode()),
        ("factiva_german.txt", _in(FACTIVA, IN_GERMAN).encode("cp1252")),
        ("coded_german.txt", _in(FACTIVA_CODED, IN_GERMAN).encode()),
        ("pages.txt", PAGES.encode()),
        ("proquest_rules.txt", UNDER_RULES.encode()),
        ("edition.txt", EDITION.encode()),
        ("publisher.txt", FACTIVA.replace("\n\nDocument TARNC", PUBLISHER).encode()),
    ],
)
def test_a_bundle_is_split_into_its_articles(tmp_path: Path, name: str, data: bytes) -> None:
    mill, ferry = _rows(tmp_path / name, data)
    text = 'Mill reopens\nIt stood idle for nine years.\nNow it grinds: "We are glad," said Odo Fenn.'
    assert (mill["text"], mill["authors"]) == (text, ["Mara Quill"])
    assert ferry["text"] == "Ferry late\nThe ferry was late again on Monday, the port said."
    assert {row["outlet"].removesuffix(" (Tarn)") for row in (mill, ferry)} == {"The Tarn Courier"}
    assert [row["published_at"].day for row in (mill, ferry)] == [3, 4]


def test_a_text_that_speaks_of_documents_is_no_bundle(tmp_path: Path) -> None:
    text = "Papers found\n\nOnly 1 of 3 documents was whole, the mill said.\n\nIt stood idle.\n"
    assert len(list(_rows(tmp_path / "a.txt", text.encode()))) == 1


@pytest.mark.parametrize("make", [_docx, _rtf])
def test_a_document_of_one_article_has_its_headline_first(tmp_path: Path, make: Any) -> None:
    [row] = _rows(tmp_path / "a.bin", make("Mill “reopens”\nIt stood idle for nine years – or ten."))
    assert row["text"] == "Mill “reopens”\nIt stood idle for nine years – or ten."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", _docx("Mill\nIt stood idle.")[:300]),
        ("a.rtf", _rtf("Mill reopens\nIt stood idle for nine years.")[:70]),
    ],
)
def test_a_document_that_is_cut_off_is_told_of(tmp_path: Path, name: str, data: bytes) -> None:
    *_, last = _rows(tmp_path / name, data)
    assert last["rejected"] in ("broken_document", "broken_container")


def test_a_mail_in_plain_text_or_html_is_an_article_of_its_sender(tmp_path: Path) -> None:
    mail = _mail(From="Tarn Courier <news@tarn.example>", Subject="Mill", Date="Sun, 3 Mar 2024 09:30:00 +0100")
    mail.set_content("See our page.")
    mail.add_alternative("<p>It stood idle for nine years.</p><p>Now it grinds.</p>", subtype="html")
    [row] = _rows(tmp_path / "a.eml", bytes(mail))
    assert row["text"].endswith("It stood idle for nine years.\nNow it grinds.")
    assert (row["outlet"], row["published_at"].hour) == ("Tarn Courier", 8)


def test_a_newsletter_loses_the_lines_by_which_one_leaves_it(tmp_path: Path) -> None:
    mail = _mail(From="Tarn Courier <news@tarn.example>", Subject="Mill")
    mail.set_content(
        "<a>View in browser</a><p>It stood idle for nine years.</p><p>Unsubscribe | Manage preferences</p>",
        subtype="html",
    )
    [row] = _rows(tmp_path / "a.eml", bytes(mail))
    assert row["text"] == "Mill\nIt stood idle for nine years."


def test_a_forwarded_mail_is_that_of_its_first_sender(tmp_path: Path) -> None:
    mail = _mail(From="Me <me@x.example>", Subject="Fwd: Mill", Date="Tue, 5 Mar 2024 09:30:00 +0100")
    mail.set_content(
        "---------- Forwarded message ---------\nFrom: Tarn Courier <news@tarn.example>\nDate: 3 March 2024 09:00\n"
        "Subject: Mill reopens\nTo: <me@x.example>\n\nIt stood idle for nine years.\n"
    )
    [row] = _rows(tmp_path / "a.eml", bytes(mail))
    assert (row["text"], row["outlet"], row["published_at"].day) == (
        "Mill reopens\nIt stood idle for nine years.",
        "Tarn Courier",
        3,
    )


def test_each_mail_of_a_box_is_an_article(tmp_path: Path) -> None:
    box = b""
    for subject in ("Mill reopens", "Ferry late"):
        mail = _mail(From="news@tarn.example", To="me@x.example", Subject=subject, Message_ID=f"<{subject[:4]}@x>")
        mail.set_content(f"{subject} on Monday, the port said.\n\n>From there it went on.\n")
        box += b"From news@tarn.example Sun Mar  3 09:30:00 2024\n" + bytes(mail) + b"\n"
    rows = list(_rows(tmp_path / "news.mbox", box))
    assert [row["title"] for row in rows] == ["Mill reopens", "Ferry late"]
    assert rows[0]["text"].endswith("From there it went on.")


def test_a_page_saved_with_its_pictures_is_read_as_the_page(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Mill reopens</title></head><body><article><h1>Mill reopens</h1>"
        "<p>It stood idle for nine years, and the wheel was broken.</p><p>Now it grinds, said the miller.</p>"
        "</article></body></html>"
    )
    mail = _mail(From="<Saved by Blink>", Snapshot_Content_Location="https://tarn.example/mill", Subject="x")
    mail.set_content("x", subtype="plain")
    mail.clear_content()
    mail.make_related()
    mail.add_related(page, subtype="html")
    mail.add_related(b"\x89PNG", maintype="image", subtype="png")
    [row] = _rows(tmp_path / "a.mhtml", bytes(mail))
    assert (row["url"], row["title"]) == ("https://tarn.example/mill", "Mill reopens")
    assert "PNG" not in row["text"]
