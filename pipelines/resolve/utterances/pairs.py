"""Pairs: links of segments as rows of evidence, with kind, differing words and both sides' spans.

A pair with an unattributed side is an `unattributed_copy`; equal words are `identical` or `punctuation_only`; others
have the kind of their verdict. Where one segment holds two of another article, or one quote what another article prints
as several quotes, it is `merged_or_split`.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.columns import Flags, Integers, take_rows, texts_of
from pipelines.resolve.tables import UTTERANCE_PAIRS
from pipelines.resolve.utterances.alignment import tokenize
from pipelines.resolve.utterances.evidence import Links
from pipelines.resolve.utterances.folding import Vocabulary
from pipelines.resolve.utterances.judging import Verdict
from pipelines.resolve.utterances.segments import place_in_article
from pipelines.resolve.utterances.sql import read_sql

MOST_PRINTS = 50  # of one utterance, the earliest, are searched for quotes printed as several
HOUSE_STYLE = r"[\s\"“”„«»'‘’.,]+$"


def describe(segments: pa.Table, links: Links, verdicts: Sequence[Verdict], vocabulary: Vocabulary) -> pa.Table:
    """Return rows of `UTTERANCE_PAIRS` of grain segment; `left` is attributed, else the earlier to arrive."""
    left, right = _sides(segments, links)
    is_swapped = left != links.left
    ours, theirs = take_rows(segments, left), take_rows(segments, right)
    equal = _equal_kinds(ours, theirs)
    rows: dict[str, Any] = {
        "kind": equal.tolist(),
        "score": np.ones(len(left)).tolist(),
        "left_words": [[] for _ in left],
        "right_words": [[] for _ in left],
        "left_spans": ours["spans"].to_pylist(),
        "right_spans": theirs["spans"].to_pylist(),
    }
    texts = (ours["text"], theirs["text"])
    for place in np.flatnonzero(links.verdict >= 0).tolist():
        verdict = verdicts[links.verdict[place]]
        printed = (texts[0][place].as_py(), texts[1][place].as_py())
        _set_verdict(rows, place, verdict, printed, vocabulary, is_swapped=bool(is_swapped[place]))
    _mark_merged(rows, left, right, ours, theirs)
    is_unattributed = theirs["form"].to_numpy() == "unattributed"
    rows["kind"] = np.where(is_unattributed, "unattributed_copy", np.array(rows["kind"], dtype=object)).tolist()
    return _table(rows, ours, theirs, grain="segment")


def _sides(segments: pa.Table, links: Links) -> tuple[Integers, Integers]:
    is_unattributed = segments["form"].to_numpy() == "unattributed"
    left = np.minimum(links.left, links.right)
    right = np.maximum(links.left, links.right)
    is_wrong = is_unattributed[left]
    return np.where(is_wrong, right, left), np.where(is_wrong, left, right)


def _equal_kinds(ours: pa.Table, theirs: pa.Table) -> np.ndarray:
    """Return `identical` where the letters are the same but for outer marks and a last comma or full stop."""
    first, second = (
        pc.replace_substring_regex(pc.replace_substring_regex(side["text"], HOUSE_STYLE, ""), r"\s+", " ")
        for side in (ours, theirs)
    )
    return np.where(pc.equal(first, second).to_numpy(), "identical", "punctuation_only").astype(object)


def _set_verdict(
    rows: dict[str, Any],
    place: int,
    verdict: Verdict,
    printed: tuple[str, str],
    vocabulary: Vocabulary,
    *,
    is_swapped: bool,
) -> None:
    sides = [(verdict.left_words, verdict.left_stretch), (verdict.right_words, verdict.right_stretch)]
    if is_swapped:
        sides.reverse()
    rows["kind"][place], rows["score"][place] = verdict.kind, verdict.score
    for name, text, (words, (first, last)) in zip(("left", "right"), printed, sides, strict=True):
        tokens = tokenize(text, vocabulary)
        spans = [(span["start_char"], span["end_char"]) for span in rows[f"{name}_spans"][place]]
        placed = place_in_article(spans, tokens.starts[first], tokens.ends[last - 1])
        rows[f"{name}_words"][place] = words
        rows[f"{name}_spans"][place] = [{"start_char": start, "end_char": end} for start, end in placed]


def _mark_merged(rows: dict[str, Any], left: Integers, right: Integers, ours: pa.Table, theirs: pa.Table) -> None:
    """Mark truncated pairs in which one segment holds several of the other article, in different places."""
    held: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    articles = (texts_of(ours["article_id"]), texts_of(theirs["article_id"]))
    for place, kind in enumerate(rows["kind"]):
        if kind == "truncated":
            for row, other, spans in (
                (left[place], articles[1][place], rows["left_spans"][place]),
                (right[place], articles[0][place], rows["right_spans"][place]),
            ):
                held.setdefault((int(row), other), []).append((spans[0]["start_char"], spans[-1]["end_char"], place))
    for found in held.values():
        found.sort()
        apart = [(a, b) for a, b in pairwise(found) if a[1] <= b[0]]
        for pair in apart:
            for *_, place in pair:
                rows["kind"][place] = "merged_or_split"


def split_quotes(segments: pa.Table, *, is_new: Flags, labels: Integers) -> pa.Table:
    """Return pairs of grain quote: the left quote, of several segments, is printed as several quotes elsewhere."""
    quoted = segments.select(["quote_id", "article_id", "is_repeat"])
    quoted = quoted.append_column("row", pa.array(np.arange(len(segments))))
    quoted = quoted.append_column("is_new", pa.array(is_new)).append_column("label", pa.array(labels))
    quoted = quoted.append_column("label_size", pa.array(np.bincount(labels, minlength=1)[labels]))
    quoted = quoted.filter(pc.is_valid(quoted["quote_id"]))
    with duckdb.connect() as connection:
        connection.register("quoted", quoted)
        found = connection.sql(read_sql("split_quotes"), params={"most": MOST_PRINTS}).to_arrow_table().to_pylist()
    ours = take_rows(segments, np.array([row["left_rows"][0] for row in found]))
    theirs = take_rows(segments, np.array([row["right_rows"][0] for row in found]))
    spans = segments["spans"]
    rows = {
        "kind": ["merged_or_split"] * len(found),
        "score": [1.0] * len(found),
        "left_words": [[] for _ in found],
        "right_words": [[] for _ in found],
        "left_spans": [[span for row in pair["left_rows"] for span in spans[row].as_py()] for pair in found],
        "right_spans": [[span for row in pair["right_rows"] for span in spans[row].as_py()] for pair in found],
    }
    return _table(rows, ours, theirs, grain="quote")


def _table(rows: dict[str, Any], ours: pa.Table, theirs: pa.Table, *, grain: str) -> pa.Table:
    columns: dict[str, Any] = {**rows, "grain": [grain] * len(ours)}
    for name in ("segment_id", "quote_id", "article_id"):
        columns[f"left_{name}"], columns[f"right_{name}"] = ours[name], theirs[name]
    columns["is_same_speaker"] = pc.equal(ours["speaker_key"], theirs["speaker_key"])
    apart = pc.subtract(ours["published_at"], theirs["published_at"]).cast(pa.int64())
    columns["days_apart"] = pc.divide(pc.abs(apart).cast(pa.float64()), 86_400e6)
    arrays = [
        columns[field.name]
        if isinstance(columns[field.name], pa.ChunkedArray)
        else pa.array(columns[field.name], field.type)
        for field in UTTERANCE_PAIRS
    ]
    return pa.table(arrays, schema=UTTERANCE_PAIRS)
