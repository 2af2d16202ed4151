"""Ids of utterances, which stay the same from run to run; merges, splits and ends are history.

An utterance is a set of segments under one label, at least one of them attributed. It keeps the oldest id that any of
its segments claims; without one it gets an id made from the article and wording of its first segment. A *claim* is the
id that a segment, or the same words of the same article, had before this run.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolve.arrow.columns import Column, Flags, Integers, is_any, names_of, take_rows, texts_of
from pipelines.resolved import UTTERANCE_HISTORY


@dataclass(frozen=True, slots=True)
class Named:
    """The id of each segment's utterance (null for a sentence that repeats nothing), and what changed."""

    ids: "pa.Array[Any]"
    history: pa.Table
    touched: set[str]  # ids whose members are other than before, those that ended among them


def first_labels(ids: Column) -> Integers:
    """Return a label per segment: one per known id, one each for segments without."""
    encoded = ids.combine_chunks().dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    free = len(encoded.dictionary) + np.arange(len(codes))
    return np.where(codes >= 0, codes, free)


def name_utterances(
    segments: pa.Table, labels: Integers, *, is_new: Flags, claims: Column, removed: set[str], batch_id: str
) -> Named:
    """Name every label that holds an attributed segment, and tell what became of earlier ids.

    `claims` has one id, or null, per segment; `removed` are the ids of which a segment is gone or looked at again.
    """
    founders = _founders(segments, labels)
    is_attributed = np.zeros(int(labels.max(initial=-1)) + 1, dtype=np.bool_)
    is_attributed[founders.labels] = True
    ids = np.full(len(is_attributed), None, dtype=object)
    made = _claims(labels, claims, is_new)
    claimed = _take_undisputed(made, ids, is_attributed)
    for label, name in _choose(claimed).items():
        ids[label] = name
    for label, name in _new_ids(segments, founders, ids).items():
        ids[label] = name
    ids[~is_attributed] = None
    changed, first = np.unique(labels[is_new], return_index=True)
    ties = dict(zip(changed.tolist(), np.flatnonzero(is_new)[first].tolist(), strict=True))
    names = segments["segment_id"]
    history = _history(
        claimed,
        ids,
        _unclaimed(removed, made),
        ties={label: str(names[ties[label]]) for label, _ in claimed if label in ties},
    )
    history = [{"batch_id": batch_id, **row} for row in history]
    touched = {name for name in ids[changed] if name is not None} | removed
    touched |= {row["utterance_id"] for row in history} | {row["into_utterance_id"] for row in history} - {None}
    column = pa.array(ids, pa.string()).take(pa.array(labels, pa.int64()))
    return Named(column, pa.Table.from_pylist(history, schema=UTTERANCE_HISTORY), touched)


@dataclass(frozen=True, slots=True)
class _Founders:
    """The labels that hold an attributed row, and the first such row of each."""

    labels: Integers
    rows: Integers


def _founders(segments: pa.Table, labels: Integers) -> _Founders:
    rows = np.flatnonzero(~is_any(segments["form"], {"unattributed"}))
    found, first = np.unique(labels[rows], return_index=True)
    return _Founders(found, rows[first])


@dataclass(frozen=True, slots=True)
class _Claims:
    """Each (label, earlier id) once; `codes` number the ids in `names`."""

    labels: Integers
    codes: Integers
    names: "pa.Array[Any]"


def _claims(labels: Integers, claims: Column, is_new: Flags) -> _Claims:
    """Return the claims of segments not looked at again first, in order of arrival."""
    rows = np.flatnonzero(claims.is_valid().to_numpy())
    rows = rows[np.argsort(is_new[rows], kind="stable")]
    encoded = claims.take(pa.array(rows, pa.int64())).combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    _, first = np.unique(labels[rows] * max(len(encoded.dictionary), 1) + codes, return_index=True)
    places = np.sort(first)
    return _Claims(labels[rows[places]], codes[places], encoded.dictionary)


def _take_undisputed(claims: _Claims, ids: np.ndarray, is_attributed: Flags) -> list[tuple[int, str]]:
    """Set the `ids` of attributed labels that make the only claim to an id, and no other; return all other claims."""
    is_alone = (np.bincount(claims.labels)[claims.labels] == 1) & (np.bincount(claims.codes)[claims.codes] == 1)
    is_alone &= is_attributed[claims.labels]
    alone = claims.names.take(pa.array(claims.codes[is_alone], pa.int64()))
    ids[claims.labels[is_alone]] = alone.to_numpy(zero_copy_only=False)
    names = texts_of(claims.names.take(pa.array(claims.codes[~is_alone], pa.int64())))
    return list(zip(claims.labels[~is_alone].tolist(), names, strict=True))


def _unclaimed(ids: set[str], claims: _Claims) -> set[str]:
    listed = pa.array(sorted(ids), pa.string())
    return names_of(listed.filter(pc.invert(pc.is_in(listed, value_set=claims.names))))


def _choose(claimed: list[tuple[int, str]]) -> dict[int, str]:
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for label, name in claimed:
        if label not in chosen and name not in taken:
            chosen[label] = name
            taken.add(name)
    return chosen


def _new_ids(segments: pa.Table, founders: _Founders, ids: np.ndarray) -> dict[int, str]:
    is_new = np.array([name is None for name in ids[founders.labels]], dtype=np.bool_)
    if not is_new.any():
        return {}
    labels = founders.labels[is_new].tolist()
    found = take_rows(segments.select(["article_id", "wording"]), founders.rows[is_new])
    articles, wordings = texts_of(found["article_id"]), texts_of(found["wording"])
    seen: Counter[tuple[str, str]] = Counter()
    taken = {name for name in ids if name is not None}
    fresh: dict[int, str] = {}
    for label, article, wording in zip(labels, articles, wordings, strict=True):
        name = None
        while name is None or name in taken:
            seen[article, wording] += 1
            key = f"{article}\n{wording}\n{seen[article, wording]}"
            name = "u" + sha256(key.encode()).hexdigest()[:16]
        taken.add(name)
        fresh[label] = name
    return fresh


def _history(
    claimed: list[tuple[int, str]], ids: np.ndarray, lost: set[str], *, ties: dict[int, str]
) -> list[dict[str, str | None]]:
    """Return rows of history less the batch; `lost` are ids that nothing claims, `ties` names a new segment of each
    label that has one.
    """
    kept = {str(ids[label]) for label, _ in claimed if ids[label] is not None}
    rows: list[dict[str, str | None]] = []
    for label, name in claimed:
        into = ids[label]
        if into == name:
            continue
        change, reason = ("split", "words that tied them are no longer printed")
        if name not in kept:
            change, reason = ("merged", f"newly printed words tie them: {ties.get(label)}")
        if into is None:
            change, reason = ("gone", "no attributed print is left")
        rows.append({"change": change, "utterance_id": name, "into_utterance_id": into, "reason": reason})
    reason = "its articles were revised or annotated anew without it"
    rows += [
        {"change": "gone", "utterance_id": name, "into_utterance_id": None, "reason": reason} for name in sorted(lost)
    ]
    return rows
