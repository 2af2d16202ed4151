"""CSV and its kin (semicolon, tab, bar): a header line, then one article a row; read as a stream, any encoding.

A row whose cells do not match the header is rejected alone. Where the quoting is broken beyond telling rows apart, the
rest of the file is one rejection.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from pipelines.ingest.encoding import encoding_of
from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats.json_object import extract_object
from pipelines.ingest.limits import HEAD_BYTES, MAX_RECORD_BYTES, InputRejected
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.records import Rejected

_DELIMITERS = ",;\t|"


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each row as a mapping of the header's names, empty cells left out."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream, HEAD_BYTES)  # type: ignore[type-var]
    head = buffered.peek(HEAD_BYTES)
    encoding = encoding_of(head)
    if encoding is None:
        yield Rejected("undecodable", "no encoding turns the first lines into text")
        return
    csv.field_size_limit(MAX_RECORD_BYTES)
    text = io.TextIOWrapper(buffered, encoding=encoding, errors="strict", newline="")
    lines = _Lines(text)
    try:
        yield from _rows(csv.reader(lines, delimiter=_delimiter(head.decode(encoding, "ignore"))), lines, source)
    except UnicodeDecodeError as error:
        raise InputRejected("undecodable", f"not {encoding} from here on; the rest is not read") from error
    except csv.Error as error:
        code = "too_large" if "larger than" in str(error) else "broken_csv"
        raise InputRejected(code, f"{error}; the rest of the file is not read") from error
    finally:
        text.detach()


def extract(record: RawRecord, mapping: FieldMapping) -> Extracted | Rejected:
    """Return the fields of one row."""
    if not isinstance(record.payload, Mapping):
        raise TypeError("a record of CSV holds a row")
    return extract_object(record.payload, mapping)


class _Lines:
    """The lines of a stream, none longer than the limit, nor too much of them for one row."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.row_chars = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_RECORD_BYTES + 1)
        if not line:
            raise StopIteration
        self.row_chars += len(line)
        if self.row_chars > MAX_RECORD_BYTES:
            raise csv.Error(f"row larger than {MAX_RECORD_BYTES >> 20} MiB")
        return line


def _rows(rows: Iterator[list[str]], lines: _Lines, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    header = [name.strip() for name in next(rows, [])]
    if len(header) < 2:
        yield Rejected("broken_csv", "no header line with two columns or more")
        return
    record_no = 0
    lines.row_chars = 0
    for row in rows:
        lines.row_chars = 0
        if not row:
            continue
        if len(row) == len(header):
            cells = {name: cell for name, cell in zip(header, row, strict=True) if cell.strip()}
            yield RawRecord(source, "csv", cells, record_no)
        else:
            yield Rejected("broken_record", f"{len(row)} cells under a header of {len(header)}")
        record_no += 1


def _delimiter(head: str) -> str:
    """Return the delimiter that the header line holds most often; a header has no quoted prose to mislead."""
    header = head.lstrip("\ufeff").partition("\n")[0]
    return max(_DELIMITERS, key=header.count)
