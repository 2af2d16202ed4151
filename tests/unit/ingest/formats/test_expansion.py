"""Small files that stand for much: told and refused without the memory that they would take."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ingest.fields import DEFAULT_MAPPING
from pipelines.ingest.formats import feed, json_document, newsml, parquet
from pipelines.ingest.limits import MAX_DOCUMENT_TAGS, MAX_DOCUMENT_VALUES, InputRejected
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.records import Rejected

TEXT = "A text that is long enough to be an article."
MOST_MEGABYTES = 200  # beside the libraries; each of these files took 0.9 to 15 GB
MEASURE = """
import sys
from pathlib import Path
from pipelines.ingest.formats import parquet
from pipelines.ingest.limits import InputRejected
from pipelines.ingest.record import SourceFile
from pipelines.records import Rejected

def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024

before, codes, path = peak(), set(), Path(sys.argv[1])
try:
    with path.open("rb") as stream:
        for row in parquet.split(stream, SourceFile(path.name, path.stat().st_size, 1)):
            codes.add(row.reason_code if isinstance(row, Rejected) else "row")
except InputRejected as error:
    codes.add(error.rejected.reason_code)
print(peak() - before, *sorted(codes))
"""


def _one_again(text: str, times: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), pa.array([text]))


def _in_list(values: pa.Array, rows: int) -> pa.Array:
    each = len(values) // rows
    return pa.ListArray.from_arrays(pa.array(range(0, len(values) + 1, each), pa.int32()), values)


def _table(**columns: Any) -> pa.Table:
    return pa.table(columns)


BOMBS: dict[str, tuple[Any, dict[str, Any], list[str]]] = {
    "one text in all rows": (lambda: _table(text=_one_again("x" * 20_000_000, 100)), {}, ["zip_bomb"]),
    "one text below the limit in all rows": (lambda: _table(text=_one_again("x" * 14_000_000, 60)), {}, ["too_large"]),
    "several such columns": (
        lambda: _table(**{name: _one_again("x" * 4_000_000, 60) for name in ("text", "title", "url")}),
        {},
        ["too_large"],
    ),
    "one text in all places of a list": (
        lambda: _table(text=[TEXT] * 3, authors=_in_list(_one_again("x" * 14_000_000, 600), 3)),
        {},
        ["too_large"],
    ),
    "a text within a record": (
        lambda: _table(publisher=pa.StructArray.from_arrays([_one_again("x" * 14_000_000, 60)], ["name"])),
        {},
        ["too_large"],
    ),
    "a list of millions": (
        lambda: _table(text=[TEXT], authors=_in_list(_one_again("Ada Brennick", 3_000_000), 1)),
        {},
        ["zip_bomb"],
    ),
    "millions of empty rows": (lambda: _table(text=pa.nulls(3_000_000, pa.string())), {}, ["zip_bomb"]),
    "each text the one before": (
        lambda: _table(text=["x" * 10_000_000] * 50),
        {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
        ["too_large"],
    ),
    "pages that unpack a thousandfold": (
        lambda: _table(text=["x" * 3_000_000] * 50),
        {"use_dictionary": False},
        ["zip_bomb"],
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_parquet_that_stands_for_much_is_refused_within_bounded_memory(tmp_path: Path, name: str) -> None:
    make, options, codes = BOMBS[name]
    path = tmp_path / "bomb.parquet"
    pq.write_table(make(), path, compression="zstd", **options)
    assert path.stat().st_size < 20_000
    done = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
    megabytes, *found = done.stdout.split()
    assert found == codes
    assert int(megabytes) < MOST_MEGABYTES


def test_parquet_of_every_kind_of_column_is_read_whole() -> None:
    rows = [
        {
            "text": f"{TEXT} {n}",
            "outlet": ["Tarn Courier", "Harbor Ledger"][n % 2],
            "authors": [f"Author {n}", "Ida Moor"],
            "publisher": {"name": "Tarn Courier", "places": [{"name": "Tarn"}]},
            "extra": [("edition", str(n % 3))],
            "none": None,
        }
        for n in range(300)
    ]
    types = pa.schema(
        [
            ("text", pa.string()),
            ("outlet", pa.dictionary(pa.int32(), pa.string())),
            ("authors", pa.large_list(pa.string())),
            ("publisher", pa.struct([("name", pa.string()), ("places", pa.list_(pa.struct([("name", pa.string())])))])),
            ("extra", pa.map_(pa.string(), pa.string())),
            ("none", pa.string()),
        ]
    )
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=types), buffer, row_group_size=100)
    found = list(parquet.split(buffer, SourceFile("a.parquet", len(buffer.getvalue()), 1)))
    assert [record.payload for record in found if isinstance(record, RawRecord)] == rows


def test_a_row_that_is_too_large_is_refused_alone() -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT, "word " * 1_000_000, TEXT]}), buffer)
    found = list(parquet.split(buffer, SourceFile("a.parquet", len(buffer.getvalue()), 1)))
    assert [row.reason_code if isinstance(row, Rejected) else "row" for row in found] == ["row", "too_large", "row"]


@pytest.mark.parametrize("value", [b"[]", b'{"a":1}', b'"ab"', b"1", b"[[1]]"])
def test_json_of_more_values_than_memory_is_meant_for_is_refused_unparsed(value: bytes) -> None:
    data = b"[" + b",".join([value] * (MAX_DOCUMENT_VALUES + 1)) + b"]"
    (found,) = json_document.split(io.BytesIO(data), SourceFile("a.json", len(data), 1), DEFAULT_MAPPING)
    assert isinstance(found, Rejected) and found.reason_code == "too_large"


@pytest.mark.parametrize("read", [feed.split, newsml.split])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_of_more_tags_than_can_be_read_is_refused_unparsed(read: Any, encoding: str) -> None:
    data = ("<rss>" + "<a/>" * MAX_DOCUMENT_TAGS + "</rss>").encode(encoding)
    (found,) = read(io.BytesIO(data), SourceFile("a.xml", len(data), 1))
    assert isinstance(found, Rejected) and found.reason_code == "too_large"


def test_a_column_without_a_readable_page_ends_the_file() -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT]}), buffer)
    data = bytearray(buffer.getvalue())
    data[4:30] = b"\xff" * 26
    with pytest.raises(InputRejected) as caught:
        list(parquet.split(io.BytesIO(bytes(data)), SourceFile("a.parquet", len(data), 1)))
    assert caught.value.rejected.reason_code == "broken_parquet"
