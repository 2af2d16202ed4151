"""Reads the tables that ship beside the code (`data/`, licences in its README). Not here: what they are used for."""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files(__package__) / "data"


def read_rows(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV table of this package."""
    return list(csv.DictReader((_DATA / file_name).read_text(encoding="utf-8").splitlines()))


@cache
def gazetteer_rows() -> tuple[dict[str, Any], ...]:
    """Return the built-in gazetteer: items in the form of an alias file, with demonyms and the country of a city."""
    lines = (_DATA / "gazetteer.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)
