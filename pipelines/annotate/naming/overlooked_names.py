"""Names that a finder overlooked where a source ends with one: `the engineer, Haru Orr`, `party leader Yuri Falk`.

What stands right behind a role, or is set off from one by a comma, at the end of a source is who it is. Capitals that
are a place, a body's word or a title are none.
"""

import re
from collections.abc import Sequence

from pipelines.annotate.lexicon import is_role, titles, word_class, words
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

POST = r"(?:MP|MLA|MSP|MEP|TD|KC|QC)"  # what stands behind a name
CAPITALISED = rf"(?!{POST}\b)" r"[^\W\d_a-z](?:[^\W\d_]|[.’'-](?=\w))*"
ENDS_WITH_NAME = re.compile(
    rf"(?:(?P<lead>[^\n]*?)(?P<comma>,)? )?(?P<name>{CAPITALISED}(?: (?:[A-Z]\. )?{CAPITALISED}){{1,3}})"
    r"(?P<tail>(?: " + POST + r")?,?(?: \(@\w+\))?)"
)
WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
SCORE = 0.6


def with_overlooked(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Name]:
    """Return the names in text order, and those that end a source behind a role and that no name touches."""
    found = {span for a in attributions if len(a.source) == 1 for span in _ending(text, a.source[0])}
    new = [Name(span, "PERSON", SCORE) for span in found if not any(_touch(n.span, span) for n in names)]
    return sorted([*names, *new], key=lambda n: (n.span.start_char, -n.span.end_char))


def _ending(text: str, source: Span) -> list[Span]:
    match = ENDS_WITH_NAME.fullmatch(text, source.start_char, source.end_char)
    if match is None:
        return []
    tokens = [w.lower() for w in WORD.findall(match["lead"] or "")]
    is_led = any(map(is_role, tokens)) if match["comma"] else bool(tokens) and is_role(tokens[-1])
    start, printed = match.start("name"), match["name"].split()
    while len(printed) > 2 and _leads(printed[0]):
        start += len(printed.pop(0)) + 1
        is_led = True
    is_led = is_led or bool(match["tail"].strip(" ,"))  # `Lena Orr MP (@orr)`
    return [Span(start, match.end("name"))] if is_led and not any(map(_is_no_name, printed)) else []


def _leads(word: str) -> bool:
    return is_role(word.lower().rstrip(".")) or word.lower().rstrip(".") in titles()


def _is_no_name(word: str) -> bool:
    plain = word.lower()
    is_body = plain in words("org_words") or plain in word_class("organisation_nouns")
    return (
        is_body
        or _leads(word)
        or word in words("places")
        or word in words("demonyms")
        or plain in words("common_words")
    )


def _touch(a: Span, b: Span) -> bool:
    return a.start_char < b.end_char and b.start_char < a.end_char
