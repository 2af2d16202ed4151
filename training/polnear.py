"""PolNeAR's train split: attributions by every annotator, with CoreNLP's sentences and names."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from pipelines.annotate.reader.words import WordPieces
from training.documents import ROLES, Document, bio, name_labels, sentence_labels, word_span

HOLD_OUT = 10  # every tenth article can be held out
CORENLP = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC", "MISC": "MISC"}
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def training_articles(folder: Path) -> list[dict[str, Any]]:
    """PolNeAR's train split by id; every HOLD_OUT-th of them can be held out."""
    articles = [a for a in pq.read_table(folder / "articles.parquet").to_pylist() if a["split"] == "train"]
    return sorted(articles, key=lambda a: str(a["article_id"]))


def polnear(folder: Path, pieces: WordPieces, *, hold_out: bool) -> Iterator[Document]:
    """Every annotator's version of every article of the train split, with curly and with straight marks."""
    articles = training_articles(folder)
    if hold_out:
        del articles[::HOLD_OUT]
    ids = {a["article_id"] for a in articles}
    versions: dict[str, dict[tuple[bool, str], list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in pq.read_table(folder / "attributions.parquet").to_pylist():
        if row["article_id"] in ids and row["content_spans"]:
            versions[row["article_id"]][(row["is_primary"], row["annotator"])].append(row)
    tokens: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pq.read_table(folder / "tokens.parquet").to_pylist():
        if row["article_id"] in ids:
            tokens[row["article_id"]].append(row)
    for article in articles:
        for (is_primary, _), rows in versions[article["article_id"]].items():
            for text in dict.fromkeys((article["text"], article["text"].translate(STRAIGHT))):
                words = pieces(text)
                spans = {role: {tuple(s) for r in rows for s in r[f"{role}_spans"] or []} for role in ROLES}
                document = Document("polnear" if is_primary else "polnear_other", article["article_id"], words)
                document.tags = np.stack([bio(words, sorted(spans[role])) for role in ROLES])
                document.links = [
                    {role: [word_span(words, s, e) for s, e in r[f"{role}_spans"] or []] for role in ROLES}
                    for r in rows
                ]
                known = tokens.get(article["article_id"])
                if known:
                    document.names = name_labels(words, silver_names(known))
                    document.sentences = sentence_labels(words, [t["start"] for t in known if t["idx"] == 0])
                    document.sentences[words.gap == 3] = 1
                yield document


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
