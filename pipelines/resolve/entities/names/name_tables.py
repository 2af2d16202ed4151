"""Reads the tables that ship beside the code (`data/`, licences in its README). Not here: what they are used for."""

import csv
import gzip
from functools import cache
from importlib.resources import files

_DATA = files(__package__) / "data"


def read_rows(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV table of this package."""
    return list(csv.DictReader((_DATA / file_name).read_text(encoding="utf-8").splitlines()))


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Return nickname -> the names that it stands for ("bill" -> william, ...), folded."""
    return {row["nickname"]: frozenset(row["names"].split("|")) for row in read_rows("nicknames.csv")}


@cache
def name_parts() -> dict[str, tuple[int, ...]]:
    """Return every attested name part -> the numbers of the groups of equal parts that it is in (often none)."""
    groups: dict[str, tuple[int, ...]] = {}
    lines = gzip.decompress((_DATA / "name_parts.txt.gz").read_bytes()).decode("ascii").splitlines()
    for number, line in enumerate(lines):
        forms = line.split()
        for form in forms:
            groups[form] = (*groups.get(form, ()), number) if len(forms) > 1 else groups.get(form, ())
    return groups
