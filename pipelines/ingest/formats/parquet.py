"""Parquet: one article a row, read in small batches of the columns that the field mapping names."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats.json_object import extract_object
from pipelines.ingest.limits import InputRejected
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

_BATCH_ROWS = 64
_BATCH_BYTES = 16 * 1024 * 1024  # of a batch, by the mean row of the file
_BUFFER_BYTES = 1 << 20  # of each column that is read at once
_METADATA_LIMIT = 64 * 1024 * 1024  # bytes or items of one field in the footer


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each row as a mapping; a file that cannot be read (any more) ends in one rejection."""
    try:
        file = pq.ParquetFile(
            stream,
            pre_buffer=False,
            buffer_size=_BUFFER_BYTES,
            thrift_string_size_limit=_METADATA_LIMIT,
            thrift_container_size_limit=_METADATA_LIMIT,
        )
        record_no = 0
        for batch in file.iter_batches(batch_size=_batch_rows(file.metadata), use_threads=False):
            for row in batch.to_pylist():
                yield RawRecord(source, "parquet", row, record_no)
                record_no += 1
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputRejected("broken_parquet", str(error).splitlines()[0]) from error


def _batch_rows(metadata: pq.FileMetaData) -> int:
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES * metadata.num_rows // max(size, 1)))


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one row."""
    if not isinstance(record.payload, Mapping):
        raise TypeError("a record of Parquet holds a row")
    return extract_object(record.payload, mapping)
