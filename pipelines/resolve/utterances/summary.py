"""Summary: one row per utterance, counted from its prints; `sql/votes.sql` says whom its votes are for."""

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.queries import connect
from pipelines.resolve.utterances.sql import read_sql
from pipelines.resolved import UTTERANCES


def summarize(segments: pa.Table) -> pa.Table:
    """Return rows of `UTTERANCES` for the utterances of `segments` (rows of `UTTERANCE_SEGMENTS`)."""
    members = segments.filter(pc.is_valid(segments["utterance_id"])).rename_columns({"segment_no": "row"})
    members = members.drop_columns(["spans"])
    with connect() as connection:
        connection.register("members", members)
        connection.sql(read_sql("prints")).create_view("prints")
        connection.sql(read_sql("votes")).create_view("votes")
        found: pa.Table = connection.sql(read_sql("utterances")).to_arrow_table()
    return found.select(UTTERANCES.names).cast(UTTERANCES)
