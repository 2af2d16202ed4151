"""Lists of reactions: `Lena Orr on the harbour` on a line of its own, her words in the paragraphs below.

A heading counts where it begins with a person's name, ends no sentence, and a paragraph that is one quotation stands
right below. A heading that begins with an ellipsis goes on with the same speaker.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

LINE = re.compile(r"[^\n]*\S")
QUOTED = re.compile(r"(?:[A-Z][\w ]{2,20}: )?(?P<content>[“\"«‘'][^\n]+[”\"»’']|[“«][^\n”»]+)\.?")
AFTER_NAME = re.compile(r",? (?:on|about|to) \S[^\n]*|,? ?(?:…|\.\.\.)|(?:, [^\n]{2,60})?:?")
NAMED_LINE = re.compile(
    r"^(?P<name>[^\W\d_a-z][\w’'.-]*(?: [^\W\d_a-z][\w’'.-]*){1,3}) (?:on|about|to) \S[^\n]{2,90}$", re.MULTILINE
)
LED = re.compile(
    r"^[^\S\n]*(?:[•·▪‣*–-] )?(?P<lead>[^“”\"\n:]{3,100})(?P<cue>:) (?P<content>[“\"][^“”\"\n]+[”\"])[^\S\n]*$",
    re.MULTILINE,
)
LEAD_IN = re.compile(r"(?:[^,]{2,30}, )?(?:(?:[Aa]nd|[Tt]hen) )?(?:[Ff]rom )?")
FEWEST_SURE = 2  # headings with a name that the finder found
GOES_ON = re.compile(r"(?:…|\.\.\.) ?\S")
LONGEST = 110  # characters of a heading
MOST_BEFORE = 60  # characters of a role before the name
ENDS = (".", "!", "?", "”", '"', "’", ",", ";")
CERTAIN = 0.9


def reacting_names(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names, and whole those that head a reaction in a list with others: `Bong Joon-Ho on booze`.

    Only where two headings of that shape begin with a person's name as it was found.
    """
    headings = [m for m in NAMED_LINE.finditer(text) if _is_above_quotation(text, m.end())]
    people = {name.span for name in names if name.entity_type == "PERSON"}
    if sum(Span(*m.span("name")) in people for m in headings) < FEWEST_SURE:
        return list(names)
    found = [Name(Span(*m.span("name")), "PERSON", CERTAIN) for m in headings if Span(*m.span("name")) not in people]
    kept = [n for n in names if not any(_overlap(n.span, other.span) for other in found)]
    return sorted([*kept, *found], key=lambda name: name.span.start_char)


def _is_above_quotation(text: str, end: int) -> bool:
    below = LINE.search(text, end)
    return below is not None and QUOTED.fullmatch(below[0].strip()) is not None


def _overlap(a: Span, b: Span) -> bool:
    return a.start_char < b.end_char and b.start_char < a.end_char


def with_reactions(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, those in paragraphs below a name's heading replaced by the heading's."""
    spoken = [*_spoken(text, names), *_led(text, names)]
    if not spoken:
        return list(attributions)
    taken = [s.content[0] for s in spoken]
    kept = [a for a in attributions if not any(_touches(a, span) for span in taken)]
    return kept + spoken


def _touches(attribution: Attribution, taken: Span) -> bool:
    """True for an attribution of the paragraph's own words; one that its words tell of is nested in it."""
    first, last = attribution.content[0].start_char, attribution.content[-1].end_char
    is_told = attribution.cue and taken.start_char < attribution.cue[0].start_char < taken.end_char
    return first < taken.end_char and taken.start_char < last and not is_told


def _spoken(text: str, names: Sequence[Name]) -> Iterator[Attribution]:
    people = [n.span for n in names if n.entity_type == "PERSON"]
    lines = list(LINE.finditer(text))
    speaker: Span | None = None
    for line, below in zip_longest(lines, lines[1:]):
        quoted = QUOTED.fullmatch(line[0].strip())
        if quoted and speaker is not None:
            start = line.start() + line[0].index(quoted["content"])
            yield Attribution([Span(start, start + len(quoted["content"]))], (), [speaker], CERTAIN)
        elif below is not None and (heading := _heading(text, line, people)):
            speaker = heading if QUOTED.fullmatch(below[0].strip()) or GOES_ON.match(below[0]) else None
        elif not (speaker and GOES_ON.match(line[0]) and not line[0].endswith(ENDS)):
            speaker = None


def _led(text: str, names: Sequence[Name]) -> Iterator[Attribution]:
    """Yield the lines that are a name with who it is, a colon and a quotation: `From Lena Orr, Vell: “Build it.”`"""
    people = {name.span.start_char: name.span for name in names if name.entity_type == "PERSON"}
    for line in LED.finditer(text):
        first, last = line.span("lead")
        inside = [span for start, span in people.items() if first <= start < last]
        if len(inside) == 1 and LEAD_IN.fullmatch(text, first, inside[0].start_char) and inside[0].end_char <= last:
            rest = text[inside[0].end_char : last]
            if not rest or rest.startswith((",", " (")):
                yield Attribution([Span(*line.span("content"))], [Span(*line.span("cue"))], inside, CERTAIN)


def _heading(text: str, line: re.Match[str], people: Sequence[Span]) -> Span | None:
    """Return the name that a heading begins with, behind a role at most."""
    if len(line[0]) > LONGEST or line[0].endswith(ENDS):
        return None
    for name in people:
        if line.start() <= name.start_char < line.start() + MOST_BEFORE and name.end_char <= line.end():
            is_whole = AFTER_NAME.fullmatch(text, name.end_char, line.end()) is not None
            before = text[line.start() : name.start_char]
            return name if is_whole and (not before or before[:1].isupper()) and ":" not in before else None
    return None
