"""Segments: quotes and unattributed sentences cut into sentence-like pieces, each with its place in the article.

Input are the *current* rows of `records.QUOTES`, `SENTENCES` and `ARTICLES` (one revision per article).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.annotate.sentences import split_sentences
from pipelines.resolve.columns import Column, Flags, keep_rows, names_of, texts_of
from pipelines.resolve.tables import UTTERANCE_SEGMENTS
from pipelines.resolve.utterances.folding import Vocabulary, mark_pattern

BATCH_ROWS = 50_000
INNER_STOP = re.compile(r"[.!?…;\n]\W*\s\W*\w")
SEMICOLON = re.compile(r";\s+|\n+")
QUOTATION_MARK = re.compile('["“”„«»]')
OUTER = " \t\n\u00a0\"“”„«»'‘’"
LEAST_UNATTRIBUTED = 5  # content words: shorter sentences say too little to be anybody's words
UNATTRIBUTED_ROLES = ("headline", "standfirst", "body")
ARTICLE_SHIFT = 1 << 32

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Prints:
    """What was printed: all current rows of each article that is named in `articles`."""

    quotes: pa.Table
    sentences: pa.Table
    articles: pa.Table
    speakers: pa.Table | None = None  # quote_id, speaker_key, speaker: who speaks, known across articles
    copies: frozenset[str] = frozenset()  # article_ids that copy an earlier article


def cut_prints(prints: Prints, vocabulary: Vocabulary, *, first_segment_no: int) -> pa.Table:
    """Return rows of `UTTERANCE_SEGMENTS`, quotes first, `utterance_id` null, numbered from `first_segment_no`."""
    parts = [pa.Table.from_pylist(rows, schema=_CUT) for rows in _batches(_quote_segments(prints.quotes))]
    parts += [pa.Table.from_pylist(rows, schema=_CUT) for rows in _batches(_unattributed(prints))]
    table = pa.concat_tables(parts) if parts else _CUT.empty_table()
    folded = vocabulary.fold(texts_of(table["text"]))
    table = table.append_column("wording", pa.array(folded.wordings()))
    table = table.append_column("content_words", pa.array(folded.content_words(), pa.int32()))
    is_kept = (np.diff(folded.ends) > 0) & (
        (folded.content_words() >= LEAST_UNATTRIBUTED) | (table["form"].to_numpy() != "unattributed")
    )
    table = keep_rows(table, is_kept)
    numbers = pa.array(np.arange(first_segment_no, first_segment_no + len(table)))
    return _with_articles(table.append_column("segment_no", numbers), prints)


_ADDED = frozenset(
    ["segment_no", "utterance_id", "outlet", "published_at", "is_copy", "speaker_key", "wording", "content_words"]
)
_CUT = pa.schema(
    [
        UTTERANCE_SEGMENTS.field(name)
        for name in UTTERANCE_SEGMENTS.names
        if name
        not in {
            "segment_no",
            "utterance_id",
            "outlet",
            "published_at",
            "is_copy",
            "speaker_key",
            "wording",
            "content_words",
        }
    ]
)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def cut_text(text: str, joints: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Return the segments of a quote's content as offsets, without the white space and quotation marks around them.

    `joints` are the offsets at which another content span begins: a capital there begins a segment too, for the words
    between the spans (`," she said. "`) may have held the full stop.
    """
    pieces = [(0, len(text))]
    if joints or INNER_STOP.search(text):
        pieces = [(span.start_char, span.end_char) for span in split_sentences(text)] or pieces
        pieces = [piece for start, end in pieces for piece in _cut_at_semicolons(text, start, end)]
        pieces = [piece for start, end in pieces for piece in _cut_at_joints(text, start, end, joints)]
    return [piece for piece in (_trim(text, start, end) for start, end in pieces) if piece[0] < piece[1]]


def _cut_at_joints(text: str, start: int, end: int, joints: Sequence[int]) -> list[tuple[int, int]]:
    cuts = [joint for joint in joints if start < joint < end and text[joint:end].lstrip(OUTER)[:1].isupper()]
    return list(pairwise([start, *cuts, end]))


def _cut_at_semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.span() for match in SEMICOLON.finditer(text, start, end)]
    starts, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
    return list(zip(starts, ends, strict=True))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(OUTER)), end - (len(piece) - len(piece.rstrip(OUTER)))


def place_in_article(spans: Spans, start: int, end: int) -> list[tuple[int, int]]:
    """Return where characters `start` to `end` of the text under `spans` (joined by one space) stand in the article."""
    found, base = [], 0
    for span_start, span_end in spans:
        length = span_end - span_start
        first, last = max(start - base, 0), min(end - base, length)
        if first < last:
            found.append((span_start + first, span_start + last))
        base += length + 1
    return found


def _quote_segments(quotes: pa.Table) -> Iterator[dict[str, Any]]:
    columns = [
        "quote_id",
        "article_id",
        "revision",
        "sentence_no",
        "kind",
        "content",
        "content_spans",
        "speaker",
        "is_repeat",
    ]
    for batch in quotes.select([*columns, "is_repeat"]).to_batches(max_chunksize=BATCH_ROWS):
        for row in batch.to_pylist():
            spans = [(span["start_char"], span["end_char"]) for span in row["content_spans"]]
            joints = list(accumulate((last - first + 1 for first, last in spans[:-1])))
            for place, (start, end) in enumerate(cut_text(row["content"], joints)):
                placed = place_in_article(spans, start, end)
                if placed:
                    yield _row(row, row["content"][start:end], placed, place=place)


def _row(row: dict[str, Any], text: str, spans: Spans, *, place: int) -> dict[str, Any]:
    return {
        "segment_id": f"{row['quote_id']}.s{place}",
        "quote_id": row["quote_id"],
        "article_id": row["article_id"],
        "revision": row["revision"],
        "sentence_no": row["sentence_no"],
        "segment_place": place,
        "form": row["kind"],
        "spans": [{"start_char": start, "end_char": end} for start, end in spans],
        "text": text,
        "speaker": row["speaker"],
        "is_repeat": row["is_repeat"],
        "start_char": spans[0][0],
    }


def _unattributed(prints: Prints) -> Iterator[dict[str, Any]]:
    """Yield a segment per sentence in the article's own voice, as far as the annotator can tell."""
    sentences = prints.sentences
    numbers = pc.index_in(sentences["article_id"], prints.articles["article_id"].combine_chunks())
    is_kept = pc.and_(pc.is_in(sentences["role"], pa.array(UNATTRIBUTED_ROLES)), pc.invert(sentences["is_repeat"]))
    is_kept = pc.and_(pc.and_(is_kept, numbers.is_valid()), pa.array(~_overlaps_a_quote(prints)))
    texts = prints.articles["text"]
    marks = mark_pattern()
    chosen = sentences.append_column("article_no", numbers).filter(is_kept)
    for batch in chosen.to_batches(max_chunksize=BATCH_ROWS):
        for row in batch.to_pylist():
            span = (row["start_char"], row["end_char"])
            text = texts[row["article_no"]].as_py()[slice(*span)]
            if not QUOTATION_MARK.search(text) and not marks.search(text):
                values = {**row, "quote_id": None, "kind": "unattributed", "speaker": None}
                name = f"{row['article_id']}.{row['revision']}.t{row['sentence_no']}"
                yield {**_row(values, text, [span], place=0), "segment_id": name}


def _overlaps_a_quote(prints: Prints) -> Flags:
    """Return for each sentence whether any quote's content, cue or source touches it."""
    names = prints.articles["article_id"].combine_chunks()
    starts, ends = [], []
    for column in ("content_spans", "cue_spans", "source_spans"):
        lists = prints.quotes[column].combine_chunks()
        owners = pc.index_in(prints.quotes["article_id"], names).fill_null(len(names)).to_numpy()
        bases = owners[pc.list_parent_indices(lists).to_numpy()].astype(np.int64) * ARTICLE_SHIFT
        spans = pc.list_flatten(lists)
        starts.append(bases + pc.struct_field(spans, "start_char").to_numpy())
        ends.append(bases + pc.struct_field(spans, "end_char").to_numpy())
    start, end = np.concatenate(starts), np.concatenate(ends)
    order = np.argsort(start)
    start, reach = start[order], np.maximum.accumulate(np.append(end[order], -1) if not len(end) else end[order])
    owners = pc.index_in(prints.sentences["article_id"], names).fill_null(len(names)).to_numpy().astype(np.int64)
    first = owners * ARTICLE_SHIFT + prints.sentences["start_char"].to_numpy()
    last = owners * ARTICLE_SHIFT + prints.sentences["end_char"].to_numpy()
    before = np.searchsorted(start, last) - 1
    return np.asarray((before >= 0) & (reach[before] > first), dtype=np.bool_)


def _with_articles(table: pa.Table, prints: Prints) -> pa.Table:
    numbers = pc.index_in(table["article_id"], prints.articles["article_id"].combine_chunks())
    for name in ("outlet", "published_at"):
        table = table.append_column(name, prints.articles[name].take(numbers))
    table = table.append_column("is_copy", pc.is_in(table["article_id"], pa.array(sorted(prints.copies), pa.string())))
    keys: Column = pa.chunked_array([pa.array(speaker_keys(table["speaker"]), pa.string())])
    if prints.speakers is not None:
        found = pc.index_in(table["quote_id"], prints.speakers["quote_id"].combine_chunks())
        keys = prints.speakers["speaker_key"].take(found)
        names = pc.coalesce(prints.speakers["speaker"].take(found), table["speaker"])
        table = table.set_column(table.schema.get_field_index("speaker"), "speaker", names)
    table = table.append_column("speaker_key", keys).append_column("utterance_id", pa.nulls(len(table), pa.string()))
    return table.select(UTTERANCE_SEGMENTS.names).cast(UTTERANCE_SEGMENTS)


def speaker_keys(speakers: Column) -> list[str | None]:
    """Return for each name what its spellings have in common: the consonants of its last word, doubles taken once.

    It stands in until entities are resolved: good enough to weigh evidence, not to name a person.
    """
    keys = {name: _speaker_key(name) for name in names_of(speakers)}
    return [None if name is None else keys[str(name)] for name in speakers.to_pylist()]


def _speaker_key(name: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if not words:
        return None
    last = words[-1] if words[-1] not in ("jr", "sr", "ii", "iii") or len(words) == 1 else words[-2] + words[-1]
    skeleton = re.sub(r"(.)\1+", r"\1", last[0] + re.sub(r"[aeiouyjh]", "", last[1:]))
    return skeleton if len(skeleton) > 1 else last
