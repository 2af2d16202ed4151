"""Lists of what surrounds and makes up names: titles, family names that come first, places, particles, nicknames.

One list of each for both rooms that read names. An `article` is read for who its names are (`pipelines.annotate`);
`across` articles, names are compared (`pipelines.resolve`). Where a list has a column `used` (both, article or
across), an entry may serve one of the two, because the other would err by it: "Finance" before a name is cut off only
where names are compared, and "Lee" comes first only where a given name follows.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "data"
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


@cache
def particles(use: Use) -> dict[str, str]:
    """Return small words of names -> their kind: "van" is of nobility, "al" an article, "bin" says whose child."""
    return {row["word"]: row["kind"] for row in _rows("particles", use)}


@cache
def suffixes(use: Use) -> dict[str, str]:
    """Return what follows names, folded -> the generation that it means ("jnr" -> jr), empty for an honour ("MP")."""
    return {row["word"]: row["value"] for row in _rows("suffixes", use)}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Return nickname -> the names that it stands for ("bill" -> william, ...), folded."""
    return {row["nickname"]: frozenset(row["names"].split("|")) for row in _read("nicknames")}


@cache
def nickname_partners() -> dict[str, frozenset[str]]:
    """Return, for a given name, those that it may stand for and those that may stand for it, folded."""
    partners: dict[str, set[str]] = {}
    for nickname, names in nicknames().items():
        partners.setdefault(nickname, set()).update(names)
        for name in names:
            partners.setdefault(name, set()).add(nickname)
    return {name: frozenset(others) for name, others in partners.items()}


@cache
def name_parts() -> dict[str, tuple[int, ...]]:
    """Return every attested name part -> the numbers of the groups of equal parts that it is in (often none)."""
    groups: dict[str, tuple[int, ...]] = {}
    lines = gzip.decompress((FOLDER / "name_parts.txt.gz").read_bytes()).decode("ascii").splitlines()
    for number, line in enumerate(lines):
        forms = line.split()
        for form in forms:
            groups[form] = (*groups.get(form, ()), number) if len(forms) > 1 else groups.get(form, ())
    return groups


def _rows(name: str, use: Use) -> Iterator[dict[str, str]]:
    yield from (row for row in _read(name) if row["used"] in ("both", use))


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
