"""Segments: quotes and sentences in the article's own voice as rows that can be compared with those of other articles.

Input are the *current* rows of `records.QUOTES`, `SENTENCES` and `ARTICLES` (one revision per article).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.columns import Column, is_any, keep_rows, texts_of
from pipelines.resolve.utterances.cutting import Spans, cut_text, place_in_article
from pipelines.resolve.utterances.folding import Vocabulary
from pipelines.resolve.utterances.own_voice import find_own_voice
from pipelines.resolve.utterances.speaker_keys import speaker_keys
from pipelines.resolved import UTTERANCE_SEGMENTS

BATCH_ROWS = 50_000
LEAST_UNATTRIBUTED = 5  # content words: shorter sentences say too little to be anybody's words
_NAMES = ["quote_id", "article_id", "revision", "sentence_no", "speaker", "is_repeat"]
_QUOTE_COLUMNS = [*_NAMES, "kind", "content", "content_spans"]
_CUT_COLUMNS = [*_NAMES, "segment_id", "segment_place", "form", "spans", "text", "start_char"]
_CUT = pa.schema([UTTERANCE_SEGMENTS.field(name) for name in _CUT_COLUMNS])


@dataclass(frozen=True, slots=True)
class Prints:
    """What was printed: all current rows of each article that is named in `articles`."""

    quotes: pa.Table
    sentences: pa.Table
    articles: pa.Table
    speakers: pa.Table | None = None  # quote_id, speaker_key, speaker: who speaks, known across articles
    copies: frozenset[str] = frozenset()  # every article, known ones too, that copies an earlier one


def cut_prints(prints: Prints, vocabulary: Vocabulary, *, first_segment_no: int) -> pa.Table:
    """Return rows of `UTTERANCE_SEGMENTS`, quotes first, `utterance_id` null, numbered from `first_segment_no`."""
    parts = [pa.Table.from_pylist(rows, schema=_CUT) for rows in _batches(_quote_segments(prints.quotes))]
    parts += [pa.Table.from_pylist(rows, schema=_CUT) for rows in _batches(_own_voice_segments(prints))]
    table = pa.concat_tables(parts) if parts else _CUT.empty_table()
    folded = vocabulary.fold(texts_of(table["text"]))
    content = folded.content_words()
    table = table.append_column("wording", pa.array(folded.wordings()))
    table = table.append_column("content_words", pa.array(content, pa.int32()))
    is_attributed = table["form"].to_numpy() != "unattributed"
    table = keep_rows(table, (np.diff(folded.ends) > 0) & (is_attributed | (content >= LEAST_UNATTRIBUTED)))
    numbers = pa.array(np.arange(first_segment_no, first_segment_no + len(table)))
    return _with_articles(table.append_column("segment_no", numbers), prints)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _quote_segments(quotes: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in quotes.select(_QUOTE_COLUMNS).to_batches(max_chunksize=BATCH_ROWS):
        for row in batch.to_pylist():
            spans = [(span["start_char"], span["end_char"]) for span in row["content_spans"]]
            joints = list(accumulate(last - first + 1 for first, last in spans[:-1]))
            for place, (start, end) in enumerate(cut_text(row["content"], joints)):
                placed = place_in_article(spans, start, end)
                if placed:
                    named = {**row, "segment_id": f"{row['quote_id']}.s{place}", "segment_place": place}
                    yield _row(named, row["content"][start:end], placed, form=row["kind"])


def _own_voice_segments(prints: Prints) -> Iterator[dict[str, Any]]:
    for row, text in find_own_voice(prints.sentences, prints.articles, prints.quotes):
        name = f"{row['article_id']}.{row['revision']}.t{row['sentence_no']}"
        named = {**row, "segment_id": name, "segment_place": 0, "quote_id": None, "speaker": None}
        yield _row(named, text, [(row["start_char"], row["end_char"])], form="unattributed")


def _row(named: dict[str, Any], text: str, spans: Spans, *, form: str) -> dict[str, Any]:
    return {
        **{name: named[name] for name in _CUT_COLUMNS if name in named},
        "form": form,
        "spans": [{"start_char": start, "end_char": end} for start, end in spans],
        "text": text,
        "start_char": spans[0][0],
    }


def _with_articles(table: pa.Table, prints: Prints) -> pa.Table:
    numbers = pc.index_in(table["article_id"], prints.articles["article_id"].combine_chunks())
    for name in ("outlet", "published_at"):
        table = table.append_column(name, prints.articles[name].take(numbers))
    keys: Column = pa.chunked_array([pa.array(speaker_keys(table["speaker"]), pa.string())])
    if prints.speakers is not None:
        found = pc.index_in(table["quote_id"], prints.speakers["quote_id"].combine_chunks())
        keys = prints.speakers["speaker_key"].take(found)
        names = pc.coalesce(prints.speakers["speaker"].take(found), table["speaker"])
        table = table.set_column(table.schema.get_field_index("speaker"), "speaker", names)
    table = table.append_column("is_copy", pa.array(is_any(table["article_id"], set(prints.copies))))
    table = table.append_column("speaker_key", keys).append_column("utterance_id", pa.nulls(len(table), pa.string()))
    return table.select(UTTERANCE_SEGMENTS.names).cast(UTTERANCE_SEGMENTS)
