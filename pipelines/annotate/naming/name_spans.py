"""Where names stand: in text order, none over the end of a line, and those inside given spans."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.lexicon import is_role, titles
from pipelines.annotate.reading import Name
from pipelines.records import Span

RANKED = re.compile(r"(?<![\w-])(?P<rank>[A-Za-z][\w.-]+) (?P<given>[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)?) $")
THE = re.compile(r"\b[Tt]he $")
OF_HOME = re.compile(r"(\S+ \S.*?) of [^\W\d_a-z].*")
LONGEST_LEAD = 45  # characters of a rank and a given name


def cut_at_line_ends(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names in text order; a name that runs over the end of a line becomes one name for each line."""
    found: list[Name] = []
    for name in sorted(names, key=lambda name: name.span.start_char):
        for piece in re.finditer(r"\S(?:[^\n]*\S)?", name.span.of(text)):
            start = name.span.start_char + piece.start()
            found.append(replace(name, span=Span(start, start + len(piece[0]))))
    return found


def with_given_names(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names, a surname alone with the given name before it where a rank leads up to both.

    `Major-Gen Gopaul Orr`, of which the finder saw `Orr`; `Major-Gen` is told by the titles that it is made of.
    """
    ends = {name.span.end_char for name in names}
    found = []
    for name in names:
        match = RANKED.search(text, max(0, name.span.start_char - LONGEST_LEAD), name.span.start_char)
        is_surname = name.entity_type == "PERSON" and " " not in name.span.of(text) and match is not None
        is_new = match is not None and match.end("given") not in ends and not is_role(match["given"].lower())
        if match and is_surname and is_new and _is_rank(match["rank"]):
            name = replace(name, span=Span(match.start("given"), name.span.end_char))
        found.append(name)
    return found


def without_homes(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names, people's without the place that they are of: `Lena Orr of Vell`, `<Bishop> of Vell`."""
    found = []
    for name in names:
        printed, start = name.span.of(text), name.span.start_char
        is_person = name.entity_type == "PERSON"
        is_after_the = (
            printed.isupper() and " " not in printed and THE.search(text, max(0, start - 5), start) is not None
        )
        is_office = is_after_the and (is_person or is_role(printed.lower()))
        if is_office or (is_person and printed.startswith("of ")):
            continue  # the rest of an office: `Bishop <of Vell>`, `the <MEC>`
        home = OF_HOME.fullmatch(printed) if is_person else None
        found.append(replace(name, span=Span(start, start + home.end(1))) if home else name)
    return found


def _is_rank(word: str) -> bool:
    parts = [part.rstrip(".").lower() for part in word.split("-")]
    return all(part in titles() or is_role(part) for part in parts)


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
