"""Small repairs of the sources that a finder found, by the shape of the words around the cue.

A source in two lines or two sentences, an article alone, a heading, whom a question is put to, the outlet that quotes
somebody, a source that was read as content.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.attribution.cues import ASKED
from pipelines.annotate.attribution.said_clauses import said_after
from pipelines.annotate.lexicon import cue_words, word_class
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

REST = re.compile(r"(?P<noun>(?: [\w’'.&-]+){1,5})\s+")  # what an article leads up to, before a cue
IS_QUOTED = re.compile(r"(?:\w+ )?(?:is|was|are|were|been|being) (?:\w+ )?(?:quoted|cited)(?: as saying)?")
PHRASE = re.compile(r"[\s,]*(?P<phrase>[^\s\d“”\"\n,][^“”\"\n;:]{1,100}?)[\s,]*")
AS_SAYING = re.compile(r" (?P<phrase>[^“”\"\n;:,]{2,60}) as saying\b")
QUOTING = ("quoted", "cited", "quotes", "cites")
SAYING = re.compile(r"[^.“”\"\n]{0,80}?\b(?:as )?saying:? ")
LABELS = frozenset((("Story", "highlights"), ("Photos", ":"), ("Photo", ":"), ("Videos", ":"), ("Video", ":")))
OWN_WHOSE = re.compile(r",? whose\b")
WHO = re.compile(r"(?<!\w)(?P<who>who|which) $")
WHOSE = re.compile(r",? (?P<rest>whose (?:[\w-]+ ){0,2}[\w-]+,? [^\W\d_a-z][\w’'.-]*(?: [^\W\d_a-z][\w’'.-]*){0,3}),? ")
MARKS = '"“”«»‘'
CLOSING = "”\"»’'"
OWN_SELF = re.compile(r" (?P<own>himself|herself|itself|themselves|myself|ourselves)(?: |(?=[.,;]))")
LONGEST_SOURCE = 12  # words


def mend_source(text: str, sentences: Sequence[Span], attribution: Attribution) -> Attribution:
    """Return the attribution with its source mended; its content too, where that held the source."""
    found = _in_one_sentence(sentences, _in_one_line(text, attribution))
    found = _related(text, _behind_said(text, _inverted(text, _quoted(text, sentences, found))))
    return _with_self(text, _whole_source(text, _unasked(text, _without_heading(text, found))))


def _with_self(text: str, attribution: Attribution) -> Attribution:
    """Give a source the `herself` right behind it, which may have been read as part of its cue."""
    if len(attribution.source) != 1:
        return attribution
    source = attribution.source[0]
    own = OWN_SELF.match(text, source.end_char)
    if own is None:
        return attribution
    cut = [
        Span(own.end(), span.end_char) if source.end_char < span.start_char < own.end() else span
        for span in attribution.cue
    ]
    cue = tuple(span for span in cut if span.start_char < span.end_char)
    return replace(attribution, source=(Span(source.start_char, own.end("own")),), cue=cue)


def _in_one_sentence(sentences: Sequence[Span], attribution: Attribution) -> Attribution:
    """Cut a source that runs over a sentence's end to the part beside its cue: not `Mr Orr. Tom Falk, a fisher`."""
    if len(attribution.source) != 1 or not attribution.cue:
        return attribution
    span = attribution.source[0]
    first, last = _number(sentences, span.start_char), _number(sentences, span.end_char - 1)
    if first == last:
        return attribution
    if attribution.cue[0].start_char > span.start_char:
        return replace(attribution, source=(Span(sentences[last].start_char, span.end_char),))
    return replace(attribution, source=(Span(span.start_char, sentences[max(first, 0)].end_char - 1),))


def _related(text: str, attribution: Attribution) -> Attribution:
    """Take `who` right before the cue for the source that is missing, and go on to `whose sister, Hilde Orr, said`."""
    if len(attribution.cue) != 1:
        return attribution
    start = attribution.cue[0].start_char
    if not attribution.source:
        who = WHO.search(text, max(0, start - len(" which ")), start)
        return replace(attribution, source=(Span(*who.span("who")),)) if who else attribution
    span = attribution.source[0]
    inner = OWN_WHOSE.search(text, span.start_char, span.end_char)
    if inner and text[span.end_char : start].strip(" ,"):  # `Orr, whose son called it a ruin, <said>`
        return replace(attribution, source=(Span(span.start_char, inner.start()),))
    whose = WHOSE.fullmatch(text, span.end_char, start) if span.end_char < start else None
    return replace(attribution, source=(Span(span.start_char, whose.end("rest")),)) if whose else attribution


def _number(sentences: Sequence[Span], offset: int) -> int:
    """Return the number of the sentence that begins last at or before `offset`; -1 where none does."""
    return bisect_right(sentences, offset, key=lambda s: s.start_char) - 1


def _quoted(text: str, sentences: Sequence[Span], attribution: Attribution) -> Attribution:
    """Take whom an outlet quotes for the source, not the outlet: `Orr was quoted by Norwire as saying`."""
    if len(attribution.cue) != 1 or not attribution.content:
        return attribution
    cue = attribution.cue[0]
    before = [piece for piece in attribution.content if piece.end_char <= cue.start_char]
    if IS_QUOTED.fullmatch(text, cue.start_char, cue.end_char):
        return _who_is_quoted(text, sentences, attribution, before)
    match = AS_SAYING.match(text, cue.end_char) if cue.of(text) in QUOTING else None
    if match is None or not _may_be_source(match["phrase"]):
        return attribution
    source = (Span(*match.span("phrase")),)
    if before:
        is_marked = text[before[0].start_char] in MARKS
        return replace(attribution, content=before, source=source) if is_marked else attribution
    behind = [Span(max(piece.start_char, match.end()), piece.end_char) for piece in attribution.content]
    behind = [_without_colon(text, piece) for piece in behind if piece.end_char > piece.start_char]
    return replace(attribution, content=behind, source=source) if behind else attribution


def _who_is_quoted(
    text: str, sentences: Sequence[Span], attribution: Attribution, before: Sequence[Span]
) -> Attribution:
    """Find the subject of `was quoted` among the contents, or between them and the cue, and what is said behind."""
    cue = attribution.cue[0]
    place = _number(sentences, cue.start_char)
    marked = [piece.end_char for piece in before if text[piece.end_char - 1] in '”"»']
    start = max([*marked, sentences[max(place, 0)].start_char if sentences else 0])
    match = PHRASE.fullmatch(text, start, cue.start_char)
    if match is None or not _may_be_source(match["phrase"]):
        return attribution
    subject = Span(*match.span("phrase"))
    rest = [p for p in attribution.content if p.end_char <= start or p.start_char >= cue.end_char]
    said = SAYING.match(text, cue.end_char - len(" as saying"))
    if not rest and said and place >= 0 and said.end() < sentences[place].end_char:
        end = sentences[place].end_char
        rest = [Span(said.end(), end - (text[end - 1] == "."))]
    if not rest:
        return attribution
    return replace(attribution, content=tuple(_without_colon(text, piece) for piece in rest), source=(subject,))


def _without_colon(text: str, span: Span) -> Span:
    printed = span.of(text)
    return Span(span.end_char - len(printed.lstrip(" :,")), span.end_char)


def _may_be_source(phrase: str) -> bool:
    tokens = phrase.split()
    is_verbal = not word_class("finite_verbs").isdisjoint(tokens)
    return 0 < len(tokens) <= LONGEST_SOURCE and not is_verbal and any(token[0].isalpha() for token in tokens)


def _behind_said(text: str, attribution: Attribution) -> Attribution:
    """Take a piece of content right behind the cue for the source that is missing: `It is shut, said <its owner>`."""
    if attribution.source or len(attribution.cue) != 1 or len(attribution.content) < 2:
        return attribution
    cue, piece = attribution.cue[0], attribution.content[-1]
    word = cue_words().get(cue.of(text))
    is_behind = text[cue.end_char : piece.start_char] == " " and attribution.content[-2].end_char <= cue.start_char
    if word is None or word.class_without_marks not in ("speech", "writing") or not is_behind:
        return attribution
    printed = piece.of(text)
    is_noun = printed.split()[0].lower() in word_class("determiners") or printed[0].isupper()
    if not is_noun or not _may_be_source(printed) or not set(MARKS).isdisjoint(printed):
        return attribution
    return replace(attribution, content=attribution.content[:-1], source=(piece,))


def _inverted(text: str, attribution: Attribution) -> Attribution:
    """Take who stands behind a cue that follows its quotation: `“No,” replied the singer, Orr`, not whom it answers."""
    if len(attribution.cue) != 1 or not attribution.source:
        return attribution
    cue, piece = attribution.cue[0], attribution.content[0]
    is_behind = text[piece.end_char - 1] in CLOSING and text[piece.end_char : cue.start_char] == " "
    if not is_behind or attribution.source[0].start_char > piece.start_char:
        return attribution
    said = said_after(text, piece.end_char)
    return replace(attribution, source=said[1:]) if said and said[0] == cue else attribution


def _in_one_line(text: str, attribution: Attribution) -> Attribution:
    """Cut a source that runs over a line's end to the line of the cue, else to its last line."""
    if not any("\n" in span.of(text) for span in attribution.source):
        return attribution
    cue = attribution.cue[0].start_char if attribution.cue else None
    pieces = [
        Span(span.start_char + m.start(), span.start_char + m.end())
        for span in attribution.source
        for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", span.of(text))
    ]
    beside = [p for p in pieces if cue is not None and "\n" not in text[min(p.start_char, cue) : max(p.end_char, cue)]]
    return replace(attribution, source=tuple(beside or pieces[-1:]))


def _whole_source(text: str, attribution: Attribution) -> Attribution:
    """Extend a source that is an article alone up to its cue: to `The port board`, where it was `The`."""
    if len(attribution.source) != 1 or not attribution.cue:
        return attribution
    span, cue = attribution.source[0], attribution.cue[0]
    if span.of(text).lower() not in word_class("articles"):
        return attribution
    rest = REST.fullmatch(text, span.end_char, cue.start_char)
    return replace(attribution, source=(Span(span.start_char, rest.end("noun")),)) if rest else attribution


def _unasked(text: str, attribution: Attribution) -> Attribution:
    """Take whom the question was put to for no source of it: `Asked if it was safe, Orr laughed`."""
    is_asked = bool(attribution.cue) and ASKED.match(text, attribution.cue[0].start_char) is not None
    is_behind = (
        is_asked and bool(attribution.source) and attribution.source[0].start_char > attribution.cue[0].start_char
    )
    return replace(attribution, source=()) if is_behind else attribution


def _without_heading(text: str, attribution: Attribution) -> Attribution:
    """Take a heading in capitals (`THE QUOTE: “...”`) for no source; a single name (`ORR: “...”`) may be one."""
    printed = " ".join(span.of(text) for span in attribution.source)
    cue = attribution.cue[0].of(text).strip() if attribution.cue else ""
    is_colon = cue == ":" or (cue.endswith(":") and cue.isupper())
    is_marked = attribution.content[0].of(text)[:1] in MARKS  # what a label of a transcript says is not
    is_plain = printed.lower() in word_class("not_speakers")
    is_plain = is_plain and printed not in ("Q", "A")  # labels of an interview
    is_heading = is_colon and printed.isupper() and ((" " in printed and is_marked) or is_plain)
    if not is_heading and (printed, cue) not in LABELS:
        return attribution
    said = said_after(text, attribution.content[-1].end_char)
    return replace(attribution, cue=said[:1] if said else (), source=said[1:] if said else ())
