"""Placing: where stretches of segments stand in their articles, for many pairs at once."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.arrow_types import SPANS
from pipelines.resolve.arrow.columns import Column, Integers, take_rows, texts_of
from pipelines.resolve.utterances.segments.cutting import place_in_article
from pipelines.resolve.utterances.wordings.alignment import place_words
from pipelines.resolve.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Places:
    """Lists of spans laid end to end: those of item `i` are `offsets[i]` to `offsets[i + 1]`."""

    starts: Integers
    ends: Integers
    offsets: Integers

    @property
    def first(self) -> Integers:
        """Where each item's first span begins."""
        return self.starts[self.offsets[:-1]]

    @property
    def last(self) -> Integers:
        """Where each item's last span ends."""
        return self.ends[self.offsets[1:] - 1]

    def array(self) -> "pa.Array[Any]":
        """Return the lists as an array of `records.SPANS`."""
        flat = pa.StructArray.from_arrays([pa.array(self.starts), pa.array(self.ends)], fields=list(SPANS.value_type))
        return pa.ListArray.from_arrays(pa.array(self.offsets, pa.int32()), flat).cast(SPANS)


def place_stretches(
    segments: pa.Table, rows: Integers, first: Integers, last: Integers, vocabulary: Vocabulary
) -> Places:
    """Return where the words `first` to `last`, exclusive, of the segments of these rows stand in their articles."""
    unique, items = np.unique(rows, return_inverse=True)
    chosen = take_rows(segments.select(["text", "spans"]), unique)
    words = _find_words(texts_of(chosen["text"]), vocabulary)
    begin = words.starts[words.offsets[items] + first]
    end = words.ends[words.offsets[items] + last - 1]
    spans = _places_of(chosen["spans"])
    length = (spans.ends - spans.starts)[spans.offsets[items]]
    is_plain = (np.diff(spans.offsets)[items] == 1) & (end <= length)
    base = spans.first[items]
    odd = {
        place: place_in_article(_spans_at(spans, int(items[place])), int(begin[place]), int(end[place]))
        for place in np.flatnonzero(~is_plain).tolist()
    }
    return _assemble(base + begin, base + end, odd)


def _find_words(texts: Sequence[str], vocabulary: Vocabulary) -> Places:
    """Return the characters of each folded word of each text."""
    flat, offsets = array("q"), [0]
    for text in texts:
        flat.extend(chain.from_iterable(place_words(text, vocabulary)))
        offsets.append(len(flat) // 2)
    pairs = np.array(flat, dtype=np.int64).reshape(-1, 2)
    return Places(pairs[:, 0], pairs[:, 1], np.array(offsets, dtype=np.int64))


def _places_of(spans: Column) -> Places:
    flat = pc.list_flatten(spans)
    starts, ends = (pc.struct_field(flat, name).to_numpy() for name in ("start_char", "end_char"))
    counts = pc.list_value_length(spans).to_numpy()
    return Places(starts, ends, np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))


def _spans_at(spans: Places, item: int) -> list[tuple[int, int]]:
    held = slice(spans.offsets[item], spans.offsets[item + 1])
    return list(zip(spans.starts[held].tolist(), spans.ends[held].tolist(), strict=True))


def _assemble(starts: Integers, ends: Integers, odd: dict[int, list[tuple[int, int]]]) -> Places:
    """Return one span for each item, `odd` items aside, which have those given."""
    counts = np.ones(len(starts), dtype=np.int64)
    for item, spans in odd.items():
        counts[item] = len(spans)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    owners = np.repeat(np.arange(len(starts)), counts)
    starts, ends = starts[owners], ends[owners]
    for item, spans in odd.items():
        held = slice(offsets[item], offsets[item + 1])
        starts[held], ends[held] = [span[0] for span in spans], [span[1] for span in spans]
    return Places(starts, ends, offsets)
