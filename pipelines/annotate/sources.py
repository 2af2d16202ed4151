"""What a source span is: a name, a noun phrase or a pronoun; who is its head, and what it says of gender and number.

`"Orr's lawyer Rudi Falk"` is Falk, `"a spokesman for Orr"` is a spokesman and not Orr. Nothing is resolved here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.annotate.lexicon import is_role, role_nouns, titles, word_class, words
from pipelines.annotate.reading import Name
from pipelines.records import Span

Form = Literal["name", "nominal", "pronoun", "none"]
SourceType = Literal["person", "organisation", "group", "document", "unnamed"]

TOKEN = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|[,;:()—–-]")


AGED = re.compile(r"\d+-year-old")
ROLE_OF_BODY = re.compile(r"(?:[\w’'-]+ ){1,4}of (?:[A-Z][\w’'-]* ){1,3}([a-z-]+)(?=,|$)")  # `a Court of Vell judge`
COMPATRIOT = re.compile(r"(?:[Tt]he|[Aa]n?) [A-Z][\w-]*man\b")
PARTICIPLES = ("ed", "ing", "sent", "written")
NEAR = 150  # characters on each side
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """One source span, read. `name_no` is the head's place among the names of the document."""

    form: Form
    span: Span = NOWHERE
    head: str = ""  # lower case: the pronoun, or the head noun
    name_no: int | None = None
    gender: str | None = None
    is_many: bool = False
    is_definite: bool = False
    role: str | None = None  # words that describe a named head
    nouns: frozenset[str] = frozenset()  # all role nouns and ages printed in a nominal
    modifiers: frozenset[str] = frozenset()  # lower case: the capitalised words before the head of a nominal


def read_source(text: str, spans: Sequence[Span], names: Sequence[tuple[int, Name]]) -> Source:
    """Read the source `spans`; `names` are the document's names inside them with their places, in order."""
    if not spans:
        return Source("none")
    span = Span(spans[0].start_char, max(spans[-1].end_char, spans[0].end_char))
    printed = span.of(text)
    tokens = TOKEN.findall(printed.lower())
    if not any(
        token[0].isalnum() and token not in word_class("articles") - {"this", "that", "one", "his", "her"}
        for token in tokens
    ):
        return Source("none")
    if _is_pronoun(tokens) and not (len(tokens[0]) > 1 and printed.split()[0].isupper() and not is_shouted(text, span)):
        head = tokens[0]
        return Source("pronoun", span, head, gender=pronoun_gender(head), is_many=head in word_class("group_pronouns"))
    named = _head_name(text, span, names)
    if named is not None:
        name_no, name = named
        before = text[span.start_char : name.span.start_char].strip(" –—-,")
        after = text[name.span.end_char : span.end_char].strip(" –—-,")
        gender = _stated_gender(TOKEN.findall(before.lower())[-4:])
        joined = re.match(r"(?:and|&)\s", after) is not None
        return Source("name", span, name.span.of(text).lower(), name_no, gender, joined, True, before or after or None)
    return _nominal(text, span, tokens)


def is_shouted(text: str, span: Span) -> bool:
    """True where all around the span is in capitals, so that capitals say nothing."""
    return text[max(0, span.start_char - NEAR) : span.end_char + NEAR].isupper()


@cache
def _pronouns() -> frozenset[str]:
    kinds = ("male_pronouns", "female_pronouns", "group_pronouns", "other_pronouns")
    return frozenset().union(*(word_class(kind) for kind in kinds))


def pronoun_gender(pronoun: str) -> str | None:
    """Return "male" or "female" where the pronoun says so."""
    return (
        "male"
        if pronoun in word_class("male_pronouns")
        else "female"
        if pronoun in word_class("female_pronouns")
        else None
    )


def _is_pronoun(tokens: list[str]) -> bool:
    if tokens[0] not in _pronouns():
        return False
    rest = [
        t for t in tokens[1:] if t not in ("himself", "herself", "themselves", "also", ",", "itself", "both", "all")
    ]
    return not rest or (
        tokens[0] in word_class("male_pronouns") | word_class("female_pronouns") | {"they", "it", "we", "i", "who"}
        and tokens[0] not in ("his", "her")
        and (tokens[1] in word_class("prepositions") or tokens[1] in (",", "—", "–", "and"))
    )


def _head_name(text: str, span: Span, names: Sequence[tuple[int, Name]]) -> tuple[int, Name] | None:
    """Return the name that the whole span is about, or nothing where a common noun is its head."""
    if COMPATRIOT.match(text, span.start_char) and is_compatriot(span.of(text), span.of(text).split()[1].lower()):
        return None
    persons = [(n, name) for n, name in names if name.entity_type == "PERSON"]
    for place, (number, name) in enumerate(persons):
        if place + 1 < len(persons) and _introduces(text[name.span.end_char : persons[place + 1][1].span.start_char]):
            continue
        if _is_governed(text[span.start_char : name.span.start_char]):
            return _apposed(text, span, persons[place : place + 2])
        tail = text[name.span.end_char : span.end_char]
        if _is_modifier(tail):
            later = persons[place + 1 : place + 2]
            between = text[name.span.end_char : later[0][1].span.start_char] if later else ""
            if later and re.fullmatch(r"[’']s? [\w -]{2,40}, ", between):
                return later[0]  # "Orr's father, Tom"
            if later and not re.search(r"[,;]| (?:and|for|of|to|from|with|who) ", between):
                continue
            return None
        return number, name
    others = [(n, name) for n, name in names if name.entity_type != "PERSON"]
    if persons or not others:
        return None
    number, name = others[0]
    before, tail = text[span.start_char : name.span.start_char], text[name.span.end_char : span.end_char]
    is_lead = all(
        t in ("the", "both", "a", "neighbouring", "neighboring") or t in titles() for t in TOKEN.findall(before.lower())
    )
    if is_lead and not _is_modifier(tail):
        return number, name
    return None


def _apposed(text: str, span: Span, persons: Sequence[tuple[int, Name]]) -> tuple[int, Name] | None:
    """`a spokesman for Falk, Rudi Brae`: the second name, where a comma stands before it and nothing but one after."""
    if len(persons) < 2:
        return None
    (_, first), (number, second) = persons
    between = text[first.span.end_char : second.span.start_char]
    return (
        (number, second) if between == ", " and text[second.span.end_char : span.end_char].strip(" ,") == "" else None
    )


def _introduces(between: str) -> bool:
    """True for the words between two names where a role leads to the second: ` & Brae manager `."""
    tokens = TOKEN.findall(between.lower())
    is_role = bool(tokens) and (tokens[-1] in role_nouns() or tokens[-1].rstrip(".") in titles())
    return is_role and not any(t in (",", "and") or t in word_class("prepositions") for t in tokens)


def _is_governed(before: str) -> bool:
    """True for `a spokesman for ` and `the mother of the late Senator `: the name hangs on an earlier noun."""
    tokens = TOKEN.findall(before.lower())
    while tokens and (
        tokens[-1].rstrip(".") in titles()
        or tokens[-1] in role_nouns()
        or tokens[-1] in word_class("role_adjectives")
        or tokens[-1] in ("the", "a", "an", "his", "her", "their", "-", "–")
    ):
        tokens.pop()
    if not tokens or tokens[-1] == ",":
        return False
    return (tokens[-1] in word_class("prepositions") and len(tokens) > 1) or tokens[-1] == "and"


def _is_modifier(tail: str) -> bool:
    """True where a noun follows the name that it modifies: `'s office`, ` campaign`."""
    if re.match(r"[’']s?\s+\w|[/-]\w", tail):
        return True
    follower = re.match(r"[’']?s?\s+([^\W\d_][\w’'-]*)", tail)
    if not follower:
        return False
    word = follower[1].lower()
    return not (
        word in word_class("prepositions")
        or word
        in (
            "and",
            "himself",
            "herself",
            "itself",
            "also",
            "who",
            "whose",
            "as",
            "jr",
            "sr",
            "or",
            "then",
            "now",
            "later",
            "has",
            "had",
            "have",
            "the",
            "a",
            "an",
        )
        or word.endswith("ly")
    )


def _stated_gender(tokens: Sequence[str]) -> str | None:
    for token in reversed(tokens):
        plain = token.rstrip(".")
        title = titles().get(plain)
        stated = (title.gender if title else None) or role_nouns().get(plain) or None
        if stated:
            return stated
    return None


def _nominal(text: str, span: Span, tokens: list[str]) -> Source:
    core = _core(span.of(text), tokens)
    head = core[-1] if core else tokens[0]
    head = re.sub(r"[’']s?$", "", head)
    is_many = (
        head in words("group_nouns")
        or (head.endswith("s") and head[:-1] in role_nouns())
        or core[0] in ("two", "three", "several", "some", "many")
    )
    gender = role_nouns().get(head) or None
    nouns = frozenset(t for t in core if is_role(t) or AGED.fullmatch(t))
    if is_compatriot(span.of(text), head):
        gender, nouns = "female" if head.endswith("woman") else "male", nouns | {head}
    definite = core[0] not in word_class("indefinites") and (
        core[0] in ("the", "his", "her", "their", "this", "that", "its")
        or bool(re.search(r"[’']s?$", core[0]))
        or tokens[0] != head
    )
    stop = span.of(text).lower().find(head)
    modifiers = frozenset(
        re.sub(r"[’']s?$", "", w.lower())
        for w in re.findall(r"[^\W_][\w’'-]*", span.of(text)[:stop])
        if w[0].isupper() and w.lower() not in word_class("articles")
    )
    return Source("nominal", span, head, None, gender, is_many, definite, None, nouns, modifiers - nouns)


def is_compatriot(printed: str, head: str) -> bool:
    """True for `the Frenchman`: one of a people, by a word of its own."""
    capital = head.capitalize()
    is_known = is_role(head) or capital in words("demonyms")  # "spokesman", "German"
    return head.endswith(("man", "woman")) and capital in printed and not is_known


def _core(printed: str, tokens: list[str]) -> list[str]:
    """Return the words up to the head noun: before prepositions, commas and participles (`a letter sent to`)."""
    core = tokens[:]
    for place, word in enumerate(tokens):
        if place and (word in word_class("prepositions") or word in (",", "(", "—", "–", ";", ":", "and")):
            core = tokens[:place]
            break
    court = ROLE_OF_BODY.match(printed)
    if court and is_role(court[1]):
        return tokens[: len(TOKEN.findall(court[0]))]
    while len(core) > 1 and core[-1].endswith(PARTICIPLES) and _is_noun(core[-2]):
        core.pop()
    return core


def _is_noun(word: str) -> bool:
    return is_role(word) or word in words("document_nouns") or word in words("group_nouns")


def nominal_type(source: Source) -> SourceType:
    """Judge what kind of source a nominal or an unresolved pronoun is."""
    if source.form == "pronoun":
        return "group" if source.is_many else "organisation" if source.head in ("it", "which") else "unnamed"
    if source.head in words("document_nouns"):
        return "document"
    if source.head in words("unnamed_nouns"):
        return "unnamed"
    if source.is_many:
        return "group"
    if is_role(source.head) or source.nouns:
        return "person" if source.is_definite else "unnamed"
    if source.head.endswith("s") and not source.head.endswith("ss"):
        return "group"
    is_organisation = (
        source.is_definite or source.head in word_class("organisation_nouns") or source.head in words("org_words")
    )
    return "organisation" if is_organisation else "unnamed"
