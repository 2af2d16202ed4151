"""Said-clauses read by their shape alone: `she said`, `said Tom Falk`, `Falk, a fisher, confirmed`, `Orr writes:`."""

import re

from pipelines.annotate.lexicon import cue_words
from pipelines.records import Span

NAME = r"\[?[^\W\d_a-z][\w’'.-]{0,30}\]?"  # the writer's own words stand in brackets: `[Orr] said`
SUBJECT = rf"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|(?:{NAME} ){{1,4}}?{NAME}|{NAME})"
PAST_OR_THIRD = ("ed", "s", "said", "told", "wrote", "spoke")


def _is_said(verb: str) -> bool:
    word = cue_words().get(verb)
    return word is not None and word.class_without_marks in ("speech", "writing") and verb.endswith(PAST_OR_THIRD)


VERB = r"[a-z]{3,12}"
SAYS = rf"(?:{'|'.join(sorted(filter(_is_said, cue_words()), key=len, reverse=True))})"
SAID_AFTER = re.compile(
    rf" ?(?:(?P<source>{SUBJECT}) (?:also |later |then )?(?P<cue>{VERB})|(?P<inverted>{VERB}) (?P<subject>{SUBJECT}))\b"
)
SOMEBODY = r"(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)(?: [a-z][a-z’'-]+){1,3}"  # `a reporter`
DESCRIBED = re.compile(
    rf" ?(?:(?P<source>{SOMEBODY}) (?P<cue>{SAYS})(?![\w’'-]|,? [a-z]+ed\b)|(?P<inverted>{VERB}) "
    r"(?P<subject>(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Aa]n?)(?: [a-z][\w’'-]+){1,4}"
    rf"(?:, (?:{NAME} ){{1,3}}{NAME})?)(?=[.,\n]| in\b))"
)
APPOSED = re.compile(rf" ?(?P<source>(?:{NAME} ){{1,4}}?{NAME}, [^\n“”\".]{{2,120}},) (?P<cue>{SAYS})\b")
SAID_BEFORE = re.compile(
    rf"(?:^|[,.;] |[“\"‘']|\b(?:[Aa]s|and|then) )(?P<source>{SUBJECT}) (?:also |later |then )?(?P<cue>{VERB})"
    r"[^.:;“”\"\n]{0,60}$"
)
LEADING = re.compile(
    r"(?:^|[.!?”\"] )(?P<source>[A-Z][^.:;“”\"\n]{2,80}?) (?:also |later |then |has |had )?"
    rf"(?P<cue>{VERB})(?: (?:in|on|at|to) [^.:;“”\"\n]{{1,60}})?$"
)
REACH = 160  # characters of a line that leads up to a quotation


def said_before(text: str, end: int) -> tuple[Span, Span] | None:
    """Return cue and source of the said-clause that ends at `end`, in its line."""
    line = max(text.rfind("\n", max(0, end - REACH), end) + 1, end - REACH, 0)
    match = SAID_BEFORE.search(text[line:end])
    if match is None or not _is_said(match["cue"]):
        return None
    cue, source = (Span(line + match.start(part), line + match.end(part)) for part in ("cue", "source"))
    return cue, source


def said_leading(text: str, end: int) -> tuple[Span, Span] | None:
    """Return cue and source of the sentence that ends at `end` and leads up to words: `A spokesman for Orr said`."""
    line = max(text.rfind("\n", max(0, end - REACH), end) + 1, end - REACH, 0)
    match = LEADING.search(text[line:end])
    if match is None or not _is_said(match["cue"]):
        return None
    cue, source = (Span(line + match.start(part), line + match.end(part)) for part in ("cue", "source"))
    return cue, source


def said_after(text: str, end: int) -> tuple[Span, Span] | None:
    """Return cue and source of the said-clause that begins at `end`."""
    for shape in (SAID_AFTER, APPOSED, DESCRIBED):
        match = shape.match(text, end)
        if match is None:
            continue
        cue, source = ("cue", "source") if match["cue"] else ("inverted", "subject")
        if _is_said(match[cue]):
            return Span(*match.span(cue)), Span(*match.span(source))
    return None
