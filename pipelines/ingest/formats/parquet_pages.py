"""The head of a column's first page, which says what pyarrow does not: how long its dictionary is once unpacked.

Thrift's compact protocol: the head's first fields are the page's kind and its size unpacked, as zigzag varints.
"""

from typing import BinaryIO

import pyarrow.parquet as pq

_LONGEST_HEAD = 32  # bytes that the two fields and their tags take at most
_INTEGER_NEXT = 0x15  # tag of a 32-bit integer whose field number is one above the last
_DICTIONARY_PAGE = 2


def dictionary_bytes(stream: BinaryIO, column: pq.ColumnChunkMetaData) -> int:
    """Return the bytes of the column's dictionary once unpacked, the longest that one of its values may be.

    0 where it has none. Where its head makes no sense, all that the column unpacks to.
    """
    if not any("DICTIONARY" in encoding for encoding in column.encodings):
        return 0
    offsets = (column.dictionary_page_offset, column.data_page_offset)
    stream.seek(min(offset for offset in offsets if offset))
    head = stream.read(_LONGEST_HEAD)
    try:
        kind, place = _integer(head, 0)
        size, _ = _integer(head, place)
    except (IndexError, ValueError):
        return column.total_uncompressed_size
    return max(0, size) if kind == _DICTIONARY_PAGE else 0


def _integer(head: bytes, place: int) -> tuple[int, int]:
    """Return the integer field at `place` and the place behind it."""
    if head[place] != _INTEGER_NEXT:
        raise ValueError(f"no integer at {place}")
    value = shift = 0
    while True:
        place += 1
        value |= (head[place] & 0x7F) << shift
        shift += 7
        if head[place] < 0x80:
            return (value >> 1) ^ -(value & 1), place + 1
