"""Pairs: links of segments as rows of evidence, with kind, differing words and both sides' spans.

A pair with an unattributed side is an `unattributed_copy`; equal words are `identical` or `punctuation_only`; others
have the kind of their verdict. Where one segment holds two of another article, or one quote what another article prints
as several quotes, it is `merged_or_split`.
"""

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.columns import Column, Flags, Integers, make_spans, spans_of, take_rows, texts_of
from pipelines.resolve.queries import connect
from pipelines.resolve.utterances.alignment import Stretch, place_words
from pipelines.resolve.utterances.cutting import Spans, place_in_article
from pipelines.resolve.utterances.evidence import Links
from pipelines.resolve.utterances.folding import Vocabulary
from pipelines.resolve.utterances.judging import Verdict
from pipelines.resolve.utterances.sql import read_sql
from pipelines.resolved import UTTERANCE_PAIRS, WORDS

TEXTS_KEPT = 200_000
MOST_PRINTS = 20  # of one utterance, the earliest, are searched for quotes printed as several
HOUSE_STYLE = r"[\s\"“”„«»'‘’.,]+$"


def describe(segments: pa.Table, links: Links, verdicts: Sequence[Verdict], vocabulary: Vocabulary) -> pa.Table:
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
    """Return pairs of equal words: `identical` but for outer marks and a last comma or full stop, or not."""
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


def _describe_judged(segments: pa.Table, links: Links, verdicts: Sequence[Verdict], vocabulary: Vocabulary) -> pa.Table:
    left, right = _sides(segments, links)
    is_swapped = (left != links.left).tolist()
    ours, theirs = take_rows(segments, left), take_rows(segments, right)
    found = [verdicts[number] for number in links.verdict.tolist()]
    sides = [((v.left_words, v.left_stretch), (v.right_words, v.right_stretch)) for v in found]
    ordered = [side[::-1] if swapped else side for side, swapped in zip(sides, is_swapped, strict=True)]
    read = lru_cache(maxsize=TEXTS_KEPT)(partial(place_words, vocabulary=vocabulary))
    spans = [
        [
            _place(spans, read(text), stretch)
            for text, spans, stretch in zip(
                texts_of(side["text"]), spans_of(side["spans"]), [pair[number][1] for pair in ordered], strict=True
            )
        ]
        for number, side in enumerate((ours, theirs))
    ]
    kinds = _mark_merged([verdict.kind for verdict in found], spans, (left, right), (ours, theirs))
    columns = {
        "kind": np.where(_is_unattributed(theirs), "unattributed_copy", np.array(kinds, dtype=object)).tolist(),
        "score": [verdict.score for verdict in found],
        "left_words": [pair[0][0] for pair in ordered],
        "right_words": [pair[1][0] for pair in ordered],
        "left_spans": make_spans(spans[0]),
        "right_spans": make_spans(spans[1]),
    }
    return _table(columns, ours, theirs, grain="segment")


def _place(spans: Spans, words: Sequence[tuple[int, int]], stretch: Stretch) -> Spans:
    return place_in_article(spans, words[stretch[0]][0], words[stretch[1] - 1][1])


def _mark_merged(
    kinds: list[str], spans: list[list[Spans]], rows: tuple[Integers, Integers], sides: tuple[pa.Table, pa.Table]
) -> list[str]:
    """Mark truncated pairs in which one segment holds several of the other article, in different places."""
    held: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    articles = [texts_of(side["article_id"]) for side in sides]
    for place in [place for place, kind in enumerate(kinds) if kind == "truncated"]:
        for side in (0, 1):
            stretch = spans[side][place]
            key = (int(rows[side][place]), articles[1 - side][place])
            held.setdefault(key, []).append((stretch[0][0], stretch[-1][1], place))
    marked = list(kinds)
    for found in held.values():
        for first, second in pairwise(sorted(found)):
            if first[1] <= second[0]:
                marked[first[2]] = marked[second[2]] = "merged_or_split"
    return marked


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
    spans = segments["spans"]
    columns = {
        "kind": ["merged_or_split"] * len(found),
        "score": [1.0] * len(found),
        "left_words": [[] for _ in found],
        "right_words": [[] for _ in found],
        "left_spans": [[span for row in pair["left_rows"] for span in spans[row].as_py()] for pair in found],
        "right_spans": [[span for row in pair["right_rows"] for span in spans[row].as_py()] for pair in found],
    }
    return _table(columns, ours, theirs, grain="quote")


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
