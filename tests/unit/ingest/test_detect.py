"""Formats told by content, then by name."""

import pytest

from pipelines.ingest.detect import Detected, detect
from pipelines.records import Rejected


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "Mill reopens\n\nText.", "text"),
        ("README", "Mill reopens", "text"),
        ("a.txt", "[1] is a footnote, not JSON", "text"),
        ("a.txt", "{curly} beginnings are text too", "text"),
        ("a.txt", "<Tarn Press> -- The mill reopens", "text"),
        ("a.md", "# Mill", "markdown"),
        ("a.txt", '{"title": "Mill",\n "text": "..."}', "json"),
        ("a.txt", '  [{"title": "Mill"}]', "json"),
        ("a.json", '{"title": "Mill"}\n{"title": "Inn"}', "jsonl"),
        ("a.json", '[{"title": "Mill"}]', "json"),
        ("a.jsonl", '{"title": "Mill"}', "jsonl"),
        ("a.jsonl", '[{"title": "Mill"}]', "json"),
        ("a.jsonl", '{\n"title": "Mill"}', "json"),
        ("a.csv", '{"title": "Mill"}\n{"title": "Inn"}', "jsonl"),
        ("a.txt", "title;text\nMill;It reopens", "csv"),
        ("a.txt", "sep=;\r\ntitle;text\r\nMill;It reopens", "csv"),
        ("table", '"id","headline","body"\n1,Mill,It reopens', "csv"),
        ("a.txt", "Date, Title and text of a speech\nIt reopens", "text"),
        ("a.jsonl", 'a broken line\n{"title": "Mill"}', "jsonl"),
        ("a.txt", "ORCHARD FIRE KILLS TWO", "text"),
        ("Mr. Orr speaks", "Mill reopens", "text"),
        ("a.dat", '{"title": "Mill"}', "json"),
        ("a.txt", "<!DOCTYPE html>\n<html>", "html"),
        ("a.html", "Text before <p>the first tag</p>", "html"),
        ("a.php", "<!-- made by hand --><HTML lang=en>", "html"),
        ("a.html", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='y'>", "html"),
        ("a.html", "<div>Gone</div>", "html"),
        ("a.xml", "<?xml version='1.0'?>\n<!-- c -->\n<rss version='2.0'>", "rss"),
        ("a.xml", "<?xml-stylesheet href='x'?><rdf:RDF xmlns:rdf='y'>", "rss"),
        ("a.txt", "<feed xmlns='http://www.w3.org/2005/Atom'>", "atom"),
        ("a.xml", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", "atom"),
        ("a.xml", "<!DOCTYPE nitf SYSTEM 'nitf.dtd' [<!ENTITY a 'b'>]>\n<nitf>", "nitf"),
        ("a.xml", "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", "newsml"),
        ("a.xml", "<NewsML Version='1.2'>", "newsml"),
        ("a.csv", "title,text\na,b", "csv"),
        ("a.tsv", "{title\ttext", "csv"),
        ("a.bin", "PAR1....", "parquet"),
        ("a.txt", "WARC/1.0\r\nWARC-Type: warcinfo", "warc"),
    ],
)
def test_content_tells_the_format(name: str, content: str, expected: str) -> None:
    assert detect(content.encode(), name) == Detected(expected)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_mark_or_wide_characters_do_not_hide_it(encoding: str) -> None:
    assert detect("<rss version='2.0'><channel>".encode(encoding), "a.xml") == Detected("rss")


def test_the_shifts_between_latin_and_korean_letters_are_not_binary() -> None:
    assert detect(("시장은 다리가 금요일에 닫힌다고 말했다\n" * 9).encode("iso2022_kr"), "a.txt") == Detected("text")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", b"prose", "mis_declared"),
        ("a.jsonl", b"prose", "mis_declared"),
        ("a.html", b"prose without a tag", "mis_declared"),
        ("a.xml", b"prose", "mis_declared"),
        ("a.txt.gz", b"prose", "mis_declared"),
        ("a.zip", b"prose", "mis_declared"),
        ("a.warc", b"prose", "mis_declared"),
        ("a.xml", b"<svg/>", "unsupported_format"),
        ("a.xml", b"<?xml version='1.0' enc", "broken_xml"),
        ("a.py", b"import os", "unsupported_format"),
        ("a.txt", b"%PDF-1.4", "unsupported_format"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "unsupported_format"),
        ("a.txt", b"a\0b", "binary"),
        ("a.txt", b"", "empty_file"),
        ("a.txt", b"\xef\xbb\xbf \n", "empty_file"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_reason(name: str, content: bytes, code: str) -> None:
    found = detect(content, name)
    assert isinstance(found, Rejected)
    assert found.reason_code == code


def test_the_name_inside_a_gz_counts() -> None:
    assert detect(b"# Mill", "a.md.gz", is_packed=True) == Detected("markdown")
    assert detect(b"a,b", "news.zip!a.csv.gz", is_packed=True) == Detected("csv")
