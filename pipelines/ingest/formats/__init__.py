"""The registry of formats: one module each, with `split` and `extract` as `record.py` describes them."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from typing import Any, BinaryIO

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

MODULES = {
    "text": "text",
    "markdown": "text",
    "html": "html",
    "json": "json_document",
    "jsonl": "json_lines",
    "csv": "csv_table",
    "parquet": "parquet",
    "rss": "feed",
    "atom": "feed",
    "newsml": "newsml",
    "nitf": "nitf",
    "warc": "warc",
    "bundle": "bundle",
    "docx": "docx",
    "rtf": "rtf",
    "mail": "mail",
}
"""Format -> its module below this package; imported when a file of that format is met."""

_SPLIT_BY_MAPPING = ("json", "jsonl")
_WITH_MAPPING = ("json", "jsonl", "csv", "parquet")


def split(name: str, stream: BinaryIO, source: SourceFile, mapping: FieldMapping) -> Iterator[RawRecord | Rejected]:
    """Cut `stream`, a file in format `name`, into records; cheap and streaming."""
    function = _module_function(name, "split")
    if name in _SPLIT_BY_MAPPING:
        function = partial(function, mapping=mapping)
    records: Iterator[RawRecord | Rejected] = function(stream, source)
    return records


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Read one record; formats with named fields look for them by `mapping`."""
    function = _module_function(record.source_format, "extract")
    if record.source_format in _WITH_MAPPING:
        function = partial(function, mapping=mapping)
    extracted: Extracted | Rejected = function(record)
    return extracted


@cache
def _module_function(name: str, function: str) -> Callable[..., Any]:
    loaded: Callable[..., Any] = getattr(import_module(f"{__name__}.{MODULES[name]}"), function)
    return loaded
