"""The title or role right before a name: `Kremlin spokesman`, `the Rt Rev`, `suspended harbour chief`.

It is one noun phrase: read leftwards from its head, it ends where a word may be no part of it. What is doubtful is left
out: `chief` alone is right too.
"""

import re
from collections.abc import Sequence

from pipelines.annotate.lexicon import cue_words, is_role, role_nouns, titles, word_class, words

MOST_WORDS = 8
MOST_LOWER = 3  # words in lower case before the head
AGED = re.compile(r"\d+-year-old")
OPENING = "“‘\"'(["
OPENS = re.compile(r"[^\W_]")
WORD = re.compile(r"[^\W_](?:[\w&.’'-]*[\w’'-])?")  # a phrase ends behind other signs
CLAUSE = re.compile(r"(?:he|it|she|that|there|they|we|what|who|you)[’'](?:d|ll|m|re|s|ve)", re.I)
ABBREVIATED = 5  # letters at most of a title with a full stop
INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")  # `U.S.`
JOINED = ("&",)
OFFICE = re.compile(r"(?P<holder>(?:.* )?(?P<noun>[\w’'-]+) )of (?P<field>(?:[^\W\d_][\w’'-]* ){1,3})$")
POINTS = frozenset(("north", "south", "east", "west", "northern", "southern", "eastern", "western"))


def title_before(before: str, name: str) -> str | None:
    """Return the title or role that the line `before` ends with, right before `name`."""
    if (office := OFFICE.match(before)) and _is_office(office["noun"], office["field"].split()):
        holder = title_before(office["holder"], name)
        return holder and f"{holder} of {office['field'].rstrip()}"
    tokens = before.split()
    if tokens and tokens[-1][0] in OPENING:
        tokens = [tokens[-1].lstrip(OPENING)]
    if not tokens or not tokens[-1] or not before[-1].isspace() or not _is_head(tokens[-1]):
        return None
    if len(tokens[-1]) > 1 and tokens[-1] in words("given_names") and " " not in name:
        return None  # `Dean Orr`
    first = len(tokens) - 1
    while first and len(tokens) - first < MOST_WORDS and _belongs(tokens, first - 1):
        first -= 1
    while tokens[first] in JOINED:
        first += 1
    return " ".join(tokens[first:])


def _is_office(noun: str, field: Sequence[str]) -> bool:
    """True for `secretary of state`, `minister of public health`: not for relatives, nor where another role follows."""
    is_holder = is_role(noun.lower()) and noun.lower() not in word_class("kin")
    return is_holder and not any(is_role(word.lower()) or _is_stop(word) for word in field)


def _plain(token: str) -> str:
    return token.lower().rstrip(".")


def _is_head(token: str) -> bool:
    """True for a title or a noun for people that no sentence ends with."""
    if not OPENS.match(token) or token[-1] in ",;:!?":
        return False
    if not token.endswith("."):
        return is_role(token.lower())
    plain = _plain(token)
    return plain in titles() and plain not in role_nouns() and len(plain.replace(".", "")) <= ABBREVIATED


def _belongs(tokens: Sequence[str], place: int) -> bool:
    """True where the word at `place` is part of the phrase that begins behind it."""
    token, follower = tokens[place], tokens[place + 1]
    if is_honorific(follower):  # `manages Mr.`, but `spokesman Dr.`
        return _is_head(token)
    if token in JOINED:
        return place > 0 and tokens[place - 1][0].isupper() and follower[0].isupper()
    if not OPENS.match(token) or (token[0].isdigit() and not AGED.fullmatch(token)) or _is_stop(token):
        return False
    if token[0].isupper():
        is_people = follower in words("demonyms") and not follower.endswith("s")
        return not is_people or _plain(token) in word_class("role_adjectives") | POINTS  # not `Nice French president`
    return _may_modify(tokens, place)


def is_honorific(token: str) -> bool:
    """True for a title that says nothing of what somebody does: `Mr.`, not `brother`."""
    title = titles().get(_plain(token))
    return title is not None and title.is_honorific and _plain(token) not in role_nouns()


def _is_stop(token: str) -> bool:
    """True for a word that is in no title: small words, verbs, days, the end of a sentence."""
    plain = _plain(token)
    is_abbreviated = INITIALS.fullmatch(token) is not None or (token.endswith(".") and _is_head(token))
    is_end = CLAUSE.fullmatch(token) is not None or not (is_abbreviated or WORD.fullmatch(token))
    stops = ("role_stoppers", "role_breaks", "finite_verbs", "prepositions", "subject_pronouns", "role_particles")
    return is_end or any(plain in word_class(kind) for kind in stops) or token in words("calendar_words")


def _may_modify(tokens: Sequence[str], place: int) -> bool:
    """True for a word in lower case that may stand before the role: no verb, as far as its shape tells."""
    token, follower = tokens[place], tokens[place + 1]
    is_noun = is_role(token) and not token.endswith("ed")  # `accused`
    if is_noun or token in word_class("role_adjectives") | word_class("role_participles"):
        return True
    cue = cue_words().get(token)
    if cue is not None and cue.lemma != token:
        return False  # `praised`; a `press secretary` is none of a verb
    if token.endswith(("ed", "ing", "’s", "'s")):
        return _begins_phrase(tokens, place)
    lower = [word for word in tokens[place + 1 : -1] if not word[0].isupper()]
    return (follower[0].islower() or follower.isupper()) and len(lower) < MOST_LOWER


def _begins_phrase(tokens: Sequence[str], place: int) -> bool:
    """True where what stands before the word at `place` opens a noun phrase: `the suspended chief`."""
    if not place:
        return True
    before = tokens[place - 1]
    is_opener = any(before.lower() in word_class(kind) for kind in ("determiners", "prepositions"))
    return is_opener or before.lower() in ("and", "or", "but") or before[-1] in ',;:.”"—–-'
