"""Evidence: which segments are prints of the same words, given their words and what else is known.

The fewer words, the more must speak for a pair: the same speaker, dates that are near, other words that both articles
print. The queries in `utterances/sql` read one relation `segments` (a row per segment, known and new, numbered by
`row`) and return only pairs with a new row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.resolve.arrow.columns import Flags, Integers
from pipelines.resolve.utterances.sql import read_sql

COLUMNS = ("left", "right", "verdict", "is_one_utterance")  # of Links
ROW_BITS = 32  # a row number has fewer, so that two fit in 64
SIDES = 8  # prints of one wording that are compared with those of another
DAYS = 7  # dates within are near
SURE_PARAPHRASE = 0.7  # score; of reported speech below it, two accounts of one event read alike: one speaker is needed
RELATED = ["wording", "content_words", "form", "published_at", "is_repeat", "start_char"]
NUMBERED = {"article_no": "article_id", "speaker_no": "speaker_key"}  # numbers take a fraction of the names' memory


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of rows of `segments`; `verdict` is the row of the pair's verdict, -1 where the words are equal."""

    left: Integers
    right: Integers
    verdict: Integers
    is_one_utterance: Flags  # else one of the two is but a part of the other

    def take(self, chosen: Integers | Flags) -> "Links":
        """Return the links of these places, or whose flag is set."""
        return Links(*(getattr(self, name)[chosen] for name in COLUMNS))


def relate(segments: pa.Table, *, is_new: Flags) -> duckdb.DuckDBPyConnection:
    """Return a connection whose `segments` the queries read once `label` has given each row its label.

    Rows and their labels are two tables side by side, so both must keep the order in which they are inserted.
    """
    relation = segments.select([*RELATED, "spans"])
    for number, name in NUMBERED.items():
        codes = segments[name].combine_chunks().dictionary_encode().indices
        relation = relation.append_column(number, codes)
    relation = relation.append_column("row", pa.array(np.arange(len(segments))))
    relation = relation.append_column("is_new", pa.array(is_new))
    connection = duckdb.connect()
    connection.register("arrow_segments", relation)
    connection.execute(
        "create temp table unlabelled as select * exclude spans, spans[-1].end_char as end_char from arrow_segments"
    )
    return connection


def label(connection: duckdb.DuckDBPyConnection, labels: Integers) -> None:
    """Give the rows of `segments` these labels, in place of those that they had."""
    sizes = np.bincount(labels, minlength=1)[labels]
    connection.register("arrow_labels", pa.table({"label": pa.array(labels), "label_size": pa.array(sizes)}))
    connection.execute("create or replace temp table labels as select * from arrow_labels")
    connection.execute("create or replace temp view segments as select * from unlabelled positional join labels")


def link_equal(connection: duckdb.DuckDBPyConnection) -> Links:
    """Return pairs with equal words of which enough else speaks."""
    return _links(connection, read_sql("equal_words"), read_sql("equal_unattributed_sentences"))


def link_short(connection: duckdb.DuckDBPyConnection) -> Links:
    """Return pairs of equal short segments that stand beside words which both articles print."""
    return _links(connection, read_sql("short_beside_shared_words"))


def link_judged(connection: duckdb.DuckDBPyConnection, pairs: pa.Table) -> Links:
    """Return the judged pairs (`Matches.pairs`) of which enough else speaks."""
    connection.register("verdicts", pairs)
    found = connection.sql(
        read_sql("judged_words"), params={"sides": SIDES, "days": DAYS, "sure_paraphrase": SURE_PARAPHRASE}
    ).to_arrow_table()
    found = found.sort_by([(name, "ascending") for name in ("verdict_no", "left_row", "right_row")])
    left, right, verdict = (found[name].to_numpy() for name in ("left_row", "right_row", "verdict_no"))
    return Links(left, right, verdict, np.asarray(found["is_one_utterance"].to_numpy(), dtype=np.bool_))


def _links(connection: duckdb.DuckDBPyConnection, *queries: str) -> Links:
    found = [connection.sql(query).to_arrow_table() for query in queries]
    left = np.concatenate([table.column(0).to_numpy() for table in found]).astype(np.int64)
    right = np.concatenate([table.column(1).to_numpy() for table in found]).astype(np.int64)
    return Links(left, right, np.full(len(left), -1), np.ones(len(left), dtype=np.bool_))


def join_links(links: Sequence[Links]) -> Links:
    """Return all links, each pair of rows once: the first that names it."""
    joined = Links(*(np.concatenate([getattr(part, name) for part in links]) for name in COLUMNS))
    low, high = np.minimum(joined.left, joined.right), np.maximum(joined.left, joined.right)
    pair_keys = low << ROW_BITS | high
    _, first_of_each = np.unique(pair_keys, return_index=True)
    return joined.take(first_of_each)
