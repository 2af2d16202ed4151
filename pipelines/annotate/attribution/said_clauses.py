"""Said-clauses read by their shape alone: `she said`, `said Tom Falk`, `Falk, a fisher, confirmed`, `Orr writes:`."""

import re

from pipelines.annotate.lexicon import cue_words
from pipelines.records import Span

NAME = r"\[?[^\W\d_a-z][\w’'.-]{0,30}\]?"  # the writer's own words stand in brackets: `[Orr] said`
SUBJECT = rf"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|(?:{NAME} ){{1,4}}?{NAME}|{NAME})"
VERB = r"[a-z]{3,12}"
SAID_AFTER = re.compile(
    rf" ?(?:(?P<source>{SUBJECT}) (?:also |later |then )?(?P<cue>{VERB})|(?P<inverted>{VERB}) (?P<subject>{SUBJECT}))\b"
)
APPOSED = re.compile(rf" ?(?P<source>(?:{NAME} ){{1,4}}?{NAME}, [^\n“”\".]{{2,120}},) (?P<cue>{VERB})\b")
PAST_OR_THIRD = ("ed", "s", "said", "told", "wrote", "spoke")
SAID_BEFORE = re.compile(
    rf"(?:^|[,.;] |[“\"‘']|\b(?:[Aa]s|and|then) )(?P<source>{SUBJECT}) (?:also |later |then )?(?P<cue>{VERB})"
    r"[^.:;“”\"\n]{0,60}$"
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


def said_after(text: str, end: int) -> tuple[Span, Span] | None:
    """Return cue and source of the said-clause that begins at `end`."""
    match = SAID_AFTER.match(text, end) or APPOSED.match(text, end)
    if match is None:
        return None
    cue, source = ("cue", "source") if match["cue"] else ("inverted", "subject")
    if not _is_said(match[cue]):
        return None
    return Span(*match.span(cue)), Span(*match.span(source))


def _is_said(verb: str) -> bool:
    word = cue_words().get(verb)
    return word is not None and word.class_without_marks in ("speech", "writing") and verb.endswith(PAST_OR_THIRD)
