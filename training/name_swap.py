"""Other names in the place of those that stand in a text, so that a name is known by its company.

Mention replacement: Dai and Adel 2020, "An Analysis of Simple Data Augmentation for Named Entity Recognition".
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from training.documents import TYPES, bio_spans

Tagged = tuple[list[str], list[str]]  # tokens and their tags
SWAPPED = 0.65  # share of the names that are replaced


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
