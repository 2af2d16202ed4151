"""What a source span is: a name, a noun phrase or a pronoun; who is its head, and what it says of gender and number.

Which name a source is about is judged in `source_heads`. Nothing is resolved here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.annotate.lexicon import is_role, role_nouns, titles, word_class, words
from pipelines.annotate.naming.source_heads import TOKEN, head_name, is_compatriot
from pipelines.annotate.reading import Name
from pipelines.records import MentionForm, SourceType, Span

Form = MentionForm | Literal["none"]

AGED = re.compile(r"\d+-year-old")
ROLE_OF_BODY = re.compile(r"(?:[\w’'-]+ ){1,4}of (?:[A-Z][\w’'-]* ){1,3}([a-z-]+)(?=,|$)")  # `a Court of Vell judge`
BELONGS_TO = re.compile(r" (?:of|for|at|in) ((?:(?:the|of|and|[^\W\d_a-z][\w’'.&-]*) ?)+)")
PERSONAL = ("ist", "ician", "man", "woman", "person")  # what nouns for people end in
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
    belongs_to: frozenset[str] = frozenset()  # lower case: those of its `of Vell`, `for the Port Board`


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
    named = head_name(text, span, names)
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
    is_joined = tokens[len(core) : len(core) + 1] == ["and"]  # `the Norland and Vell governments`
    if is_compatriot(span.of(text), head) and not is_joined:
        gender, nouns = "female" if head.endswith("woman") else "male", nouns | {head}
    definite = core[0] not in word_class("indefinites") and (
        core[0] in ("the", "his", "her", "their", "this", "that", "its")
        or bool(re.search(r"[’']s?$", core[0]))
        or tokens[0] != head
    )
    stop = span.of(text).lower().find(head)
    whose = BELONGS_TO.match(span.of(text), stop + len(head))
    belongs_to = frozenset(w.lower() for w in re.findall(r"[^\W\d_a-z][\w’'-]*", whose[1])) if whose else frozenset()
    modifiers = frozenset(
        re.sub(r"[’']s?$", "", w.lower())
        for w in re.findall(r"[^\W_][\w’'-]*", span.of(text)[:stop])
        if w[0].isupper() and w.lower() not in word_class("articles")
    )
    return Source("nominal", span, head, None, gender, is_many, definite, None, nouns, modifiers - nouns, belongs_to)


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
    if is_role(source.head) or source.nouns or source.head.endswith(PERSONAL):
        return "person" if source.is_definite else "unnamed"
    if source.head.endswith("s") and not source.head.endswith("ss"):
        return "group"
    is_organisation = (
        source.is_definite or source.head in word_class("organisation_nouns") or source.head in words("org_words")
    )
    return "organisation" if is_organisation else "unnamed"
