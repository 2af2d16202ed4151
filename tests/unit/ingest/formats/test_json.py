"""JSON documents, JSON Lines, ninjs, and the names of fields."""

import io
import json
from typing import Any

import pytest

from pipelines.ingest.fields import DEFAULT_MAPPING, mapping_with
from pipelines.ingest.formats import json_document, json_lines
from pipelines.ingest.formats.json_object import extract_object
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected, Stated

TARN = "Tarn Press"
SOURCE = SourceFile("a.json", 1, 1)
NEWS_PLEASE = {
    "title": "Mill reopens",
    "maintext": "It stood idle.\nNow it grinds.",
    "authors": ["Mara Quill", "Teo Brandt"],
    "date_publish": "2026-01-30 10:00:00",
    "date_modify": None,
    "source_domain": "tarncourier.example",
    "url": "https://tarncourier.example/mill",
    "language": "en",
    "description": "A mill.",
}


def _extract(record: dict[str, Any]) -> Extracted:
    extracted = extract_object(record, DEFAULT_MAPPING)
    assert isinstance(extracted, Extracted)
    return extracted


def _split(data: bytes) -> list[tuple[str, int | None] | str]:
    found = json_document.split(io.BytesIO(data), SOURCE, DEFAULT_MAPPING)
    return [item.reason_code if isinstance(item, Rejected) else (item.source_format, item.record_no) for item in found]


def test_news_please_fields_are_read() -> None:
    found = _extract(NEWS_PLEASE)
    assert found.body == NEWS_PLEASE["maintext"]
    assert found.authors == ("Mara Quill", "Teo Brandt")
    assert {name: stated.value for name, stated in found.stated.items()} == {
        "title": "Mill reopens",
        "url": "https://tarncourier.example/mill",
        "outlet": "tarncourier.example",
        "published_at": "2026-01-30 10:00:00",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("record", "name", "value"),
    [
        ({"author": "Mara Quill"}, "byline", "Mara Quill"),
        ({"author": {"name": "Mara Quill"}}, "byline", "Mara Quill"),
        ({"publisher": {"@type": "Organization", "name": "Tarn Courier"}}, "outlet", "Tarn Courier"),
        ({"source": {"id": None, "name": "Tarn Courier"}}, "outlet", "Tarn Courier"),
        ({"datePublished": "2026-01-30"}, "published_at", "2026-01-30"),
        ({"timestamp": 1769767200}, "published_at", "1769767200"),
        ({"headline": " Mill "}, "title", "Mill"),
    ],
)
def test_common_names_are_known(record: dict[str, Any], name: str, value: str) -> None:
    assert _extract({"text": "It stood idle.", **record}).stated[name] == Stated(value, "metadata")


@pytest.mark.parametrize(
    ("record", "name", "value"),
    [
        ({"Full Text": "It stood idle.", "Publication Title": TARN}, "outlet", TARN),
        ({"FULL_TEXT": "It stood idle.", "publication-date": "5 May 2026"}, "published_at", "5 May 2026"),
        ({"_id": "7", "_source": {"Text": "It stood idle.", "Title": "Mill"}}, "title", "Mill"),
        ({"id": "7", "type": "news", "attributes": {"body": "It stood idle.", "headline": "Mill"}}, "title", "Mill"),
        ({"body": "It stood idle.", "date": {"$date": {"$numberLong": "158420190"}}}, "published_at", "158420190"),
        ({"body": "It stood idle.", "date": 1769767200.0}, "published_at", "1769767200"),
        ({"text": "It stood idle.", "source": "https://t.example/m", "hostname": "t.example"}, "outlet", "t.example"),
        ({"text": "It stood idle.", "source": "https://tarn.example/mill"}, "url", "https://tarn.example/mill"),
        ({"text": "It stood idle.", "url": "https://t.example", "link": "https://t.example/a"}, "url", "https://t.example/a"),
        ({"title": {"rendered": "Mill"}, "content": {"rendered": "<p>It stood idle.</p>"}}, "title", "Mill"),
        ({"content_elements": [{"content": "It stood idle."}], "headlines": {"basic": "Mill"}}, "title", "Mill"),
        ({"webTitle": "x", "fields": {"bodyText": "It stood idle.", "headline": "Mill"}}, "title", "Mill"),
        ({"HD": "Mill", "LP": "It stood", "TD": "idle."}, "title", "Mill"),
        ({"_source.title": "Mill", "_source.text": "It stood idle.", "_source.source.name": TARN}, "outlet", TARN),
        ({"webTitle": "x", "fields.headline": "Mill", "fields.bodyText": "It stood idle."}, "title", "Mill"),
        ({"Item": {"title": {"S": "Mill"}, "text": {"S": "It stood idle."}}}, "title", "Mill"),
        ({"fields": {"text": {"stringValue": "It stood idle."}, "title": {"stringValue": "Mill"}}}, "title", "Mill"),
        ({"text": "It stood idle.", "date": {"$timestamp": {"t": 1584201900, "i": 1}}}, "published_at", "1584201900"),
        ({"text": "It stood idle.", "publisher": "Tarn Media Ltd", "Publication": TARN}, "outlet", TARN),
        ({"Titel": "Mill", "Artikeltext": "It stood idle."}, "title", "Mill"),
        ({"title": "Mill", "story_sentences": [{"sentence": "It stood"}, {"sentence": "idle."}]}, "title", "Mill"),
        ({"title": "M", "content": [{"type": "text", "text": it} for it in ("It", " stood idle.")]}, "title", "M"),
    ],
)  # fmt: skip
def test_names_match_however_they_are_spelt_and_wrapped(record: dict[str, Any], name: str, value: str) -> None:
    found = _extract(record)
    assert found.body.replace("\n", " ") == "It stood idle."
    assert found.stated[name] == Stated(value, "metadata")


@pytest.mark.parametrize("nothing", ["nan", "None", "null", "NaT", float("nan"), "", None, {"$date": None}])
def test_what_programs_write_for_nothing_is_nothing(nothing: Any) -> None:
    found = _extract({"text": "It stood idle.", "author": nothing, "date": nothing, "url": nothing, "authors": nothing})
    assert (found.stated, found.authors) == ({}, ())


@pytest.mark.parametrize(
    "authors",
    [
        ["Mara Quill", "Teo Brandt"],
        "['Mara Quill', 'Teo Brandt']",
        '["Mara Quill", "Teo Brandt"]',
        [{"first": "Mara", "last": "Quill"}, {"givenName": "Teo", "familyName": "Brandt"}],
        {"@type": "Person", "name": ["Mara Quill", "Teo Brandt"]},
        {"person": [{"firstname": "Mara", "lastname": "Quill"}, {"firstname": "Teo", "lastname": "Brandt"}]},
        [{"name": "Mara Quill"}, {"@type": "Organization", "name": TARN}, {"fullName": "Teo Brandt"}],
    ],
)
def test_authors_are_read_in_every_form(authors: Any) -> None:
    assert _extract({"text": "It stood idle.", "authors": authors}).authors == ("Mara Quill", "Teo Brandt")


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "response": {"results": [{"webTitle": "Mill", "fields": {"bodyText": "a"}}]}},
        {"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_source": {"text": "a"}}]}},
        {"response": {"docs": [{"headline": {"main": "Mill"}, "lead_paragraph": "a"}]}},
        {"total_rows": 1, "rows": [{"id": "7", "doc": {"text": "a"}}]},
        {"title": {"0": "Mill"}, "text": {"0": "a"}},
        {"7": {"title": "Mill", "text": "a"}},
        {"took": 3, "responses": [{"hits": {"hits": [{"_source": {"text": "a"}}]}}]},
        {"columns": ["title", "text"], "index": [0], "data": [["Mill", "a"]]},
        {"columns": [{"name": "title", "type": "text"}, {"name": "text", "type": "text"}], "rows": [["Mill", "a"]]},
        [[{"title": "Mill", "text": "a"}]],
    ],
)
def test_a_list_of_records_is_found_in_its_wrapper(document: Any) -> None:
    assert _split(json.dumps(document).encode()) == [("json", 0)]


def test_a_wrapper_of_ones_own_is_named() -> None:
    mapping = mapping_with({}, records="export.pieces")
    data = json.dumps({"export": {"pieces": [{"text": "a"}, {"text": "b"}]}}).encode()
    assert len(list(json_document.split(io.BytesIO(data), SOURCE, mapping))) == 2


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"text": "a", "n": NaN}, {"text": "b", "n": -Infinity}]', [("json", 0), ("json", 1)]),
        (b'{\n "text": "a"\n}\n{\n "text": "b"\n}\n', [("json", 0), ("json", 1)]),
        (b'[{"text": "a"}]\n[{"text": "b"}]', [("json", 0), ("json", 1)]),
        (b'\x1e{\n"text": "a"}\n\x1e{\n"text": "b"}\n', [("json", 0), ("json", 1)]),
        (b'[{"text": "a"}, {"text": "b"}, {"te', [("json", 0), ("json", 1), "broken_json"]),
        (b'{"text": "a"}, oops', [("json", 0), "broken_json"]),
        (b'[{"text": "a, ]", "n": undefined,},]', [("json", 0)]),
        (b'{"text": "half \\ud83d pair"}', [("json", None)]),
    ],
)
def test_what_is_not_strict_is_read_as_far_as_it_goes(data: bytes, expected: list[Any]) -> None:
    assert _split(data) == expected


def test_names_of_ones_own_come_first_and_reach_into_objects() -> None:
    mapping = mapping_with({"data.kop": "title", "data.tekst": "text"})
    found = extract_object({"title": "no", "text": "no", "data": {"kop": "Kop", "tekst": "Tekst"}}, mapping)
    assert isinstance(found, Extracted)
    assert (found.body, found.stated["title"].value) == ("Tekst", "Kop")


def test_a_field_that_does_not_exist_cannot_be_mapped() -> None:
    with pytest.raises(ValueError, match="no such field: kop"):
        mapping_with({"title": "kop"})


@pytest.mark.parametrize("body", ["<p>It stood <b>idle</b>.</p><script>x()</script><p>Now it grinds &amp; hums.</p>"])
def test_a_body_in_html_comes_down_to_paragraphs(body: str) -> None:
    assert _extract({"content": body}).body == "It stood idle.\nNow it grinds & hums."


@pytest.mark.parametrize("body", ["", "  ", None, 7, {}, [], [None], {"text": None}])
def test_a_record_without_a_text_has_no_body(body: Any) -> None:
    found = extract_object({"title": "Mill", "text": body}, DEFAULT_MAPPING)
    assert isinstance(found, Rejected)
    assert found.reason_code == "no_body"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"text": "a"}, [("json", None)]),
        ([{"text": "a"}, 7, {"text": "b"}], [("json", 0), "not_an_article", ("json", 2)]),
        ({"articles": [{"text": "a"}, {"text": "b"}]}, [("json", 0), ("json", 1)]),
        ({"text": "a", "items": [{"text": "b"}]}, [("json", None)]),
        (7, ["not_an_article"]),
    ],
)
def test_a_document_is_an_article_or_a_list_of_them(document: Any, expected: list[Any]) -> None:
    assert _split(json.dumps(document).encode()) == expected
    assert _split(json.dumps(document, indent=2).encode()) == expected


def test_a_document_that_goes_on_with_another_is_json_lines() -> None:
    assert _split(b'{"text": "a"}\n\n{"text": "b"}\n') == [("jsonl", 0), ("jsonl", 1)]
    assert _split(b'{"text": "a"}\n\n') == [("json", None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_is_read_in_other_encodings_too(encoding: str) -> None:
    data = json.dumps({"text": "Müller war dä – später hörte man mehr darüber. " * 5}, ensure_ascii=False).encode(
        encoding
    )
    [record] = json_document.split(io.BytesIO(data), SOURCE, DEFAULT_MAPPING)
    assert isinstance(record, RawRecord)
    assert record.payload["text"].startswith("Müller war dä")  # type: ignore[call-overload]


def test_a_line_is_parsed_only_when_it_is_extracted() -> None:
    records = list(json_lines.split(io.BytesIO(b'{"text": "a"}\n{oops}\n'), SOURCE, DEFAULT_MAPPING))
    assert [record.record_no for record in records if isinstance(record, RawRecord)] == [0, 1]
    broken = json_lines.extract(records[1], DEFAULT_MAPPING)  # type: ignore[arg-type]
    assert isinstance(broken, Rejected)
    assert broken.reason_code == "broken_json"


@pytest.mark.parametrize(
    "item",
    [
        {
            "headline": "Mill reopens",
            "body_text": "It stood idle.",
            "byline": "Mara Quill",
            "copyrightholder": TARN,
            "versioncreated": "2026-01-30T10:00:00Z",
        },
        {
            "headline": "Mill reopens",
            "body_xhtml": "<p>It stood idle.</p>",
            "byline": "Mara Quill",
            "infosources": [{"name": TARN}],
            "versioncreated": "2026-01-30T10:00:00Z",
        },
        {
            "headlines": [{"role": "short", "value": "Mill"}, {"role": "main", "value": "Mill reopens"}],
            "bodies": [
                {"contenttype": "text/html", "value": "<p>HTML</p>"},
                {"contenttype": "text/plain", "role": "summary", "value": "Short."},
                {"contenttype": "text/plain", "role": "text", "value": "It stood idle."},
            ],
            "by": "Mara Quill",
            "copyrightholder": TARN,
            "versioncreated": "2026-01-30T10:00:00Z",
        },
        {
            "headlines": [{"role": "main", "contentType": "text/plain", "value": "Mill reopens"}],
            "bodies": [
                {"contentType": "text/html", "value": "<p>HTML</p>"},
                {"contentType": "text/plain", "value": "It stood idle."},
            ],
            "by": "Mara Quill",
            "infoSources": [{"name": TARN}],
            "versionCreated": "2026-01-30T10:00:00Z",
        },
    ],
    ids=["1.x text", "1.x xhtml", "2.x", "3.x"],
)  # fmt: skip
def test_ninjs_of_each_version_is_read(item: dict[str, Any]) -> None:
    found = _extract({"uri": "urn:tarn:1", "language": "en-GB", **item})
    assert (found.body, found.key) == ("It stood idle.", "urn:tarn:1")
    values = {name: stated.value for name, stated in found.stated.items() if name != "url"}
    assert values == {
        "title": "Mill reopens",
        "byline": "Mara Quill",
        "outlet": TARN,
        "published_at": "2026-01-30T10:00:00Z",
        "language": "en-GB",
    }


def test_what_a_crawler_left_escaped_in_plain_fields_is_unescaped() -> None:
    found = _extract(
        {
            "title": "Fenn &amp; Sons",
            "text": "It cost &#163;3m &lt;less&gt;, R&D aside & so on.",
            "authors": ["A &quot;B&quot; C"],
        }
    )
    assert found.body == "It cost £3m <less>, R&D aside & so on."
    assert (found.stated["title"].value, found.authors) == ("Fenn & Sons", ('A "B" C',))


def test_a_ninjs_picture_has_no_body() -> None:
    picture = {"uri": "urn:tarn:2", "type": "picture", "headline": "Mill", "description_text": "A mill at dusk."}
    assert isinstance(extract_object(picture, DEFAULT_MAPPING), Rejected)


def test_a_page_that_a_crawler_kept_as_text_is_read_as_a_page() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Mill reopens</title></head><body><nav><a href='/'>Home</a></nav><article>"
        "<h1>Mill reopens</h1><p>The mill at the weir grinds again, after two winters of work on its roof. "
        "Volunteers carried the stones up from the river and hung them on a new beam of oak.</p>"
        "<p>Flour is sold at the door on Saturdays, and the oldest class keeps the accounts.</p>"
        "<p>It stood idle for nine years, and the wheel was broken.</p></article></body></html>"
    )
    found = _extract({"url": "https://tarn.example/mill", "html": page, "author": "Mara Quill"})
    assert found.body.endswith("It stood idle for nine years, and the wheel was broken.")
    assert "Home" not in found.body
    assert (found.stated["title"].value, found.stated["byline"].value) == ("Mill reopens", "Mara Quill")


@pytest.mark.parametrize(
    "record",
    [
        {"_source": {"article": {"title": "Mill reopens", "text": "It stood idle for years."}}},
        {"fields": {"title": ["Mill reopens"], "body": ["It stood idle for years."]}},
        {"response": {"content": {"webTitle": "Mill reopens", "fields": {"body": "<p>It stood idle for years.</p>"}}}},
        {"webTitle": "Mill reopens", "blocks": {"body": [{"id": "1", "bodyHtml": "<p>It stood idle for years.</p>"}]}},
        {"title": "Mill reopens", "text": "['It stood idle for years.']"},
    ],
)
def test_a_text_is_found_however_deep_a_search_engine_or_api_keeps_it(record: dict[str, Any]) -> None:
    extracted = _extract(record)
    assert (extracted.body, extracted.stated["title"].value) == ("It stood idle for years.", "Mill reopens")


@pytest.mark.parametrize(
    "date",
    [
        {"seconds": 1709625600, "nanoseconds": 0},
        ["2024-03-05T08:00:00Z"],
        "Timestamp('2024-03-05 08:00:00')",
        "datetime.datetime(2024, 3, 5, 8, 0)",
        "/Date(1709625600)/",
        "{'$date': '2024-03-05T08:00:00Z'}",
    ],
)
def test_a_date_is_taken_out_of_what_a_program_wraps_it_in(date: object) -> None:
    stated = _extract({"text": "It stood idle for years.", "date": date}).stated["published_at"].value
    assert stated.replace("T", " ").rstrip("Z") in ("2024-03-05 08:00:00", "1709625600")


@pytest.mark.parametrize(
    "cell",
    [
        "['Mara Quill', 'Teo Brandt', nan]",
        "['Mara Quill' 'Teo Brandt']",
        "array(['Mara Quill', 'Teo Brandt'], dtype=object)",
        '{"Mara Quill","Teo Brandt"}',
        "[{'name': 'Mara Quill'}, {'name': 'Teo Brandt'}]",
    ],
)
def test_authors_that_pandas_numpy_or_postgres_wrote_into_a_cell_keep_their_order(cell: str) -> None:
    assert _extract({"text": "It stood idle for years.", "authors": cell}).authors == ("Mara Quill", "Teo Brandt")


@pytest.mark.parametrize("nothing", ["[Removed]", "ONLY AVAILABLE IN PAID PLANS"])
def test_what_an_api_leaves_out_is_no_text(nothing: str) -> None:
    rejected = extract_object({"title": "Mill reopens", "content": nothing}, DEFAULT_MAPPING)
    assert isinstance(rejected, Rejected)
    assert rejected.reason_code == "no_body"


def test_pages_of_results_are_joined_in_a_list_and_in_lines() -> None:
    pages = [{"page": 1, "articles": [NEWS_PLEASE, NEWS_PLEASE]}, {"page": 2, "articles": [NEWS_PLEASE]}]
    assert [number for _, number in _split(json.dumps(pages).encode())] == [0, 1, 2]
    lines = "\n".join(map(json.dumps, pages)).encode()
    assert [number for _, number in _split(lines)] == [0, 1, 2]
    found = list(json_lines.split(io.BytesIO(lines), SOURCE, DEFAULT_MAPPING))
    assert all(isinstance(record, RawRecord) for record in found)
    assert [json_lines.extract(record, DEFAULT_MAPPING).stated["title"].value for record in found] == [
        "Mill reopens"
    ] * 3  # type: ignore[union-attr, arg-type]


def test_what_mongodb_s_shell_prints_is_read() -> None:
    printed = b'{"_id": ObjectId("5e6c"), "title": "Mill", "text": "It stood idle.", "date": ISODate("2024-03-05")}'
    assert _split(printed) == [("json", None)]
