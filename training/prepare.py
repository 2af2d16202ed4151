"""Reads the training corpora into documents with labels per word.

    python -m training.prepare TRAIN_FOLDER TOKENIZER OUT.npz

Only PolNeAR's train split, GUM's train split and the name corpora are read here; development gold never is.
Labels: -1 means "this corpus does not say".
Name corpora come in a second version whose names are others of the same type (mention replacement, Dai and Adel 2020,
"An Analysis of Simple Data Augmentation for Named Entity Recognition"), so that a name is known by its company.
"""

import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from pipelines.annotate.reader.features import WordPieces, Words

ROLES = ("content", "cue", "source")
TYPES = ("PER", "ORG", "LOC", "MISC")
CORENLP = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC", "MISC": "MISC"}
TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "lord",
        "lady",
        "dame",
        "president",
        "vice",
        "prime",
        "minister",
        "sen",
        "senator",
        "rep",
        "representative",
        "gov",
        "governor",
        "chancellor",
        "secretary",
        "general",
        "judge",
        "justice",
        "prof",
        "professor",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "chairman",
        "director",
        "congressman",
        "congresswoman",
        "mayor",
        "ambassador",
        "colonel",
        "captain",
        "sergeant",
        "lieutenant",
        "rev",
        "reverend",
        "former",
        ".",
        "-",
    }
)
Tagged = tuple[list[str], list[str]]  # tokens and their tags

HOLD_OUT = 10  # every tenth article of PolNeAR's train split
SWAPPED = 0.65  # share of the names that a second version replaces
CURLY = str.maketrans("“”‘’", "\"\"''")
NO_SPACE_BEFORE = re.compile(r" (?=[,.;:!?%)\]]( |$)|'s\b|n't\b|'(?:re|ve|ll|d|m)\b|’)")
NO_SPACE_AFTER = re.compile(r"(?<=[(\[$#]) ")


@dataclass
class Document:
    """One text with its labels; `tags` is (3, words) in BIO = 1, 2, 0 for ROLES, `links` the attributions.

    Versions of one text (other annotators, straight marks, names swapped) share their `text_id`.
    """

    corpus: str
    text_id: str
    words: Words
    tags: np.ndarray | None = None
    names: np.ndarray | None = None
    sentences: np.ndarray | None = None
    links: list[dict[str, list[tuple[int, int]]]] = field(default_factory=list)
    misc_unknown: bool = False


def word_span(words: Words, start: int, end: int) -> tuple[int, int]:
    """Numbers of the words that the characters [start, end) touch, end exclusive."""
    return int(np.searchsorted(words.end, start, side="right")), int(np.searchsorted(words.start, end, side="left"))


def bio(words: Words, spans: Iterable[tuple[int, int]]) -> np.ndarray:
    """0 outside, 1 begins a span, 2 inside one."""
    out = np.zeros(len(words), np.int8)
    for start, end in spans:
        first, last = word_span(words, start, end)
        out[first:last] = 2
        out[first : first + (last > first)] = 1
    return out


def name_labels(words: Words, spans: Iterable[tuple[int, int, str]]) -> np.ndarray:
    """0 outside, 1 + 2k begins TYPES[k], 2 + 2k is inside it; -1 ignored (type "?")."""
    out = np.zeros(len(words), np.int8)
    for start, end, kind in spans:
        first, last = word_span(words, start, end)
        if last <= first:
            continue
        if kind not in TYPES:
            out[first:last] = -1
            continue
        out[first:last] = 2 + 2 * TYPES.index(kind)
        out[first] -= 1
    return out


def sentence_labels(words: Words, starts: Iterable[int]) -> np.ndarray:
    """1 where a sentence starts."""
    out = np.zeros(len(words), np.int8)
    for start in starts:
        first = int(np.searchsorted(words.end, start, side="right"))
        out[first : first + 1] = 1
    return out


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
            for text in dict.fromkeys((article["text"], article["text"].translate(CURLY))):
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


def gum(folder: Path, pieces: WordPieces) -> Iterator[Document]:
    """GUM's train split with gold names and sentences."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["split"] != "train":
                continue
            words = pieces(row["text"])
            document = Document("gum", row["doc_id"], words)
            document.names = name_labels(words, gum_names(row))
            document.sentences = sentence_labels(words, [s["start"] for s in row["sentences"]])
            yield document


def gum_names(row: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """GUM's derived names with titles cut off persons and adjectives of nationality called MISC."""
    tokens = row["tokens"]
    for first, last, kind in bio_spans(row["ner"]):
        if kind == "PER":
            while first < last - 1 and tokens[first][0].casefold().rstrip(".") in TITLES:
                first += 1
        if last - first == 1 and (tokens[first][5] in ("JJ", "NNPS") or tokens[first][4] == "ADJ"):
            kind = "MISC"
        yield tokens[first][1], tokens[last - 1][2], kind


def bio_spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, type) of the spans of a list of B-X, I-X, O."""
    first, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and (not tag.startswith("I-") or tag[2:] != kind):
            yield first, i, kind
            kind = ""
        if tag != "O" and not kind:
            first, kind = i, tag[2:]


class NameSwap:
    """Puts other names of the same type, and as many words as one or more, in the place of those that stand there."""

    def __init__(self, paths: Iterable[Path], seed: int) -> None:
        """Collect the names of token corpora; `seed` fixes the draw."""
        pool: dict[tuple[str, bool], dict[tuple[str, ...], None]] = defaultdict(dict)
        for path in paths:
            for row in map(json.loads, path.open(encoding="utf-8")):
                for sentence in row.get("sentences", [row]):
                    for first, last, kind in bio_spans(sentence["ner"]):
                        name = tuple(sentence["tokens"][first:last])
                        if kind in TYPES and name[0][:1].isupper():
                            pool[kind, len(name) > 1][name] = None
        self.pool = {key: list(names) for key, names in pool.items()}
        self.random = random.Random(seed)  # noqa: S311

    def __call__(self, sentences: list[Tagged]) -> list[Tagged]:
        """The sentences with about two names in three replaced; one spelling is replaced by one other throughout."""
        chosen: dict[tuple[str, ...], list[str]] = {}
        out = []
        for tokens, tags in sentences:
            new_tokens: list[str] = []
            new_tags: list[str] = []
            at = 0
            for first, last, kind in bio_spans(tags):
                old = tuple(tokens[first:last])
                if old not in chosen:
                    pool = self.pool.get((kind, len(old) > 1))
                    swapped = pool and kind != "MISC" and self.random.random() < SWAPPED
                    chosen[old] = list(self.random.choice(pool)) if pool and swapped else list(old)
                name = chosen[old]
                new_tokens += [*tokens[at:first], *name]
                new_tags += [*tags[at:first], f"B-{kind}", *[f"I-{kind}"] * (len(name) - 1)]
                at = last
            out.append(([*new_tokens, *tokens[at:]], [*new_tags, *tags[at:]]))
        return out


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


def all_documents(folder: Path, pieces: WordPieces, seed: int = 0, *, hold_out: bool = False) -> Iterator[Document]:
    """Everything that the reader is trained on; `seed` fixes which names are swapped.

    With `hold_out` PolNeAR alone, without every HOLD_OUT-th article: to learn what scores mean on news not trained on.
    """
    wikigold, uner = folder / "wikigold/wikigold.jsonl", sorted((folder / "uner_ewt").glob("*.jsonl"))
    crossner = [folder / f"crossner_politics/{name}.jsonl" for name in ("train", "dev", "test")]
    swap = NameSwap([wikigold, *uner, *crossner, folder / "btc/f.jsonl"], seed)
    yield from polnear(folder / "polnear", pieces, hold_out=hold_out)
    if hold_out:
        return
    yield from gum(folder / "gum", pieces)
    yield from tagged(wikigold, pieces, corpus="wikigold", swap=swap)
    for path in crossner:
        yield from tagged(path, pieces, corpus="crossner", drop="MISC", swap=swap)
    for name in ("train", "dev", "test"):
        yield from tagged(folder / f"wnut17/{name}.jsonl", pieces, corpus="wnut", drop="MISC")
    for path in uner:
        yield from tagged(path, pieces, corpus="uner", misc_unknown=True, swap=swap)
    for path in sorted((folder / "btc").glob("*.jsonl")):
        yield from tagged(path, pieces, corpus=f"btc_{path.stem}", misc_unknown=True, swap=swap)


if __name__ == "__main__":
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for doc in all_documents(Path(sys.argv[1]), WordPieces.from_file(Path(sys.argv[2]))):
        tally = counts[doc.corpus]
        tally[0] += 1
        tally[1] += len(doc.words.pieces)
        tally[2] += int((doc.names % 2 == 1).sum()) if doc.names is not None else 0
    for corpus, (documents, size, names) in counts.items():
        print(f"{corpus:<16}{documents:>6} documents {size:>8} pieces {names:>7} names")
