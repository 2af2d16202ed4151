"""Segments: quotes and sentences in the article's own voice as rows that can be compared with those of other articles.

Input are the *current* rows of `records.QUOTES`, `SENTENCES` and `ARTICLES` (one revision per article).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import Column, is_any, keep_rows, make_spans, spans_of, texts_of
from pipelines.resolve.utterances.segments.cutting import Spans, cut_text, place_in_article
from pipelines.resolve.utterances.segments.own_voice import find_own_voice
from pipelines.resolve.utterances.segments.speaker_keys import speaker_keys
from pipelines.resolve.utterances.segments.weights import speaker_weights
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import UTTERANCE_SEGMENTS

BATCH_ROWS = 50_000
TO_THE_SECOND = "second"  # articles.published_at_precision; a day, or a time of an unknown zone, tells no order
LEAST_UNATTRIBUTED = 5  # content words: shorter sentences say too little to be anybody's words
_NAMES = ["quote_id", "article_id", "revision", "sentence_no", "speaker", "is_repeat"]
_CUT = pa.schema(
    UTTERANCE_SEGMENTS.field(name)
    for name in [*_NAMES, "speaker_weight", "segment_id", "segment_place", "form", "spans", "text", "start_char"]
)


@dataclass(frozen=True, slots=True)
class Prints:
    """What was printed: all current rows of each article that is named in `articles`."""

    quotes: pa.Table
    sentences: pa.Table
    articles: pa.Table
    speakers: pa.Table | None = None  # quote_id, speaker_key, speaker: who speaks, known across articles
    copies: frozenset[str] = frozenset()  # every article, known ones too, that copies an earlier one
    stances: pa.Table | None = None  # attributions without words: no utterances, nor the article's own voice

    @property
    def attributions(self) -> pa.Table:
        """Quotes and stances."""
        return self.quotes if self.stances is None else pa.concat_tables([self.quotes, self.stances])


def cut_prints(prints: Prints, vocabulary: Vocabulary, *, first_segment_no: int) -> pa.Table:
    """Return rows of `UTTERANCE_SEGMENTS`, quotes first, `utterance_id` null, numbered from `first_segment_no`."""
    table = pa.concat_tables([_CUT.empty_table(), *_quote_segments(prints.quotes), *_own_voice_segments(prints)])
    folded = vocabulary.fold(texts_of(table["text"]))
    content = folded.content_words()
    table = table.append_column("wording", pa.array(folded.wordings()))
    table = table.append_column("content_words", pa.array(content, pa.int32()))
    is_attributed = table["form"].to_numpy() != "unattributed"
    table = keep_rows(table, (np.diff(folded.ends) > 0) & (is_attributed | (content >= LEAST_UNATTRIBUTED)))
    numbers = pa.array(np.arange(first_segment_no, first_segment_no + len(table)))
    return _with_articles(table.append_column("segment_no", numbers), prints)


def _quote_segments(quotes: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, len(quotes), BATCH_ROWS):
        batch = quotes.slice(start, BATCH_ROWS)
        rows, places, texts, spans = [], [], [], []
        for row, (content, whole) in enumerate(
            zip(texts_of(batch["content"]), spans_of(batch["content_spans"]), strict=True)
        ):
            joints = list(accumulate(last - first + 1 for first, last in whole[:-1]))
            for place, (first, last) in enumerate(cut_text(content, joints)):
                placed = place_in_article(whole, first, last)
                if placed:
                    rows.append(row)
                    places.append(place)
                    texts.append(content[first:last])
                    spans.append(placed)
        weighed = batch.append_column("speaker_weight", speaker_weights(batch))
        held = weighed.select([*_NAMES, "speaker_weight", "kind"]).take(pa.array(rows, pa.int64()))
        names = [f"{quote_id}.s{place}" for quote_id, place in zip(texts_of(held["quote_id"]), places, strict=True)]
        yield _cut_table(held.rename_columns({"kind": "form"}), names, texts, spans, places=places)


def _own_voice_segments(prints: Prints) -> Iterator[pa.Table]:
    for held, texts in find_own_voice(prints.sentences, prints.articles, prints.attributions):
        columns = [held[name].to_pylist() for name in ("article_id", "revision", "sentence_no")]
        names = [f"{article}.{revision}.t{number}" for article, revision, number in zip(*columns, strict=True)]
        for name in ("quote_id", "speaker"):
            held = held.append_column(name, pa.nulls(len(held), pa.string()))
        held = held.append_column("speaker_weight", pa.nulls(len(held), pa.float64()))
        held = held.append_column("form", pa.repeat("unattributed", len(held)))
        spans = [
            [span]
            for span in zip(*(held[name].to_numpy().tolist() for name in ("start_char", "end_char")), strict=True)
        ]
        yield _cut_table(held, names, texts, spans, places=[0] * len(held))


def _cut_table(
    held: pa.Table, names: Sequence[str], texts: Sequence[str], spans: Sequence[Spans], *, places: Sequence[int]
) -> pa.Table:
    """Return rows of `_CUT`: those of `held`, the rows that they were cut out of, with what is theirs alone."""
    columns: dict[str, Any] = {
        **{name: held[name] for name in [*_NAMES, "speaker_weight", "form"]},
        "segment_id": pa.array(names, pa.string()),
        "segment_place": pa.array(places, pa.int32()),
        "spans": make_spans(spans),
        "text": pa.array(texts, pa.string()),
        "start_char": pa.array([placed[0][0] for placed in spans], pa.int64()),
    }
    return pa.table({name: columns[name] for name in _CUT.names}).cast(_CUT)


def _with_articles(table: pa.Table, prints: Prints) -> pa.Table:
    numbers = pc.index_in(table["article_id"], prints.articles["article_id"].combine_chunks())
    for name in ("outlet", "published_at"):
        table = table.append_column(name, prints.articles[name].take(numbers))
    is_timed = pc.equal(prints.articles["published_at_precision"].take(numbers), pa.scalar(TO_THE_SECOND))
    table = table.append_column("is_timed", is_timed)
    keys: Column = pa.chunked_array([pa.array(speaker_keys(table["speaker"]), pa.string())])
    if prints.speakers is not None:
        found = pc.index_in(table["quote_id"], prints.speakers["quote_id"].combine_chunks())
        keys = prints.speakers["speaker_key"].take(found)
        names = pc.coalesce(prints.speakers["speaker"].take(found), table["speaker"])
        table = table.set_column(table.schema.get_field_index("speaker"), "speaker", names)
    table = table.append_column("is_copy", pa.array(is_any(table["article_id"], set(prints.copies))))
    table = table.append_column("speaker_key", keys).append_column("utterance_id", pa.nulls(len(table), pa.string()))
    return table.select(UTTERANCE_SEGMENTS.names).cast(UTTERANCE_SEGMENTS)
