"""The small word lists of ingest, read once from `words.csv` (columns list, word)."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"\w+")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a line, case aside."""
    return frozenset(_WORD.findall(text.casefold()))


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of this package, as mappings by column."""
    with (files(__package__) / name).open("r", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@cache
def word_lists() -> Mapping[str, frozenset[str]]:
    """Return every list by name; words are lower case."""
    lists: dict[str, set[str]] = {}
    for row in read_table("words.csv"):
        lists.setdefault(row["list"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in lists.items()}
