"""Columns: Arrow tables and numpy arrays handed to one another, typed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.arrow_types import SPANS

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Column: TypeAlias = "pa.ChunkedArray[Any]"


def texts_of(column: "Column | pa.Array[Any]") -> list[str]:
    """Return a column of strings without nulls."""
    return [str(text) for text in column.to_pylist()]


def names_of(column: "Column | pa.Array[Any]") -> set[str]:
    """Return the different strings of a column, nulls left out."""
    return {str(name) for name in column.unique().to_pylist() if name is not None}


def spans_of(column: Column) -> list[list[tuple[int, int]]]:
    """Return a column of `records.SPANS` as (start, end) pairs."""
    lengths = np.asarray(pc.list_value_length(column).to_numpy(), dtype=np.int64)
    flat = pc.list_flatten(column)
    pairs = list(zip(*(pc.struct_field(flat, name).to_pylist() for name in ("start_char", "end_char")), strict=True))
    ends = np.concatenate([[0], np.cumsum(lengths)]).tolist()
    return [pairs[start:end] for start, end in pairwise(ends)]


def make_spans(rows: Sequence[Sequence[tuple[int, int]]]) -> "pa.Array[Any]":
    """Return (start, end) pairs as an array of `records.SPANS`."""
    spans = [span for row in rows for span in row]
    starts, ends = pa.array([start for start, _ in spans], pa.int64()), pa.array([end for _, end in spans], pa.int64())
    flat = pa.StructArray.from_arrays([starts, ends], fields=list(SPANS.value_type))
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), flat).cast(SPANS)


def take_rows(table: pa.Table, rows: Integers) -> pa.Table:
    """Return the rows of these numbers, in this order."""
    return table.take(pa.array(rows, pa.int64()))


def take_values(column: Column, rows: Integers) -> Column:
    """Return the values of these rows, in this order."""
    return column.take(pa.array(rows, pa.int64()))


def keep_rows(table: pa.Table, flags: Flags) -> pa.Table:
    """Return the rows whose flag is set."""
    return table.filter(pa.array(flags, pa.bool_()))


def is_any(column: Column, values: set[str]) -> Flags:
    """Return for each string whether it is one of `values`; null is none."""
    return np.asarray(pc.is_in(column, pa.array(sorted(values), pa.string())).to_numpy(), dtype=np.bool_)


def equal_rows(left: Column, right: "Column | pa.Array[Any]") -> Flags:
    """Return for each row of two columns of strings whether both sides are the same; two nulls are."""
    is_equal = pc.equal(left, right).fill_null(False).to_numpy(zero_copy_only=False)
    nulls = [pc.is_null(column).to_numpy(zero_copy_only=False) for column in (left, right)]
    return np.asarray(is_equal | (nulls[0] & nulls[1]), dtype=np.bool_)


def set_column(table: pa.Table, field: "pa.Field[Any]", values: Any) -> pa.Table:
    """Return `table` with the column of that field's name replaced."""
    return table.set_column(table.schema.get_field_index(field.name), field, values)
