"""Words that a name above or below lays to somebody, without marks: letters to the editor, lists of tributes.

    I object to the bridge. It is ugly.        Mirela Anders, soprano
    Hanna Brode                                He was the kindest man I ever worked with.
    Oakmere

A list counts where two or more names stand so in lines of their own and most of the words speak in the first person;
letters also where the page says that they are some.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.reading import Attribution, Name
from pipelines.annotate.shapes.interviews import CERTAIN, IN_PERSON, OPENING, is_prose
from pipelines.records import Span

LINE = re.compile(r"[^\n]*\S")
BEFORE_NAME = re.compile(r"\s*(?:[-–—•*]\s*)?(?:[A-Z][\w.]+ ){0,2}")
SIGNED = re.compile(r"(?:,? (?:[A-Z]{2,5},? ?)+)?(?:,? ?(?:of )?[A-Z][\w’'. ,-]{2,50})?\s*")
HEADED = re.compile(r"(?:, [^\n.!?“”]{2,80}|,? \([^\n)]{2,60}\))?:?\s*")
ARE_LETTERS = re.compile(
    r"\b[Ll]etters?\b|\b[Yy]our (?:report|article|editorial|leader|correspondent|columnist|paper)\b|^Sir\b"
)
FEWEST = 2
LEAST_IN_PERSON = 0.5
LONGEST = 110  # characters of a line with a name


def with_letters(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions; those in the words of letters or tributes that stand outside marks give way to them."""
    people = {n.span.start_char: n.span for n in names if n.entity_type == "PERSON"}
    letters = list(_letters(text, people)) if ARE_LETTERS.search(text) else []
    found = letters or list(_tributes(text, people))
    in_person = sum(any(IN_PERSON.search(s.of(text)) for s in paragraphs) for _, paragraphs in found)
    if len(found) < FEWEST or in_person < LEAST_IN_PERSON * len(found):
        return list(attributions)
    taken = [span for _, paragraphs in found for span in paragraphs]
    kept = [a for a in attributions if not any(s.start_char <= a.content[0].start_char < s.end_char for s in taken)]
    return kept + [Attribution(paragraphs, (), [name], CERTAIN) for name, paragraphs in found]


def _letters(text: str, people: dict[int, Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Yield each signature with the paragraphs above it, up to the one before."""
    above: list[Span] = []
    for number, line in enumerate(LINE.finditer(text)):
        name = _named(text, line, people, SIGNED)
        if name is not None and above:
            yield name, above
            above = []
        elif number and is_prose(line[0].strip()):
            above.append(_trimmed(line))


def _tributes(text: str, people: dict[int, Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Yield each name in a line of its own with the paragraphs below it, up to the next."""
    name: Span | None = None
    below: list[Span] = []
    for line in LINE.finditer(text):
        heading = _named(text, line, people, HEADED)
        printed = line[0].strip()
        if heading is None and name is not None and is_prose(printed) and printed[0] not in OPENING:
            below.append(_trimmed(line))
            continue
        if name is not None and below:
            yield name, below
        name, below = heading, []
    if name is not None and below:
        yield name, below[:1] + [s for s in below[1:] if IN_PERSON.search(s.of(text))]


def _named(text: str, line: re.Match[str], people: dict[int, Span], rest: re.Pattern[str]) -> Span | None:
    """Return the person whose name a line consists of, but for a title before it and what `rest` allows behind."""
    if len(line[0]) > LONGEST:
        return None
    for start in range(line.start(), line.end()):
        name = people.get(start)
        if name is not None:
            is_whole = BEFORE_NAME.fullmatch(text, line.start(), start) and rest.fullmatch(
                text, name.end_char, line.end()
            )
            return name if is_whole and " " in name.of(text) else None
    return None


def _trimmed(line: re.Match[str]) -> Span:
    return Span(line.start() + len(line[0]) - len(line[0].lstrip()), line.end())
