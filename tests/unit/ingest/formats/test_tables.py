"""CSV and Parquet."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ingest.fields import DEFAULT_MAPPING
from pipelines.ingest.formats import csv_table, parquet
from pipelines.ingest.limits import InputRejected
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

SOURCE = SourceFile("a.csv", 1, 1)


def _cells(data: bytes) -> list[object]:
    found = csv_table.split(io.BufferedReader(io.BytesIO(data)), SOURCE)  # type: ignore[type-var]
    return [item.reason_code if isinstance(item, Rejected) else item.payload for item in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_delimiter_and_encoding_gives_the_same_rows(delimiter: str, encoding: str) -> None:
    rows = [
        ["title", "text"],
        ["Mühle", '"Sie steht still, heißt es;\nund | das seit Jahren."'],
        ["Zwei", "Später hörte man mehr."],
    ]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert _cells(data) == [
        {"title": "Mühle", "text": "Sie steht still, heißt es;\nund | das seit Jahren."},
        {"title": "Zwei", "text": "Später hörte man mehr."},
    ]


def test_lines_above_the_header_are_passed_over() -> None:
    assert _cells(b"Results for: mill\n\ntitle;text\nMill;It stood idle, it is said.\n") == [
        {"title": "Mill", "text": "It stood idle, it is said."}
    ]


def test_a_row_is_read_by_the_names_of_its_columns() -> None:
    [record] = csv_table.split(io.BufferedReader(io.BytesIO(b"id,headline,body\n7,Mill,It stood idle.\n")), SOURCE)  # type: ignore[type-var]
    assert isinstance(record, RawRecord)
    found = csv_table.extract(record, DEFAULT_MAPPING)
    assert isinstance(found, Extracted)
    assert (found.key, found.body, found.stated["title"].value) == ("7", "It stood idle.", "Mill")


def test_a_row_with_cells_too_many_or_too_few_costs_that_row() -> None:
    assert _cells(b"title,text\na,b,c\nd\n\ne,f\n") == ["broken_record", "broken_record", {"title": "e", "text": "f"}]


def test_a_row_in_another_encoding_than_the_first_is_decoded_alone() -> None:
    data = b"title,text\n" + "a,ü\n".encode() * 40_000 + "b,“Frau Müller sagt es”\n".encode("cp1252") + "c,ü\n".encode()
    assert _cells(data)[-3:] == [
        {"title": "a", "text": "ü"},
        {"title": "b", "text": "“Frau Müller sagt es”"},
        {"title": "c", "text": "ü"},
    ]


def test_utf16_that_ends_within_a_character_ends_the_file_there() -> None:
    with pytest.raises(InputRejected, match="not utf-16"):
        _cells("title,text\na,b\n".encode("utf-16")[:-1])


QUOTED = b'title,text\nOne,"He said ""hi"", then left."\nTwo,"It rained."\n'


@pytest.mark.parametrize("cut", range(QUOTED.index(b"It rained"), QUOTED.index(b'"\n', 50)))
def test_a_row_cut_within_its_quotation_marks_is_no_article(cut: int) -> None:
    assert _cells(QUOTED[:cut]) == [{"title": "One", "text": 'He said "hi", then left.'}, "broken_record"]


def test_rows_that_run_together_or_lose_quotation_marks_are_broken_and_the_next_is_read() -> None:
    unclosed = QUOTED.replace(b'left."', b"left.")
    undoubled = QUOTED.replace(b'""hi""', b'"hi"')
    assert _cells(unclosed + b"Three,It snowed.\n") == ["broken_record", {"title": "Three", "text": "It snowed."}]
    assert _cells(undoubled)[1:] == [{"title": "Two", "text": "It rained."}]
    assert _cells(undoubled)[0] == "broken_record"


def test_parquet_rows_come_in_order_with_nested_columns() -> None:
    buffer = io.BytesIO()
    rows = [{"title": f"T{n}", "text": f"Text {n}", "publisher": {"name": "Tarn Courier"}} for n in range(150)]
    pq.write_table(pa.Table.from_pylist(rows), buffer, row_group_size=40)
    records = list(parquet.split(buffer, SourceFile("a.parquet", 1, 1)))
    assert [record.record_no for record in records if isinstance(record, RawRecord)] == list(range(150))
    found = parquet.extract(records[149], DEFAULT_MAPPING)  # type: ignore[arg-type]
    assert isinstance(found, Extracted)
    assert (found.body, found.stated["outlet"].value) == ("Text 149", "Tarn Courier")


def test_parquet_damaged_in_a_page_ends_there() -> None:
    buffer = io.BytesIO()
    rows = [{"text": f"Text {n} " * 50} for n in range(4000)]
    pq.write_table(pa.Table.from_pylist(rows), buffer, row_group_size=1000, compression="gzip")
    data = bytearray(buffer.getvalue())
    middle = len(data) // 2
    data[middle : middle + 400] = b"\xff" * 400
    with pytest.raises(InputRejected) as caught:
        list(parquet.split(io.BytesIO(bytes(data)), SourceFile("a.parquet", 1, 1)))
    assert caught.value.rejected.reason_code == "broken_parquet"
