"""The article's own voice: sentences that no quote touches and that attribute nothing themselves."""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import Flags, Integers, is_any, keep_rows, take_rows
from pipelines.resolve.words import word_table

QUOTATION_MARK = re.compile('["“”„«»]')
ROLES = {"headline", "standfirst", "body"}
ARTICLE_SHIFT = 1 << 32  # articles laid end to end, further apart than any is long
LEAST_WORDS = 3  # of a reported content: who "knew it" may still state all else
BATCH_ROWS = 50_000


def find_own_voice(sentences: pa.Table, articles: pa.Table, quotes: pa.Table) -> Iterator[tuple[pa.Table, list[str]]]:
    """Yield rows of `sentences`, some at a time, with their texts; repeated ones are left out."""
    numbers = pc.index_in(sentences["article_id"], articles["article_id"].combine_chunks())
    is_kept = is_any(sentences["role"], ROLES) & ~sentences["is_repeat"].to_numpy() & numbers.is_valid().to_numpy()
    is_kept &= ~_touches_a_quote(sentences, articles, quotes)
    chosen = keep_rows(sentences.append_column("article_no", numbers), is_kept)
    last, text = -1, ""
    for start in range(0, len(chosen), BATCH_ROWS):
        batch = chosen.slice(start, BATCH_ROWS)
        columns = (batch[name].to_pylist() for name in ("article_no", "start_char", "end_char"))
        rows, texts = [], []
        for row, (article_no, first, end) in enumerate(zip(*columns, strict=True)):
            if article_no != last:
                last, text = article_no, str(articles["text"][article_no])
            sentence = text[first:end]
            if not QUOTATION_MARK.search(sentence) and not _marks().search(sentence):
                rows.append(row)
                texts.append(sentence)
        yield take_rows(batch, np.array(rows, dtype=np.int64)), texts


@cache
def _marks() -> re.Pattern[str]:
    """Return a pattern for words by which a sentence attributes what it says."""
    marks = "|".join(re.escape(row[0]) for row in word_table("attribution_marks"))
    return re.compile(rf"\b(?:{marks})\b", re.IGNORECASE)


def _touches_a_quote(sentences: pa.Table, articles: pa.Table, quotes: pa.Table) -> Flags:
    """Return for each sentence whether content, cue or source of a quote that says something overlaps it."""
    spaces = np.asarray(pc.count_substring(quotes["content"], " ").to_numpy())
    quotes = keep_rows(quotes, ~is_any(quotes["kind"], {"indirect"}) | (spaces >= LEAST_WORDS - 1))
    owners = _bases(quotes, articles)
    starts, ends = [], []
    for column in ("content_spans", "cue_spans", "source_spans"):
        lists = quotes[column].combine_chunks()
        bases = owners[pc.list_parent_indices(lists).to_numpy()]
        spans = pc.list_flatten(lists)
        starts.append(bases + pc.struct_field(spans, "start_char").to_numpy())
        ends.append(bases + pc.struct_field(spans, "end_char").to_numpy())
    start, end = np.concatenate(starts), np.concatenate(ends)
    if not len(start):
        return np.zeros(len(sentences), dtype=np.bool_)
    # A span touches a sentence where it begins before its end and reaches beyond its start; the farthest reach decides.
    order = np.argsort(start)
    start, reach = start[order], np.maximum.accumulate(end[order])
    bases = _bases(sentences, articles)
    before = np.searchsorted(start, bases + sentences["end_char"].to_numpy()) - 1
    return np.asarray((before >= 0) & (reach[before] > bases + sentences["start_char"].to_numpy()), dtype=np.bool_)


def _bases(table: pa.Table, articles: pa.Table) -> Integers:
    numbers = pc.index_in(table["article_id"], articles["article_id"].combine_chunks())
    return np.asarray(numbers.fill_null(len(articles)).to_numpy(), dtype=np.int64) * ARTICLE_SHIFT
