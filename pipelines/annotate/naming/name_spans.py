"""Where names stand: in text order, none over the end of a line, and those inside given spans."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.reading import Name
from pipelines.records import Span


def cut_at_line_ends(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names in text order; a name that runs over the end of a line becomes one name for each line."""
    found: list[Name] = []
    for name in sorted(names, key=lambda name: name.span.start_char):
        for piece in re.finditer(r"\S(?:[^\n]*\S)?", name.span.of(text)):
            start = name.span.start_char + piece.start()
            found.append(replace(name, span=Span(start, start + len(piece[0]))))
    return found


def names_inside(names: Sequence[Name], spans: Sequence[Span]) -> list[tuple[int, Name]]:
    """Return the names that touch the stretch from the first of `spans` to the last, each with its place in `names`."""
    if not spans:
        return []
    place = bisect_right(names, spans[0].start_char, key=lambda name: name.span.end_char)
    found = []
    while place < len(names) and names[place].span.start_char < spans[-1].end_char:
        if names[place].form == "name":
            found.append((place, names[place]))
        place += 1
    return found
