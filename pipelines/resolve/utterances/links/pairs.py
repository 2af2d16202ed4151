"""Pairs: links of segments as rows of evidence, with kind, differing words and both sides' spans.

A pair with an unattributed side is an `unattributed_copy`; equal words are `identical` or `punctuation_only`; others
have the kind of their verdict. Where one segment holds two of another article, or one quote what another article prints
as several quotes, it is `merged_or_split`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import Column, Flags, Integers, is_any, take_rows, take_values, texts_of
from pipelines.resolve.arrow.queries import connect
from pipelines.resolve.utterances.links.evidence import Links
from pipelines.resolve.utterances.links.placing import Places, place_stretches
from pipelines.resolve.utterances.sql import read_sql
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import UTTERANCE_PAIRS, WORDS

MOST_PRINTS = 20  # of one utterance, the earliest, are searched for quotes printed as several
# Marks around the words, and the comma or full stop that American papers put before the closing mark
HOUSE_STYLE = r"[\s\"“”„«»'‘’.,]+$"


def describe(segments: pa.Table, links: Links, verdicts: pa.Table, vocabulary: Vocabulary) -> pa.Table:
    """Return rows of `UTTERANCE_PAIRS` of grain segment; `left` is attributed, else the earlier to arrive."""
    is_equal = links.verdict < 0
    return pa.concat_tables(
        [
            _describe_equal(segments, links.take(is_equal)),
            _describe_judged(segments, links.take(~is_equal), verdicts, vocabulary),
        ]
    )


def _sides(segments: pa.Table, links: Links) -> tuple[Integers, Integers]:
    is_unattributed = segments["form"].to_numpy() == "unattributed"
    left = np.minimum(links.left, links.right)
    right = np.maximum(links.left, links.right)
    is_wrong = is_unattributed[left]
    return np.where(is_wrong, right, left), np.where(is_wrong, left, right)


def _describe_equal(segments: pa.Table, links: Links) -> pa.Table:
    """Return pairs of equal words: `identical` where only outer marks differ, else `punctuation_only`."""
    left, right = _sides(segments, links)
    ours, theirs = take_rows(segments, left), take_rows(segments, right)
    first, second = (
        pc.replace_substring_regex(pc.replace_substring_regex(side["text"], HOUSE_STYLE, ""), r"\s+", " ")
        for side in (ours, theirs)
    )
    kinds = np.where(pc.equal(first, second).to_numpy(), "identical", "punctuation_only")
    none = pa.array([[]] * len(left), WORDS)
    columns = {
        "kind": pa.array(np.where(_is_unattributed(theirs), "unattributed_copy", kinds).tolist(), pa.string()),
        "score": pa.array(np.ones(len(left))),
        "left_words": none,
        "right_words": none,
        "left_spans": ours["spans"],
        "right_spans": theirs["spans"],
    }
    return _table(columns, ours, theirs, grain="segment")


def _is_unattributed(side: pa.Table) -> Flags:
    return np.asarray(side["form"].to_numpy() == "unattributed", dtype=np.bool_)


def _describe_judged(segments: pa.Table, links: Links, verdicts: pa.Table, vocabulary: Vocabulary) -> pa.Table:
    left, right = _sides(segments, links)
    is_swapped = left != links.left
    ours, theirs = take_rows(segments, left), take_rows(segments, right)
    words, stretches = _in_order(verdicts, links.verdict, is_swapped)
    places = [
        place_stretches(segments, rows, *stretch, vocabulary)
        for rows, stretch in zip((left, right), stretches, strict=True)
    ]
    kinds = take_values(verdicts["kind"], links.verdict)
    kinds = pc.if_else(_find_merged(kinds, places, (left, right), (ours, theirs)), "merged_or_split", kinds)
    columns = {
        "kind": pc.if_else(pa.array(_is_unattributed(theirs)), "unattributed_copy", kinds),
        "score": take_values(verdicts["score"], links.verdict),
        "left_words": words[0],
        "right_words": words[1],
        "left_spans": places[0].array(),
        "right_spans": places[1].array(),
    }
    return _table(columns, ours, theirs, grain="segment")


def _in_order(
    verdicts: pa.Table, numbers: Integers, is_swapped: Flags
) -> tuple[list[Column], list[tuple[Integers, Integers]]]:
    """Return the differing words and the stretches of both sides of each pair, where some have their sides swapped."""
    places = numbers + np.where(is_swapped, len(verdicts), 0), numbers + np.where(is_swapped, 0, len(verdicts))
    words, first, last = (
        pa.chunked_array([*verdicts[f"left_{name}"].chunks, *verdicts[f"right_{name}"].chunks])
        for name in ("words", "first", "last")
    )
    starts, ends = first.to_numpy(), last.to_numpy()
    return [take_values(words, side) for side in places], [(starts[side], ends[side]) for side in places]


def _find_merged(
    kinds: Column,
    places: Sequence[Places],
    rows: tuple[Integers, Integers],
    sides: tuple[pa.Table, pa.Table],
) -> "pa.Array[Any]":
    """Flag the truncated pairs in which one segment holds several of the other article, in different places."""
    cut = np.flatnonzero(is_any(kinds, {"truncated"}))
    pairs = np.concatenate([cut, cut])
    holders = np.concatenate([side[cut] for side in rows])
    articles = [name for side in sides[::-1] for name in texts_of(take_values(side["article_id"], cut))]
    others = pa.array(articles, pa.string()).dictionary_encode().indices.to_numpy()
    first, last = (np.concatenate([getattr(side, end)[cut] for side in places]) for end in ("first", "last"))
    order = np.lexsort((pairs, last, first, others, holders))
    here, after = order[:-1], order[1:]
    is_beside = (holders[here] == holders[after]) & (others[here] == others[after]) & (last[here] <= first[after])
    is_merged = np.zeros(len(kinds), dtype=np.bool_)
    is_merged[pairs[here[is_beside]]] = is_merged[pairs[after[is_beside]]] = True
    return pa.array(is_merged)


def split_quotes(segments: pa.Table, *, is_new: Flags, labels: Integers) -> pa.Table:
    """Return pairs of grain quote: the left quote, of several segments, is printed as several quotes elsewhere."""
    rows = _rows_near_new(segments["quote_id"], is_new, labels)
    quoted = take_rows(segments.select(["quote_id", "article_id", "is_repeat"]), rows)
    quoted = quoted.append_column("row", pa.array(rows)).append_column("is_new", pa.array(is_new[rows]))
    quoted = quoted.append_column("label", pa.array(labels[rows]))
    quoted = quoted.append_column("label_size", pa.array(np.bincount(labels, minlength=1)[labels[rows]]))
    with connect() as connection:
        connection.register("quoted", quoted)
        found = connection.sql(read_sql("split_quotes"), params={"most": MOST_PRINTS}).to_arrow_table().to_pylist()
    ours = take_rows(segments, np.array([row["left_rows"][0] for row in found]))
    theirs = take_rows(segments, np.array([row["right_rows"][0] for row in found]))
    columns = {
        "kind": ["merged_or_split"] * len(found),
        "score": [1.0] * len(found),
        "left_words": [[] for _ in found],
        "right_words": [[] for _ in found],
        "left_spans": [_spans_of(segments, pair["left_rows"]) for pair in found],
        "right_spans": [_spans_of(segments, pair["right_rows"]) for pair in found],
    }
    return _table(columns, ours, theirs, grain="quote")


def _spans_of(segments: pa.Table, rows: Sequence[int]) -> list[Any]:
    """Return the spans of these segments, one after the other."""
    return [span for row in rows for span in segments["spans"][row].as_py()]


def _rows_near_new(quote_ids: Column, is_new: Flags, labels: Integers) -> Integers:
    """Return the rows of quotes that share an utterance with a quote of which new rows print an utterance too."""
    quotes = quote_ids.combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    is_quoted = quotes >= 0
    is_met = _marked(labels, labels[is_new])
    is_left = _marked(quotes + 1, quotes[is_met & is_quoted] + 1)
    return np.flatnonzero(_marked(labels, labels[is_left]) & is_quoted)


def _marked(values: Integers, chosen: Integers) -> Flags:
    """Return for each of `values`, numbers from 0, whether it is among `chosen`."""
    flags = np.zeros(int(values.max(initial=0)) + 1, dtype=np.bool_)
    flags[chosen] = True
    return flags[values]


def _table(rows: dict[str, Any], ours: pa.Table, theirs: pa.Table, *, grain: str) -> pa.Table:
    columns: dict[str, Any] = {**rows, "grain": pa.repeat(grain, len(ours))}
    for name in ("segment_id", "quote_id", "article_id"):
        columns[f"left_{name}"], columns[f"right_{name}"] = ours[name], theirs[name]
    columns["is_same_speaker"] = pc.equal(ours["speaker_key"], theirs["speaker_key"])
    apart = pc.subtract(ours["published_at"], theirs["published_at"]).cast(pa.int64())
    columns["days_apart"] = pc.divide(pc.abs(apart).cast(pa.float64()), 86_400e6)
    arrays = [
        column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, field.type)
        for field, column in ((field, columns[field.name]) for field in UTTERANCE_PAIRS)
    ]
    return pa.table(arrays, schema=UTTERANCE_PAIRS)
