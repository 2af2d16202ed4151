"""Documents with labels per word, made from spans of characters. -1 means "this corpus does not say"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from pipelines.annotate.reader.words import Words

ROLES = ("content", "cue", "source")
TYPES = ("PER", "ORG", "LOC", "MISC")


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


def bio_spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, type) of the spans of a list of B-X, I-X, O."""
    first, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and (not tag.startswith("I-") or tag[2:] != kind):
            yield first, i, kind
            kind = ""
        if tag != "O" and not kind:
            first, kind = i, tag[2:]
