"""Corpora of tokens and name tags, as printed text: WikiGold, CrossNER, WNUT, UNER, BTC."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.annotate.reader.words import WordPieces
from training.documents import Document, bio_spans, name_labels, sentence_labels
from training.name_swap import NameSwap, Tagged

NO_SPACE_BEFORE = re.compile(r" (?=[,.;:!?%)\]]( |$)|'s\b|n't\b|'(?:re|ve|ll|d|m)\b|’)")
NO_SPACE_AFTER = re.compile(r"(?<=[(\[$#]) ")


def tagged(
    path: Path,
    pieces: WordPieces,
    *,
    corpus: str,
    drop: str = "",
    misc_unknown: bool = False,
    swap: NameSwap | None = None,
) -> Iterator[Document]:
    """Corpora of tokens and tags, detokenised; six sentences of one document stand on one line."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    sentences = [(s["tokens"], s["ner"]) for r in rows for s in r.get("sentences", [r])]
    for at in range(0, len(sentences), 6):
        some = sentences[at : at + 6]
        for version in (some, swap(some)) if swap else (some,):
            document = _tagged_document(version, f"{path.stem} {at}", pieces, corpus=corpus, drop=drop)
            document.misc_unknown = misc_unknown
            yield document


def _tagged_document(sentences: list[Tagged], text_id: str, pieces: WordPieces, *, corpus: str, drop: str) -> Document:
    text, spans, starts = "", [], []
    for tokens, tags in sentences:
        begin = len(text) + bool(text)
        text += (" " if text else "") + " ".join(tokens)
        starts.append(begin)
        offsets = np.cumsum([begin] + [len(t) + 1 for t in tokens])
        for first, last, kind in bio_spans(tags):
            spans.append((int(offsets[first]), int(offsets[last]) - 1, "?" if kind == drop else kind))
    text, moved = detokenise(text)
    words = pieces(text)
    document = Document(corpus, f"{corpus} {text_id}", words)
    document.names = name_labels(words, [(moved(s), moved(e), k) for s, e, k in spans])
    if corpus in ("wikigold", "uner"):
        document.sentences = sentence_labels(words, [moved(s) for s in starts])
    return document


def detokenise(text: str) -> tuple[str, Any]:
    """The text without the spaces that printed text does not have, and a map from old offsets to new."""
    gone = sorted(
        {m.start() for m in NO_SPACE_BEFORE.finditer(text)} | {m.start() for m in NO_SPACE_AFTER.finditer(text)}
    )
    edges = [-1, *gone, len(text)]
    short = "".join(text[a + 1 : b] for a, b in pairwise(edges))
    return short, lambda at: at - int(np.searchsorted(gone, at, side="left"))
