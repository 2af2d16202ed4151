"""Parquet: one article a row, read in small batches of the columns that the field mapping names.

A few kilobytes of Parquet can stand for gigabytes: a dictionary of one long text, of which a million rows name it; a
million equal numbers told by their count; pages that unpack to thousands of times their size. So what a file decodes to
is told from its footer before anything is decoded, and a row's own size before it is taken out.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats.json_object import extract_object
from pipelines.ingest.formats.parquet_pages import dictionary_bytes
from pipelines.ingest.limits import MAX_RATIO, MAX_RECORD_BYTES, RATIO_FREE_BYTES, InputRejected
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

_BATCH_ROWS = 64
_BATCH_BYTES = 32 * 1024 * 1024  # that a batch may decode to, if all its rows were as long as one may be
_BUFFER_BYTES = 1 << 20  # of each column that is read at once
_METADATA_LIMIT = 64 * 1024 * 1024  # bytes or items of one field in the footer
_VALUE_BYTES = 8  # that any value takes in memory, however it is packed
_LITTLE_BYTES = 64 * 1024  # of values that need not be told exactly
_ROW_BYTES = 64  # that any row takes as a record
_TEXT_RATIO = 20  # text packs 3 to 20 times; what packs better may be one text again and again


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each row as a mapping, or `too_large`; a file that cannot be read (any more) ends in one rejection.

    Raises `InputRejected`: `zip_bomb` before anything is read, `broken_parquet` where the damage is.
    """
    try:
        metadata = _open(stream).metadata
        _refuse_bomb(metadata, source.size)
        file = _open(stream, read_dictionary=_repeated_columns(metadata))
        record_no = 0
        for number in range(metadata.num_row_groups):
            rows = _rows_at_once(stream, metadata.row_group(number))
            for batch in file.iter_batches(batch_size=rows, row_groups=[number], use_threads=False):
                for row in _rows(batch):
                    yield row if isinstance(row, Rejected) else RawRecord(source, "parquet", row, record_no)
                    record_no += 1
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputRejected("broken_parquet", str(error).splitlines()[0]) from error


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one row."""
    if not isinstance(record.payload, Mapping):
        raise TypeError("a record of Parquet holds a row")
    return extract_object(record.payload, mapping)


def _open(stream: BinaryIO, **options: Any) -> pq.ParquetFile:
    return pq.ParquetFile(
        stream,
        pre_buffer=False,
        buffer_size=_BUFFER_BYTES,
        thrift_string_size_limit=_METADATA_LIMIT,
        thrift_container_size_limit=_METADATA_LIMIT,
        **options,
    )


def _refuse_bomb(metadata: pq.FileMetaData, packed_bytes: int) -> None:
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    least = sum(max(group.total_byte_size, _VALUE_BYTES * _values(group)) for group in groups)
    least += _ROW_BYTES * metadata.num_rows
    if least > RATIO_FREE_BYTES and least > MAX_RATIO * packed_bytes:
        raise InputRejected("zip_bomb", f"decodes to more than {MAX_RATIO} times its size")


def _values(group: pq.RowGroupMetaData) -> int:
    return sum(group.column(number).num_values for number in range(group.num_columns))


def _repeated_columns(metadata: pq.FileMetaData) -> list[str]:
    """Return the columns of lists: one row of them may hold any number of values, so they stay packed."""
    columns = [metadata.schema.column(number) for number in range(metadata.num_columns)]
    return [column.path for column in columns if column.max_repetition_level > 0]


def _rows_at_once(stream: BinaryIO, group: pq.RowGroupMetaData) -> int:
    """Return how many rows of a group decode to no more than `_BATCH_BYTES`, one at least."""
    columns = [group.column(number) for number in range(group.num_columns)]
    longest_row = group.total_byte_size // max(group.num_rows, 1) + sum(_longest(stream, one) for one in columns)
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES // max(longest_row, 1)))


def _longest(stream: BinaryIO, column: pq.ColumnChunkMetaData) -> int:
    """Return the bytes that one value may take beyond what stands for it in the file."""
    packs_well = column.total_uncompressed_size > _TEXT_RATIO * column.total_compressed_size
    if packs_well or "DELTA_BYTE_ARRAY" in column.encodings:  # of which a value can be the one before, again
        return column.total_uncompressed_size
    return dictionary_bytes(stream, column)


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | Rejected]:
    if _decoded_bytes(batch) <= MAX_RECORD_BYTES:
        yield from batch.to_pylist()
        return
    for place in range(batch.num_rows):
        row = batch.slice(place, 1)
        is_large = _decoded_bytes(row) > MAX_RECORD_BYTES
        yield (
            Rejected("too_large", f"a row of more than {MAX_RECORD_BYTES >> 20} MiB")
            if is_large
            else row.to_pylist()[0]
        )


def _decoded_bytes(rows: pa.RecordBatch) -> int:
    return sum(_bytes_of(column) for column in rows.columns)


def _bytes_of(values: Any) -> int:
    """Return what `values` take as Python values, roughly: a value that is packed counts each time that it is meant."""
    if pa.types.is_dictionary(values.type):
        most = len(values) * (_VALUE_BYTES + int(values.dictionary.nbytes))
        if most <= _LITTLE_BYTES:
            return most
        lengths: Any = pc.binary_length(values.dictionary)
        return _VALUE_BYTES * len(values) + int(pc.sum(lengths.take(values.indices)).as_py() or 0)
    if pa.types.is_struct(values.type):
        return sum(_bytes_of(part) for part in values.flatten())
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type) or pa.types.is_map(values.type):
        return _VALUE_BYTES * len(values) + _bytes_of(_items(values))
    return int(values.nbytes)


def _items(values: Any) -> Any:
    if pa.types.is_map(values.type):
        first, end = values.offsets[0].as_py(), values.offsets[-1].as_py()
        return pa.StructArray.from_arrays(
            [values.keys.slice(first, end - first), values.items.slice(first, end - first)], ["key", "value"]
        )
    return values.flatten()
