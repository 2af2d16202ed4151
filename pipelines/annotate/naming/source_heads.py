"""Which name a source is about: `Orr's lawyer Rudi Falk` is Falk, `a spokesman for Orr` is not Orr.

People come first, by what stands before and after each; else a body whose name is the whole phrase or ends it.
"""

import re
from collections.abc import Sequence

from pipelines.annotate.lexicon import is_role, titles, word_class, words
from pipelines.annotate.reading import Name
from pipelines.records import Span

TOKEN = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|[,;:()—–-]")
WHOSE = re.compile(r"\bwhose (?P<who>(?:[\w-]+ ){0,3}[\w-]+,? [^\W\d_a-z])")
RELATIVE = re.compile(r"\b(?:who|whom|which|that|where)\b")
MODIFIED = re.compile(r"[’'‘]?s?\s+#?([^\W\d_][\w’'-]*)")
HANDLE = re.compile(r"\s*\(@\w+\)$")
AFTER_NAME = frozenset(
    ("and", "or", "also", "who", "whose", "as", "jr", "sr", "then", "now", "later", "has", "had", "have")
) | frozenset(
    ("himself", "herself", "itself", "the", "a", "an")
)  # words that may follow a name without being named by it
SPEAKING_FOR = ("for", "to", "by", "from", "with", "against")
MOST_MODIFIERS = 3  # words between such a preposition and a title: `for former U.N. envoy `
COMPATRIOT = re.compile(r"(?:[Tt]he|[Aa]n?) [A-Z][\w-]*man\b")
ACTS_ON = re.compile(r" [a-z]{3,}(?<!s)s ")  # between two names a verb: `China snubs Orr`, who says nothing
PLURAL_ADJECTIVES = ("ese", "sh", "ch", "ss")  # "the Dutch" are many, "the German" is one
ABBREVIATED = re.compile(r"\s*\([A-Z.]{2,8}\)")  # `the Port Authority (PA)`
BEFORE_BODY = re.compile(r"(?:[^\W\d_][\w’'./&-]*|\d[\w-]*) ?")  # one word of `the state news agency` NAME

Place = tuple[int, Name]  # of a name among the document's


def head_name(text: str, span: Span, names: Sequence[Place]) -> Place | None:
    """Return the name that the whole span is about, or nothing where a common noun is its head."""
    if COMPATRIOT.match(text, span.start_char) and is_compatriot(span.of(text), span.of(text).split()[1].lower()):
        return None
    if whose := WHOSE.search(text, span.start_char, span.end_char):
        span = Span(whose.start("who"), span.end_char)
        names = [(n, name) for n, name in names if name.span.start_char >= span.start_char]
    elif clause := RELATIVE.search(text, span.start_char, span.end_char):
        names = [(n, name) for n, name in names if name.span.start_char < clause.start()]
    if len(names) > 1 and ACTS_ON.fullmatch(text[names[0][1].span.end_char : names[1][1].span.start_char]):
        return names[0] if names[0][1].span.start_char == span.start_char else None
    people = [(n, name) for n, name in names if name.entity_type == "PERSON"]
    return _person(text, span, people) if people else _body(text, span, names)


def is_compatriot(printed: str, head: str) -> bool:
    """True for `the Frenchman` and `the German`: one of a people, by a word of its own."""
    capital = head.capitalize()
    if capital in words("demonyms"):
        return capital in printed and not head.endswith((*PLURAL_ADJECTIVES, "s"))
    return head.endswith(("man", "woman")) and capital in printed and not is_role(head)


def _person(text: str, span: Span, people: Sequence[Place]) -> Place | None:
    for place, (number, name) in enumerate(people):
        if place + 1 < len(people) and _introduces(text[name.span.end_char : people[place + 1][1].span.start_char]):
            continue
        if _is_governed(text[span.start_char : name.span.start_char]):
            return _apposed(text, span, people[place : place + 2])
        if not _is_modifier(text[name.span.end_char : span.end_char]):
            return number, name
        later = people[place + 1 : place + 2]
        between = text[name.span.end_char : later[0][1].span.start_char] if later else ""
        if later and re.fullmatch(r"[’']s? [\w -]{2,40}, ", between):
            return later[0]  # "Orr's father, Tom"
        if not later or re.search(r"[,;]| (?:and|for|of|to|from|with|who) ", between):
            return None
    return None


def _body(text: str, span: Span, names: Sequence[Place]) -> Place | None:
    """Return a body that is the whole source, but for a title and what follows, or that its description leads to."""
    for number, name in names[:1]:
        before = TOKEN.findall(text[span.start_char : name.span.start_char].lower())
        is_lead = all(t in ("the", "both", "a", "neighbouring", "neighboring") or t in titles() for t in before)
        tail = text[name.span.end_char : span.end_char]
        if is_lead and not _is_people(name.span.of(text), before, tail) and not _is_modifier(tail):
            return number, name
    for number, name in names[-1:]:
        if _is_body(text, name) and _describes(text, span, name):
            return number, name
    return None


def _is_people(printed: str, before: Sequence[str], tail: str) -> bool:
    """True for `the German`, `Chinese` and `German and Dutch officials`; a bare `American` may be an airline."""
    is_joined = tail.startswith(" and ") and tail[5:6].isupper()
    return printed in words("demonyms") and (bool(before) or is_joined or printed.endswith(PLURAL_ADJECTIVES))


def _is_body(text: str, name: Name) -> bool:
    printed = name.span.of(text).lower()
    last = printed.rpartition(" ")[2]
    is_named_so = last in words("org_words") or last in word_class("organisation_nouns")
    is_plain = printed in words("common_words") or printed in word_class("organisation_heads")
    return (name.entity_type == "ORG" or is_named_so) and not is_plain


def _describes(text: str, span: Span, name: Name) -> bool:
    """True where all else in `span` leads to the name at its end: `the state news agency `, `Norland’s `."""
    tail = text[name.span.end_char : span.end_char].strip(" ,")
    if tail and not ABBREVIATED.fullmatch(tail):
        return False
    before = text[span.start_char : name.span.start_char].rstrip(" ,")
    tokens = before.lower().split()
    if not tokens or BEFORE_BODY.sub("", before).strip(" -–") or tokens[-1] in ("his", "her", "its", "their", "our"):
        return False
    others = word_class("prepositions") | word_class("clause_starts") | {"and", "the", "a", "an"}
    return tokens[0] not in others - {"the", "a", "an"} and others.isdisjoint(tokens[1:])


def _apposed(text: str, span: Span, people: Sequence[Place]) -> Place | None:
    """Return the second name of `a spokesman for Falk, Rudi Brae`: only a comma parts the two, and nothing follows."""
    if len(people) < 2:
        return None
    (_, first), (number, second) = people
    between = text[first.span.end_char : second.span.start_char]
    return (
        (number, second) if between == ", " and text[second.span.end_char : span.end_char].strip(" ,") == "" else None
    )


def _introduces(between: str) -> bool:
    """True for the words between two names where a role leads to the second: ` & Brae manager `."""
    tokens = TOKEN.findall(between.lower())
    leads = bool(tokens) and _is_title(tokens[-1])
    return leads and not any(t in (",", "and") or t in word_class("prepositions") for t in tokens)


def _is_governed(before: str) -> bool:
    """True for `a spokesman for ` and `the mother of the late Senator `: the name hangs on an earlier noun."""
    tokens = TOKEN.findall(before.lower())
    count = len(tokens)
    while tokens and (
        _is_title(tokens[-1])
        or tokens[-1] in word_class("role_adjectives")
        or tokens[-1] in ("the", "a", "an", "his", "her", "their", "-", "–")
        or (tokens[-1] == "and" and len(tokens) > 1 and _is_title(tokens[-2]))  # `chairman and chief executive `
    ):
        tokens.pop()
    if not tokens or tokens[-1] in (",", "named", "called"):
        return False
    if len(tokens) < count and any(t in SPEAKING_FOR for t in tokens[1:][-MOST_MODIFIERS:]) and "," not in tokens:
        return True  # `a spokesman for U.N. Secretary-General `
    return (tokens[-1] in word_class("prepositions") and len(tokens) > 1) or tokens[-1] == "and"


def is_lead(token: str) -> bool:
    """True for a word that leads up to a name: a title, a role, an article, a possessive."""
    plain = token.lower()
    is_small = plain in ("the", "a", "an", "his", "her", "their", "its") or plain in word_class("role_adjectives")
    return is_small or _is_title(plain) or plain.startswith("ex-") or plain.endswith(("'s", "’s"))


def _is_title(token: str) -> bool:
    return is_role(token) or token.rstrip(".") in titles()


def _is_modifier(tail: str) -> bool:
    """True where a noun follows the name that it modifies: `'s office`, ` campaign`."""
    if re.match(r"[’'‘]s?\s+\w|[/-]\w", tail):
        return True
    tail = HANDLE.sub("", tail)  # `Orr MP (@orr)`
    follower = MODIFIED.match(tail)
    if not follower:
        return False
    word = follower[1].lower()
    if word.upper() == follower[1] and follower.end() == len(tail):  # `Orr MP`, `Orr KC`
        return False
    return not (word in word_class("prepositions") or word in AFTER_NAME or word.endswith("ly"))
