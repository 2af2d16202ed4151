"""PolNeAR's train split: attributions by every annotator, with CoreNLP's sentences and names."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from pipelines.annotate.reader.words import PARAGRAPH, WordPieces, Words
from training.documents import ROLES, Document, bio, name_labels, sentence_labels, word_span

HOLD_OUT = 10  # every tenth article can be held out
CORENLP = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC", "MISC": "MISC"}
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def training_articles(folder: Path) -> list[dict[str, Any]]:
    """PolNeAR's train split by id; every HOLD_OUT-th of them can be held out."""
    articles = [a for a in pq.read_table(folder / "articles.parquet").to_pylist() if a["split"] == "train"]
    return sorted(articles, key=lambda a: str(a["article_id"]))


def polnear(folder: Path, pieces: WordPieces, *, hold_out: bool) -> Iterator[Document]:
    """Yield every annotator's version of every article of the train split, with curly and with straight marks."""
    articles = training_articles(folder)
    if hold_out:
        del articles[::HOLD_OUT]
    ids = {a["article_id"] for a in articles}
    tokens = _rows_of(folder / "tokens.parquet", ids)
    attributions = _rows_of(folder / "attributions.parquet", ids)
    for article in articles:
        article_id = article["article_id"]
        known = tokens.get(article_id, [])
        texts = dict.fromkeys((article["text"], article["text"].translate(STRAIGHT)))  # one where both are the same
        for corpus, rows in _versions(attributions.get(article_id, [])):
            for text in texts:
                yield _document(Document(corpus, article_id, pieces(text)), rows, known)


def _rows_of(path: Path, ids: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a table by article."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pq.read_table(path).to_pylist():
        if row["article_id"] in ids:
            found[row["article_id"]].append(row)
    return found


def _versions(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the attributions of each annotator, under the corpus's name where they are its primary ones."""
    found: dict[tuple[bool, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["content_spans"]:
            found[row["is_primary"], row["annotator"]].append(row)
    return [("polnear" if is_primary else "polnear_other", some) for (is_primary, _), some in found.items()]


def _document(document: Document, rows: list[dict[str, Any]], tokens: list[dict[str, Any]]) -> Document:
    """Label a text with attributions and, where CoreNLP's `tokens` are known, with names and sentences."""
    words = document.words
    document.tags = np.stack([bio(words, _spans_of(rows, role)) for role in ROLES])
    document.links = [_links(words, row) for row in rows]
    if tokens:
        document.names = name_labels(words, silver_names(tokens))
        document.sentences = sentence_labels(words, [t["start"] for t in tokens if t["idx"] == 0])
        document.sentences[words.gap == PARAGRAPH] = 1  # a paragraph begins a sentence, whatever CoreNLP says
    return document


def _spans_of(rows: list[dict[str, Any]], role: str) -> list[tuple[int, int]]:
    """Return the spans of one role in all attributions, in order and each once."""
    return sorted({(start, end) for row in rows for start, end in row[f"{role}_spans"] or []})


def _links(words: Words, row: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    """Return one attribution as spans of words, by role."""
    return {role: [word_span(words, start, end) for start, end in row[f"{role}_spans"] or []] for role in ROLES}


def silver_names(tokens: list[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    """CoreNLP's names: runs of one type within a sentence."""
    run: list[dict[str, Any]] = []
    for token in [*tokens, {"ner": "O", "sent": -1}]:
        if run and (token["ner"] != run[0]["ner"] or token["sent"] != run[0]["sent"]):
            if run[0]["ner"] in CORENLP:
                yield run[0]["start"], run[-1]["end"], CORENLP[run[0]["ner"]]
            run = []
        if token["ner"] != "O":
            run.append(token)
