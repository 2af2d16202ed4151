"""Finding copies: new articles against all that are known. An article that comes again replaces itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import Hashes, Integers, is_any, keep_rows, names_of, texts_of
from pipelines.resolve.copies.fingerprints import Body, hash_body, hash_runs, read_body, winnow
from pipelines.resolve.copies.passages import Passage, find_passages, share_of
from pipelines.resolve.increments.postings import find_candidates, merge_candidates, pack
from pipelines.resolve.words import Vocabulary
from pipelines.resolved import ARTICLE_COPIES, ARTICLE_FINGERPRINTS, SHARED_PASSAGES

SAME, NEAR, PARTLY = 0.999, 0.8, 0.2  # containment: all but for rounding, most, more than a shared quotation
LEAST_SHARED_WORDS = 15  # of a partial copy
TO_THE_SECOND = "second"  # articles.published_at_precision
PAIRS_AT_ONCE = 5_000  # whose articles' words are held in memory together
COLUMNS = ["article_id", "text", "body_start_char", "published_at", "published_at_precision", "wire_credit"]

Row = dict[str, Any]
ReadArticles = Callable[[list[str]], pa.Table]


@dataclass(frozen=True, slots=True)
class Copies:
    """All that is known of copies; each table has its schema in `pipelines.resolved`."""

    copies: pa.Table
    passages: pa.Table
    fingerprints: pa.Table

    @classmethod
    def none(cls) -> "Copies":
        """Return what is known before the first run."""
        return cls(*(schema.empty_table() for schema in (ARTICLE_COPIES, SHARED_PASSAGES, ARTICLE_FINGERPRINTS)))


def find_copies(articles: pa.Table, known: Copies, *, read_articles: ReadArticles) -> Copies:
    """Add `articles` (rows of `records.ARTICLES`) to `known` and return all that is known then.

    `read_articles` returns rows of known articles by id: only those that may be copies are asked for.
    """
    replaced = names_of(articles["article_id"])
    kept = Copies(*(_without(table, replaced) for table in (known.copies, known.passages, known.fingerprints)))
    fresh = _fingerprints(articles, Vocabulary(), first_no=_next_no(known.fingerprints))
    fingerprints = pa.concat_tables([kept.fingerprints, fresh])
    pairs = _find_pairs(fresh, fingerprints)
    copies: list[dict[str, Any]] = []
    passages: list[dict[str, Any]] = []
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        for copy, shared in _compare_all(pairs[start : start + PAIRS_AT_ONCE], articles, replaced, read_articles):
            copies.append(copy)
            passages += shared
    return Copies(
        pa.concat_tables([kept.copies, pa.Table.from_pylist(copies, schema=ARTICLE_COPIES)]),
        pa.concat_tables([kept.passages, pa.Table.from_pylist(passages, schema=SHARED_PASSAGES)]),
        fingerprints,
    )


def _find_pairs(fresh: pa.Table, fingerprints: pa.Table) -> list[tuple[str, str]]:
    """Return the ids of articles that may be copies: a new one and another, which may be new too.

    Fingerprints find most copies. A body that very many others resemble has none rare enough to be looked up, so that
    equal bodies find one another by a hash of the whole besides.
    """
    pairs = merge_candidates(
        [
            find_candidates(_postings(fresh), np.sort(_postings(fingerprints))),
            find_candidates(_body_postings(fresh), np.sort(_body_postings(fingerprints))),
        ]
    )
    ids = dict(zip(fingerprints["article_no"].to_pylist(), texts_of(fingerprints["article_id"]), strict=True))
    return [(ids[left], ids[right]) for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)]


def list_copies(copies: pa.Table) -> frozenset[str]:
    """Return the articles that print little but what an earlier one printed."""
    whole = keep_rows(copies, ~is_any(copies["kind"], {"partial"}))
    return frozenset(texts_of(whole["copy_article_id"]))


@dataclass(frozen=True, slots=True)
class _Print:
    article_id: str
    body: Body
    row: dict[str, Any]


def _without(table: pa.Table, replaced: set[str]) -> pa.Table:
    names = [name for name in ("article_id", "copy_article_id") if name in table.column_names]
    return keep_rows(table, ~np.logical_or.reduce([is_any(table[name], replaced) for name in names]))


def _next_no(fingerprints: pa.Table) -> int:
    last = pc.max(fingerprints["article_no"]).as_py()
    return 0 if last is None else int(last) + 1


def _fingerprints(articles: pa.Table, vocabulary: Vocabulary, *, first_no: int) -> pa.Table:
    rows: list[dict[str, Any]] = []
    for batch in articles.select(COLUMNS).to_batches():
        for row in batch.to_pylist():
            body = read_body(row["text"], row["body_start_char"], vocabulary)
            runs = hash_runs(body.words)
            named = {"article_no": first_no + len(rows), "article_id": row["article_id"]}
            rows.append({**named, "keys": winnow(runs).tolist(), "body_key": hash_body(runs)})
    return pa.Table.from_pylist(rows, schema=ARTICLE_FINGERPRINTS)


def _postings(fingerprints: pa.Table) -> Hashes:
    lists = fingerprints["keys"].combine_chunks()
    numbers: Integers = fingerprints["article_no"].to_numpy()
    return pack(pc.list_flatten(lists).to_numpy(), numbers[pc.list_parent_indices(lists).to_numpy()])


def _body_postings(fingerprints: pa.Table) -> Hashes:
    fingerprints = keep_rows(fingerprints, pc.list_value_length(fingerprints["keys"]).to_numpy() > 0)
    return pack(fingerprints["body_key"].to_numpy(), fingerprints["article_no"].to_numpy())


def _compare_all(
    pairs: list[tuple[str, str]], articles: pa.Table, given: set[str], read_articles: ReadArticles
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield the rows of the pairs that share enough; holds the words of these articles only."""
    names = {name for pair in pairs for name in pair}
    tables = [keep_rows(articles, is_any(articles["article_id"], names & given))]
    if names - given:
        tables.append(read_articles(sorted(names - given)))
    vocabulary = Vocabulary()
    rows = [row for table in tables for row in table.select(COLUMNS).to_pylist()]
    prints = {
        row["article_id"]: _Print(row["article_id"], read_body(row["text"], row["body_start_char"], vocabulary), row)
        for row in rows
    }
    for left, right in pairs:
        found = _compare(prints[left], prints[right])
        if found is not None:
            yield found


def _compare(left: _Print, right: _Print) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Return the rows of a pair, the copy second; None where the articles share too little."""
    first, copy = _in_order(left, right)
    containment, copy_containment = share_of(first.body, copy.body), share_of(copy.body, first.body)
    passages = find_passages(first.body, copy.body)
    shared = round(min(containment * len(first.body.words), copy_containment * len(copy.body.words)))
    if max(containment, copy_containment) < PARTLY or (shared < LEAST_SHARED_WORDS and containment < SAME):
        return None
    credits = [side.row["wire_credit"] for side in (first, copy)]
    row = {
        "article_id": first.article_id,
        "copy_article_id": copy.article_id,
        "kind": _kind(first.body, copy.body, containment, copy_containment),
        "containment": containment,
        "copy_containment": copy_containment,
        "shared_words": shared,
        "published_at": first.row["published_at"],
        "copy_published_at": copy.row["published_at"],
        "printed_first": _printed_first(first.row, copy.row),
        "wire_credit": credits[0] or credits[1],
        "is_uncredited": (credits[0] is None) != (credits[1] is None),
    }
    return row, [_passage_row(first, copy, passage, number) for number, passage in enumerate(passages)]


def _in_order(left: _Print, right: _Print) -> tuple[_Print, _Print]:
    """Return the earlier print first, else the longer one, else by id."""
    times = [side.row["published_at"] for side in (left, right)]
    if None not in times and times[0] != times[1]:
        return (left, right) if times[0] < times[1] else (right, left)
    order = sorted((left, right), key=lambda side: (-len(side.body.words), side.article_id))
    return order[0], order[1]


def _printed_first(first: Row, second: Row) -> str:
    """Return which came first: told by times that are known to the minute alone, for a day begins at midnight."""
    if any(row["published_at"] is None or row["published_at_precision"] != TO_THE_SECOND for row in (first, second)):
        return "unknown"
    return "same_time" if first["published_at"] == second["published_at"] else "article"


def _kind(first: Body, copy: Body, containment: float, copy_containment: float) -> str:
    if min(containment, copy_containment) >= SAME and np.array_equal(first.words, copy.words):
        return "identical"
    if min(containment, copy_containment) >= NEAR:
        return "near_duplicate"
    return "contained" if max(containment, copy_containment) >= NEAR else "partial"


def _passage_row(first: _Print, copy: _Print, passage: Passage, number: int) -> dict[str, Any]:
    return {
        "article_id": first.article_id,
        "copy_article_id": copy.article_id,
        "passage_no": number,
        "start_char": int(first.body.starts[passage.start]),
        "end_char": int(first.body.ends[passage.end - 1]),
        "copy_start_char": int(copy.body.starts[passage.copy_start]),
        "copy_end_char": int(copy.body.ends[passage.copy_end - 1]),
        "words": passage.words,
    }
