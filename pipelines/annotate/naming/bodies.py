"""Bodies whose name is part lower case, told by the sources that speak: `Ukraine’s emergency service`, `Vell police`.

A finder of names sees the capitals alone. Where a source is a capitalised name with a noun for a body behind it, the
whole is the body's name, unless the text prints a name of the same words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.annotate.lexicon import word_class, words
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

CAPITALISED = r"[^\W\d_a-z][\w.&’'-]*"
BODY = re.compile(
    r"(?:(?:[Aa]n?|[Tt]he) [a-z-]+ (?:from|by) )?"
    rf"(?:[Tt]he )?(?P<body>{CAPITALISED}(?: {CAPITALISED}){{0,4}}"
    r"(?P<lower>(?: (?!of\b|for\b|and\b)[a-z][a-z-]+){1,4}))"
)
OF_TWO = re.compile(
    rf"(?:[Tt]he )?(?P<body>{CAPITALISED}(?: {CAPITALISED})? and {CAPITALISED}(?: {CAPITALISED})* "
    rf"(?P<last>{CAPITALISED}))"
)
SMALL = frozenset(("of", "the", "and", "for", "s"))
TOKEN = re.compile(r"[^\W_]+")
FOR = re.compile(r"\b[Ss]pokes(?:man|woman|person|people) (?:for|at|from) (?:the )?$")
LONGEST_FOR = 30  # characters before a name that hold `spokesperson for the`
SURE = 0.75  # of a person's name, from where on the finder is believed
SCORE = 0.6


def with_bodies(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Name]:
    """Return the names and those of such bodies, each before the name that it begins with."""
    known = {frozenset(_tokens(name.span.of(text))) for name in names if name.entity_type != "PERSON"}
    places = {name.span.start_char: name for name in names}
    found = {span for a in attributions for span in _body(text, a, known) if _begins_with_one(places, span)}
    bodies = [Name(span, "ORG", SCORE, "nominal") for span in found]
    joint = [Name(span, "ORG", SCORE) for a in attributions for span in _of_two_places(text, a, places)]
    names = [n for n in names if not any(b.span.start_char <= n.span.start_char < b.span.end_char for b in joint)]
    names = [_spoken_for(text, name) for name in names]
    return sorted([*names, *joint, *bodies], key=lambda n: (n.span.start_char, -n.span.end_char))


def _spoken_for(text: str, name: Name) -> Name:
    """Return the name; what a spokeswoman speaks for and ends with a common noun is a body: `for Tarnhill Water`."""
    before = text[max(0, name.span.start_char - LONGEST_FOR) : name.span.start_char]
    tokens = name.span.of(text).split()
    is_unsure = name.entity_type == "PERSON" and name.score < SURE and len(tokens) > 1
    if is_unsure and FOR.search(before) and tokens[-1].lower() in words("common_words"):
        return replace(name, entity_type="ORG")
    return name


def _of_two_places(text: str, attribution: Attribution, places: Mapping[int, Name]) -> list[Span]:
    """Return a source that is one body of two places, whole: `Vell and Carrow Police`, not `Orr and Carrow Police`."""
    match = (
        OF_TWO.fullmatch(text, attribution.source[0].start_char, attribution.source[0].end_char)
        if (len(attribution.source) == 1)
        else None
    )
    first = places.get(match.start("body")) if match else None
    is_place = first is not None and first.entity_type == "LOC"
    return [Span(*match.span("body"))] if match and is_place and _is_body(match["last"].lower()) else []


def _begins_with_one(places: Mapping[int, Name], span: Span) -> bool:
    """True where a name begins the body, and no second one is the body itself: `the North’s KCNA agency`."""
    inside = [name for start, name in places.items() if span.start_char < start < span.end_char]
    return span.start_char in places and not inside


def _body(text: str, attribution: Attribution, known: set[frozenset[str]]) -> list[Span]:
    if len(attribution.source) != 1:
        return []
    span = attribution.source[0]
    match = BODY.fullmatch(text, span.start_char, span.end_char)
    if match is None or not _is_body(match["lower"].split()[-1]) or frozenset(_tokens(match["body"])) in known:
        return []
    return [Span(*match.span("body"))]


def _is_body(noun: str) -> bool:
    return noun in word_class("organisation_nouns") or noun in words("org_words")


def _tokens(printed: str) -> list[str]:
    return [w for w in TOKEN.findall(printed.lower()) if w not in SMALL]
