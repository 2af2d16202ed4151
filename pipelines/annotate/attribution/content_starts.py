"""Where a content begins: with its subject, and no heading above or below it is part of it.

A finder that is unsure of the words behind a cue drops the subject of what is reported (`added the man <never came>`),
and where a page prints headings without full stops it runs on over a line's end.
"""

import re
from dataclasses import replace

from pipelines.annotate.lexicon import cue_words, word_class
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

GAP = re.compile(r" (?P<subject>[^.;:!?“”\"‘\n()]{2,90}?),? ")
AUDIENCE = re.compile(
    r"(?:(?:the|an?|his|her|its) [a-z]+|[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*|reporters|him|her|them|us|me) "
)
BEGINS = re.compile(r"(?:(?:the|an?|his|her|their|its|no|some|many|all|[a-z]+s|[A-Z][\w’'-]*)\b)")
CONNECTIVE = re.compile(
    r"(?:However|Nevertheless|Nonetheless|Meanwhile|Moreover|Furthermore|Instead|Therefore|Still), "
)
FIRST_WORD = re.compile(r"[‘“\"]?(?P<word>[a-z][\w’'-]*)")
VERBS = (
    "never",
    "had",
    "has",
    "have",
    "was",
    "were",
    "is",
    "are",
    "would",
    "will",
    "could",
    "can",
    "did",
    "does",
    "do",
)
DASHES = "―—–-"  # of a signature below lines
STOPS = '.!?…:;,”"’)»'


def with_subject(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution, its content begun with the subject that stands between the cue and its verb."""
    if len(attribution.cue) != 1 or not attribution.content:
        return attribution
    cue, piece = attribution.cue[0], attribution.content[0]
    word = cue_words().get(cue.of(text).split()[-1].lower())
    first = FIRST_WORD.match(text, piece.start_char)
    gap = GAP.fullmatch(text, cue.end_char, piece.start_char) if cue.end_char < piece.start_char else None
    if word is None or word.class_without_marks not in ("speech", "writing") or first is None or gap is None:
        return attribution
    if not _is_verb(first["word"]) or any(cue.end_char <= s.start_char < piece.start_char for s in attribution.source):
        return attribution
    start = gap.start("subject")
    if word.lemma in word_class("addressed_lemmas"):
        audience = AUDIENCE.match(text, start, gap.end("subject"))
        start = audience.end() if audience else gap.end("subject")
    if not BEGINS.match(text, start, gap.end("subject")):
        return attribution
    return replace(attribution, content=(Span(start, piece.end_char), *attribution.content[1:]))


def without_connective(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution, its content without the writer's `However,` before what is told in other words."""
    piece = attribution.content[0]
    opening = CONNECTIVE.match(text, piece.start_char, piece.end_char)
    if opening is None or text[opening.end()] in '“"':
        return attribution
    return replace(attribution, content=(Span(opening.end(), piece.end_char), *attribution.content[1:]))


def within_its_line(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution, a content without marks that runs over a heading's end cut to the part beside its cue."""
    if (
        not attribution.cue
        or attribution.cue[0].of(text)[:1] in DASHES
        or not any("\n" in span.of(text) for span in attribution.content)
    ):
        return attribution
    return replace(attribution, content=tuple(_cut(text, span, attribution.cue[0]) for span in attribution.content))


def _cut(text: str, span: Span, cue: Span) -> Span:
    start, end = span.start_char, span.end_char
    if not set('“”"«»').isdisjoint(text[start:end]):
        return span
    for found in re.finditer(r"\s*\n\s*", text[start:end]):
        before, after = span.start_char + found.start(), span.start_char + found.end()
        if before and text[before - 1] in STOPS:
            continue
        if cue.start_char >= after:
            start = after
        elif cue.start_char < before and before > start:
            end = before
            break
    return Span(start, end)


def _is_verb(word: str) -> bool:
    return word in VERBS or word in word_class("finite_verbs") or (word.endswith("ed") and len(word) > len("need"))
