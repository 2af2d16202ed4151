"""Reads the tables that ship beside the code (`data/`, licences in its README). Not here: what they are used for."""

import csv
import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Any

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


@cache
def gazetteer_rows() -> tuple[dict[str, Any], ...]:
    """Return the built-in gazetteer: items in the form of an alias file, with demonyms and the country of a city."""
    lines = (_DATA / "gazetteer.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)
