"""Headlines that attribute with a colon or at their end: `Bridge is safe: mayor`, `Bridge is safe, judge rules`.

Only lines that look like headlines, and only where what stands beside the colon is somebody: a person whom the text
names, a role, or a body or document in general. An organisation's or a work's name there is mostly a topic.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.lexicon import cue_words, role_nouns, titles, word_class, words
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

LINE = re.compile(r"^[^\S\n]*(?P<line>\S[^\n]{6,238}\S)[^\S\n]*$", re.MULTILINE)
BEFORE = re.compile(r"(?P<source>[^:\n]{2,60}?) ?(?P<cue>:) (?P<content>[^:\n]{8,}[^:\n.])")
QUOTED = re.compile(r"(?P<content>[“\"‘'«][^:\n]{8,}?[”\"’'»])(?P<cue>:) (?P<rest>[^\n]{3,})")
AFTER = re.compile(r"(?P<content>[^:\n]{8,}[^\s:\n])(?P<cue>:) (?P<source>[^:\n]{2,40})")
LAST = re.compile(r"(?P<content>[^\n]{8,}?[^\s,]), (?P<source>[^:,\n]{2,40}?) (?P<cue>[A-Za-z]{3,12})")
INVERTED = re.compile(r"(?P<content>[^\n]{8,}?[^\s,]),? (?P<cue>[Ss]ays?) (?P<source>[^:,\n]{2,40})")
ENDS = (".", ",", ";", ":")  # what no headline ends with
FIRST_LINES = 2
LONGEST_SOURCE = 6  # words
LONGEST_SMALL = 3  # letters of a word that titles print without a capital
FEWEST_WORDS = 4  # of a quotation before a colon: shorter ones are mostly titles of works
SCORE = 0.7


def with_headlines(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, and those of the first lines of `text` that were not read, or read without a source."""
    found = list(_headlines(text, names, attributions))
    lines = [(a.content[0].start_char, a.content[-1].end_char) for a in found if a.source]
    return [*(a for a in attributions if not (_is_sourceless(text, a) and _is_in_one(a, lines))), *found]


def _headlines(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    people = {n.span.of(text) for n in names if n.entity_type == "PERSON"}
    known = people | {word for printed in people for word in (printed.split()[0], printed.split()[-1])}
    for number, line in enumerate(LINE.finditer(text)):
        if number >= FIRST_LINES:
            return
        start, end = line.span("line")
        if line["line"].endswith(ENDS):
            continue
        is_read = any(_touches(a, start, end) for a in attributions if not _is_sourceless(text, a))
        if not is_read and (match := _match(text, start, end, known)):
            content, cue, source = (Span(*match.span(part)) for part in ("content", "cue", "source"))
            yield Attribution([content], [cue], [source], SCORE)
        elif (match := _quoted(text, start, end, attributions)) is not None:
            named = [n.span for n in names if n.entity_type == "PERSON" and n.span.start_char == match.start("rest")]
            yield Attribution([Span(*match.span("content"))], [Span(*match.span("cue"))], named[:1], SCORE)


def _is_sourceless(text: str, attribution: Attribution) -> bool:
    """True where a word says that somebody speaks, and who was not read: `Bridge is safe, <says> report`."""
    return not attribution.source and any(span.of(text).isalpha() for span in attribution.cue)


def _is_in_one(attribution: Attribution, lines: Sequence[tuple[int, int]]) -> bool:
    return any(_touches(attribution, start, end) for start, end in lines)


def _quoted(text: str, start: int, end: int, attributions: Sequence[Attribution]) -> re.Match[str] | None:
    """Return the line where it is words in marks, a colon and more, and no content holds those words."""
    match = QUOTED.fullmatch(text, start, end)
    if match is None or not _is_saying(match["content"]):
        return None
    first, last = match.span("content")
    is_read = any(s.start_char < last and first < s.end_char for a in attributions for s in a.content)
    return None if is_read else match


def _is_saying(quotation: str) -> bool:
    """True for words that somebody may have said, not for a title: some word in it begins with a small letter."""
    tokens = quotation.split()
    return len(tokens) >= FEWEST_WORDS and any(token[0].islower() and len(token) > LONGEST_SMALL for token in tokens)


def _match(text: str, start: int, end: int, known: set[str]) -> re.Match[str] | None:
    before = BEFORE.fullmatch(text, start, end)
    if before and _is_somebody(before["source"], known) and not _words(before["source"]) & word_class("not_speakers"):
        return before
    if said := _said_last(text, start, end, known):
        return said
    after = AFTER.fullmatch(text, start, end)
    if after is None or _words(after["content"].split()[-1]) & word_class("not_speakers"):
        return None  # "Photograph: Lena Orr"
    return after if _speaks(after["source"], known) else None


def _said_last(text: str, start: int, end: int, known: set[str]) -> re.Match[str] | None:
    """Return a line that ends with who says it: `Bridge is safe, judge rules`, `Bridge Is Safe Says Lena Orr`."""
    for shape in (LAST, INVERTED):
        match = shape.fullmatch(text, start, end)
        word = cue_words().get(match["cue"].lower()) if match else None
        is_cue = word is not None and word.class_without_marks in ("speech", "writing")
        if match and is_cue and match["cue"].endswith(("s", "say")) and _speaks(match["source"], known):
            return match
    return None


def _speaks(printed: str, known: set[str]) -> bool:
    """True for somebody and for a document: `Fewer swifts, says report`."""
    return not _words(printed).isdisjoint(words("document_nouns")) or _is_somebody(printed, known)


def _touches(attribution: Attribution, start: int, end: int) -> bool:
    return any(s.start_char < end and start < s.end_char for s in (*attribution.content, *attribution.cue))


def _words(printed: str) -> set[str]:
    return {token.strip(".,'’").lower() for token in printed.split()}


def _is_somebody(printed: str, known: set[str]) -> bool:
    """True for a name that the text has, a name with a role before it, a role, or a body ("police", "residents")."""
    last = printed.split()[-1]
    plain = last.lower().strip(".,'’")
    is_kind = plain in role_nouns() or plain in titles() or plain in words("group_nouns")
    is_body = plain in word_class("organisation_nouns")
    return len(printed.split()) <= LONGEST_SOURCE and (last in known or printed in known or is_kind or is_body)
