"""Lists of what surrounds and makes up names: titles, family names that come first, places and who lives there.

One list of each for both rooms that read names. An `article` is read for who its names are (`pipelines.annotate`);
`across` articles, names are compared (`pipelines.resolve`). An entry serves one of the two where the other would err by
it: "Finance" before a name is cut off only where names are compared, and "Lee" comes first only where a given name
follows. The column `used` says which: both, article or across.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
Use = Literal["article", "across"]


@dataclass(frozen=True, slots=True)
class Title:
    """A title or honorific before a name; `gender` is set only where the title itself states it."""

    gender: str | None
    is_honorific: bool  # "Mr", not "Senator": says nothing of the bearer's role


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A word for a place or for those who live there, as printed; `place` is empty where only the word is known."""

    word: str
    place: str
    form: Literal["name", "demonym"]
    kind: str  # country, city, ...; empty where it is not known


@cache
def titles(use: Use) -> dict[str, Title]:
    """Return the titles by word, lower case and without a full stop."""
    return {row["word"]: Title(row["gender"] or None, row["is_honorific"] == "yes") for row in _rows("titles", use)}


@cache
def surnames_first(use: Use) -> frozenset[str]:
    """Return family names, lower case, of languages that put them first (Korean, Chinese, Vietnamese)."""
    return frozenset(row["family"] for row in _rows("surnames_first", use))


@cache
def place_words(use: Use) -> tuple[PlaceWord, ...]:
    """Return the names and demonyms of places, those of one place together."""
    return tuple(
        PlaceWord(row["word"], row["place"], "demonym" if row["form"] == "demonym" else "name", row["kind"])
        for row in _rows("places", use)
    )


def _rows(name: str, use: Use) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.DictReader(lines) if row["used"] in ("both", use))
