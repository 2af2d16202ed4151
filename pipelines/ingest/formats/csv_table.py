"""CSV and its kin (semicolon, tab, bar): a header line, then one article a row; read as a stream, any encoding.

A row whose cells do not match the header, or whose quoting is broken (a quotation mark inside a cell that is not
doubled, one that is never closed because the file was cut off), is rejected alone: its text cannot be told for sure.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import BinaryIO

from pipelines.ingest.encoding import decode, encoding_of
from pipelines.ingest.fields import FieldMapping
from pipelines.ingest.formats.json_object import extract_object
from pipelines.ingest.limits import HEAD_BYTES, MAX_RECORD_BYTES, InputRejected
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.ingest.unpacking import buffered
from pipelines.records import Rejected

_DELIMITERS = ",;\t|"
_EXCEL_SEPARATOR = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)  # a first line that tells Excel the delimiter
_MOST_LINES_ABOVE = 10  # the header: what was searched for, and blank lines
_BETWEEN_CELLS = "\v"  # of a row that is decoded again; hardly ever a character of a cell


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield each row as a mapping of the header's names, empty cells left out."""
    whole = buffered(stream)
    head = whole.peek(HEAD_BYTES)
    encoding = encoding_of(head)
    if encoding is None:
        yield Rejected("undecodable", "no encoding turns the first lines into text")
        return
    csv.field_size_limit(MAX_RECORD_BYTES)
    text = io.TextIOWrapper(whole, encoding=encoding, errors="surrogateescape", newline="")
    above = head.decode(encoding, "ignore").lstrip("\ufeff").splitlines()[:_MOST_LINES_ABOVE]
    stated = _EXCEL_SEPARATOR.match(above[0]) if above else None
    try:
        if stated:
            text.readline()
        delimiter = stated[1] if stated else _delimiter(above)
        yield from _rows(_Lines(text), delimiter, source, encoding)
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
        self.row: list[str] = []
        self._row_chars = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_RECORD_BYTES + 1)
        if not line:
            raise StopIteration
        self.row.append(line)
        self._row_chars += len(line)
        if self._row_chars > MAX_RECORD_BYTES:
            raise csv.Error(f"a row larger than {MAX_RECORD_BYTES >> 20} MiB, perhaps a quotation mark is never closed")
        return line

    def begin_row(self) -> None:
        """Forget the lines of the row that has been read."""
        self.row.clear()
        self._row_chars = 0


def _rows(lines: _Lines, delimiter: str, source: SourceFile, encoding: str) -> Iterator[RawRecord | Rejected]:
    rows = csv.reader(lines, delimiter=delimiter)
    above = islice(rows, _MOST_LINES_ABOVE)
    header = next(([name.strip() for name in row] for row in above if len(row) > 1), [])
    if len(header) < 2:
        yield Rejected("broken_csv", "no header line with two columns or more")
        return
    record_no = 0
    lines.begin_row()
    for row in rows:
        if row:
            cells = _cells(row, header, lines.row, delimiter, encoding)
            yield cells if isinstance(cells, Rejected) else RawRecord(source, "csv", cells, record_no)
            record_no += 1
        lines.begin_row()


def _cells(
    row: list[str], header: list[str], lines: list[str], delimiter: str, encoding: str
) -> dict[str, str] | Rejected:
    """Return the row as a mapping, or why what it says is not sure."""
    fault = _fault_of_quoting(lines, delimiter)
    if fault is not None:
        return Rejected("broken_record", f"quotation marks are broken ({fault}): {lines[0][:80]}")
    try:
        "".join(row).encode()
    except UnicodeEncodeError:  # bytes that are not in the encoding of the file's first lines
        row = _decoded_alone(row, encoding)
    if len(row) != len(header):
        return Rejected("broken_record", f"{len(row)} cells under a header of {len(header)}: {lines[0][:80]}")
    return {name: cell for name, cell in zip(header, row, strict=True) if cell.strip()}


def _fault_of_quoting(lines: list[str], delimiter: str) -> str | None:
    """Return what a strict reader finds wrong; the lenient one, which goes on after a fault, drops quotation marks."""
    if any('"' in line for line in lines):
        try:
            next(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error as error:
            return str(error)
    return None


def _decoded_alone(row: list[str], encoding: str) -> list[str]:
    decoded = decode(_BETWEEN_CELLS.join(row).encode(encoding.removesuffix("-sig"), "surrogateescape"))
    return [] if isinstance(decoded, Rejected) else decoded.text.split(_BETWEEN_CELLS)


def _delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that the first line with any holds most often; a header has no quoted prose to mislead."""
    header = next((line for line in lines if any(mark in line for mark in _DELIMITERS)), "")
    return max(_DELIMITERS, key=header.count)
