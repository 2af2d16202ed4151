"""Small repairs of what a finder found: spans that break where the page does not, quotations read in part.

Each looks at shape alone: a full stop that ends no sentence, a line's end inside a source, the paragraphs of one
quotation, a quotation with its said-clause beside it that was overlooked.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.cues import ASKED
from pipelines.annotate.lexicon import cue_words, word_class
from pipelines.annotate.quotations import Quotation
from pipelines.annotate.reading import Attribution
from pipelines.annotate.strays import split_strays
from pipelines.records import Span

NAME = r"[^\W\d_a-z][\w’'.-]{0,30}"
SUBJECT = rf"(?:[Hh]e|[Ss]he|[Tt]hey|(?:{NAME} ){{1,4}}?{NAME}|{NAME})"
VERB = r"[a-z]{3,12}"
SAID_AFTER = re.compile(
    rf" ?(?:(?P<source>{SUBJECT}) (?:also |later |then )?(?P<cue>{VERB})|(?P<inverted>{VERB}) (?P<subject>{SUBJECT}))\b"
)
APPOSED = re.compile(rf" ?(?P<source>(?:{NAME} ){{1,4}}?{NAME}, [^\n“”\".]{{2,120}},) (?P<cue>{VERB})\b")
REST = re.compile(r"(?P<noun>(?: [\w’'.&-]+){1,5})\s+")  # what an article leads up to, before a cue
PAST_OR_THIRD = ("ed", "s", "said", "told", "wrote", "spoke")
CLOSING = "”\"»’'"
LEAST_WORDS = 4  # of a quotation whose said-clause is read by its shape
READ_BY_SHAPE = 0.9  # score of what shape alone says


def repair(
    text: str, sentences: Sequence[Span], quotations: Sequence[Quotation], attributions: Sequence[Attribution]
) -> list[Attribution]:
    """Return the attributions mended, and those that were overlooked, in no particular order."""
    lines = [_whole_source(text, _unasked(text, _without_heading(text, _in_one_line(text, a)))) for a in attributions]
    mended = [_past_abbreviation(text, sentences, a) for a in lines]
    whole = _joined_paragraphs(quotations, split_strays(text, sentences, quotations, mended))
    return whole + _overlooked(text, quotations, whole)


def part_headline(text: str, body_start: int, attribution: Attribution) -> Attribution:
    """Cut a content that runs from the headline into the body to the part beside its cue, else to that of the body."""
    first, last = attribution.content[0].start_char, attribution.content[-1].end_char
    if not first < body_start < last:
        return attribution
    in_body = not attribution.cue or attribution.cue[0].start_char >= body_start
    if in_body:
        cut = [Span(max(s.start_char, body_start), s.end_char) for s in attribution.content]
    else:
        end = len(text[:body_start].rstrip())
        cut = [Span(s.start_char, min(s.end_char, end)) for s in attribution.content]
    return replace(attribution, content=tuple(s for s in cut if s.start_char < s.end_char))


def _in_one_line(text: str, attribution: Attribution) -> Attribution:
    """A source that runs over a line's end, cut to the line of the cue, else to its last line."""
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
    """A source that is an article alone goes on to its cue: of `The port board said` more than `The`."""
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
    is_heading = is_colon and printed.isupper() and (" " in printed or printed.lower() in word_class("not_speakers"))
    if not is_heading:
        return attribution
    said = _said_after(text, attribution.content[-1].end_char)
    return replace(attribution, cue=said[:1] if said else (), source=said[1:] if said else ())


def _past_abbreviation(text: str, sentences: Sequence[Span], attribution: Attribution) -> Attribution:
    """A content that ends at the full stop of an abbreviation goes on to the end of its sentence."""
    last = attribution.content[-1]
    end = last.end_char
    if text[end : end + 1] != "." or not text[end - 1].isalnum():
        return attribution
    place = bisect_right(sentences, last.start_char, key=lambda s: s.start_char) - 1
    if place < 0:
        return attribution
    stop = sentences[place].end_char
    while stop > end and text[stop - 1] in ".!? ":
        stop -= 1
    others = (*attribution.cue, *attribution.source)
    is_inside = last.start_char >= sentences[place].start_char and stop > end + 1
    if not is_inside or any(end <= s.start_char < stop for s in others):
        return attribution
    return replace(attribution, content=(*attribution.content[:-1], Span(last.start_char, stop)))


def _joined_paragraphs(quotations: Sequence[Quotation], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Contents without cue and source that are paragraphs of an attributed quotation become pieces of it."""
    kept = list(attributions)
    for quotation in quotations:
        if len(quotation.pieces) < 2:
            continue
        inside = [a for a in kept if _lies_in(a, quotation)]
        owners = [a for a in inside if a.cue or a.source]
        orphans = [a for a in inside if not a.cue and not a.source]
        if len(owners) != 1 or not orphans:
            continue
        content = sorted((s for a in inside for s in a.content), key=lambda s: s.start_char)
        kept = [a for a in kept if not any(a is b for b in inside)]
        kept.append(replace(owners[0], content=tuple(content)))
    return kept


def _lies_in(attribution: Attribution, quotation: Quotation) -> bool:
    whole, first = quotation.span, attribution.content[0]
    return whole.start_char <= first.start_char < whole.end_char


def _overlooked(text: str, quotations: Sequence[Quotation], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the quotations that no content touches and a said-clause follows: `“We know,” he confirmed`."""
    taken = sorted((s for a in attributions for s in a.content), key=lambda s: s.start_char)
    found: list[Attribution] = []
    place, reached = 0, -1
    for quotation in quotations:
        span = quotation.span
        while place < len(taken) and taken[place].start_char < span.end_char:
            reached = max(reached, taken[place].end_char)
            place += 1
        if reached > span.start_char or not quotation.is_closed or not _may_be_said(text, span):
            continue
        if said := _said_after(text, span.end_char):
            found.append(Attribution(quotation.pieces, [said[0]], [said[1]], READ_BY_SHAPE))
    return found


def _may_be_said(text: str, span: Span) -> bool:
    inner = span.of(text).rstrip(CLOSING)
    return inner[-1:] in tuple(",.!?…") and len(inner.split(maxsplit=LEAST_WORDS)) >= LEAST_WORDS


def _said_after(text: str, end: int) -> tuple[Span, Span] | None:
    """Return cue and source of the said-clause that begins at `end`."""
    match = SAID_AFTER.match(text, end) or APPOSED.match(text, end)
    if match is None:
        return None
    cue, source = ("cue", "source") if match["cue"] else ("inverted", "subject")
    word = cue_words().get(match[cue])
    if word is None or word.class_without_marks not in ("speech", "writing") or not match[cue].endswith(PAST_OR_THIRD):
        return None
    return Span(*match.span(cue)), Span(*match.span(source))
