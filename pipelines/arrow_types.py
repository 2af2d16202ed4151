"""Arrow types that several tables share. Nothing else."""

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
SPAN = pa.struct([pa.field("start_char", pa.int64(), nullable=False), pa.field("end_char", pa.int64(), nullable=False)])
SPANS = pa.list_(SPAN)


def required(name: str, kind: pa.DataType) -> "pa.Field[pa.DataType]":
    """Return a field that is never null."""
    return pa.field(name, kind, nullable=False)
